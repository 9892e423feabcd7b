using System.Text;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>The table of the rows that were measured, as Markdown.</summary>
internal sealed class Table(Figures figures, CompareOptions options)
{
    /// <summary>True when a goal is missed.</summary>
    public bool Failed => Rows.Any(row => row.Passes(figures) == false);

    private IEnumerable<Row> Rows => Row.All.Where(row => options.Rows.Contains(row.Group));

    /// <summary>The table.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.AppendLine("| what | postscreen | engine | ratio | goal | | again with |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in Rows)
        {
            var verdict = row.Passes(figures) switch { true => "pass", false => "**FAIL**", null => "not measured" };
            var postscreen = figures.Median(row.What, Row.Postscreen);
            text.AppendLine(
                $"| {row.Title} | {Figure(postscreen, row)} | {Figure(row.EngineFigure(figures), row)} | {Row.Number(row.Ratio(figures))} | {row.GoalText} | {verdict} | `--rows {row.Group}` |");
        }

        return text.ToString();
    }

    private static string Figure(double value, Row row) => double.IsNaN(value) ? "–" : $"{Row.Number(value)} {row.Unit}";
}
