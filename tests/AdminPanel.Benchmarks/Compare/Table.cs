using System.Text;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>The table of the rows that were measured, as Markdown: medians, and the smallest and largest run in parentheses.</summary>
internal sealed class Table(Figures figures, CompareOptions options, string aboutHaraka)
{
    /// <summary>True when a goal is missed or could not be judged.</summary>
    public bool Failed => options.Only is null && Rows.Any(row => row.Goal != Goal.Shown && row.Passes(figures) != true);

    private IEnumerable<Row> Rows => Row.All.Where(row => options.Rows.Contains(row.Group));

    /// <summary>The table.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.AppendLine("| what | postscreen | engine | ratio | goal | | Haraka | again with |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in Rows)
        {
            var verdict = row.Passes(figures) switch { true => "pass", false => "**FAIL**", null => row.Goal == Goal.Shown ? "" : "**not measured**" };
            text.AppendLine(
                $"| {row.Title} | {row.Cell(figures, Row.Postscreen)} | {row.Cell(figures, Row.Engine)} | {Row.Number(row.Ratio(figures))} | {row.GoalText} | {verdict} | {row.Cell(figures, Row.Haraka)} | `compare --rows {row.Group}` |");
        }

        return text.ToString();
    }

    /// <summary>What stands below it: figures without a goal.</summary>
    public string Notes()
    {
        var text = new StringBuilder("\n");
        text.AppendLine($"- Limits of this machine: {Range("accepts", "limit")} clients/s for a bare loop of accept, write and close; {Range("queries", "limit")} queries/s answered by rbldnsd.");
        text.AppendLine($"- {aboutHaraka}");
        foreach (var peer in new[] { Row.Postscreen, Row.Engine, Row.Haraka })
        {
            List<string> parts = [];
            void Add(string what, string words, string unit)
            {
                if (!double.IsNaN(figures.Median(what, peer))) parts.Add($"{words} {Range(what, peer)} {unit}".TrimEnd());
            }

            Add("idle", "idle", "% of a core");
            Add("burst cpu", "CPU per judged client of the burst", "µs");
            foreach (var atOnce in new[] { 100, 1_000, 10_000 })
            {
                Add($"scale {atOnce}", $"CPU per client at {Row.Number(atOnce)} at once", "µs");
                if (figures.Median($"scale {atOnce} lost", peer) > 0) Add($"scale {atOnce} lost", "with", "% not judged");
            }

            Add("dead processes", "dnsblog processes with a dead list", "");
            Add("live p50", "verdict to the browser, median", "ms");
            Add("direct", "smtpd's 220 without anything in front", "ms");
            if (parts.Count > 0) text.AppendLine($"- {peer}: {string.Join(", ", parts)}.");
        }

        return text.ToString();
    }

    private string Range(string what, string peer)
    {
        var (least, most) = (Row.Number(figures.Least(what, peer)), Row.Number(figures.Most(what, peer)));
        return least == most ? Row.Number(figures.Median(what, peer)) : $"{Row.Number(figures.Median(what, peer))} ({least}–{most})";
    }
}
