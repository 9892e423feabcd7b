using System.Globalization;
using AdminPanel.Screening.Checks;

namespace AdminPanel.Web.Commands;

/// <summary>A <see cref="CheckupReport"/> for people.</summary>
internal static class CheckText
{
    public static void Write(TextWriter output, CheckupReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Client {report.Client}, settings version {report.SettingsVersion}, {report.At:u}"));
        output.WriteLine();
        output.WriteLine($"Access list          {report.Access.Action}{(report.Access.Rule is { } rule ? $": {rule}" : ": no entry decides")}");
        output.WriteLine($"Temporary allowlist  {report.Allowlist.State}");
        foreach (var stamp in report.Allowlist.Checks.Where(static stamp => stamp.ValidUntil is not null))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"                     {stamp.Check}: {(stamp.Valid ? "valid until" : "expired")} {stamp.ValidUntil:u}"));

        output.WriteLine($"DNS blocklists       {(report.Lists.IsEmpty ? "none configured" : $"asked at {string.Join(", ", report.Resolvers)}")}");
        var width = report.Lists.IsEmpty ? 0 : report.Lists.Max(static list => list.List.Length);
        foreach (var list in report.Lists)
        {
            output.WriteLine($"  {list.List.PadRight(width)}  {Line(list)}");
            if (list.Trouble is { } trouble) output.WriteLine($"  {new string(' ', width)}  {trouble}");
        }

        if (report.Rank is { } rank)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rank {rank}, threshold {report.Threshold}, action {report.DnsblAction}"));

        output.WriteLine();
        output.WriteLine($"{report.Conclusion.Outcome.ToUpperInvariant()} ({report.Conclusion.Reason})");
        output.WriteLine(report.Conclusion.Text);
        if (report.Conclusion.Reply is { } reply) output.WriteLine($"Reply: {reply}");
    }

    private static string Line(CheckupList list)
    {
        var answer = list.Outcome switch
        {
            "not asked" => $"not asked: {list.Withheld}",
            "listed" when list.Withheld is not null => $"listed {string.Join(' ', list.Codes)}, not scored: {list.Withheld}",
            "listed" => $"listed {string.Join(' ', list.Codes)}, {(list.FilteredOut ? "not accepted by the filter" : string.Create(CultureInfo.InvariantCulture, $"weight {list.Weight:+0;-0;0}"))}",
            "error" or "no reply" => $"{list.Outcome}: {list.Error}",
            _ => list.Outcome,
        };
        return list.LatencyMs is { } latency ? string.Create(CultureInfo.InvariantCulture, $"{answer} ({latency:0.##} ms)") : answer;
    }
}
