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

    /// <summary>What stands below it: figures without a goal.</summary>
    public string Notes()
    {
        var text = new StringBuilder("\n");
        text.AppendLine($"- Limits of this machine: {Row.Number(figures.Median("accepts", "limit"))} clients/s for a bare loop of accept, write and close; {Row.Number(figures.Median("queries", "limit"))} queries/s answered by rbldnsd.");
        foreach (var peer in new[] { Row.Postscreen, Row.Engine })
        {
            List<string> parts = [];
            void Add(string what, string words, string unit)
            {
                if (!double.IsNaN(figures.Median(what, peer))) parts.Add($"{words} {Row.Number(figures.Median(what, peer))} {unit}");
            }

            Add("idle", "idle", "% of a core");
            Add("burst cpu", "CPU per judged client of the burst", "µs");
            Add("burst memory all", "memory of all its processes per held client", "kB");
            foreach (var atOnce in new[] { 100, 1_000, 10_000 }) Add($"scale {atOnce}", $"CPU per client at {Row.Number(atOnce)} at once", "µs");
            Add("dead processes", "dnsblog processes with a dead list", "");
            Add("live p50", "verdict to the browser, median", "ms");
            Add("direct", "smtpd's 220 without anything in front", "ms");
            if (parts.Count > 0) text.AppendLine($"- {peer}: {string.Join(", ", parts).TrimEnd()}.");
        }

        return text.ToString();
    }

    private static string Figure(double value, Row row) => double.IsNaN(value) ? "–" : $"{Row.Number(value)} {row.Unit}";
}
