using System.CommandLine;

namespace AdminPanel.Benchmarks.History;

/// <summary><c>history</c>: every filter of the history page over two million connections.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var directory = new Option<string>("--directory") { Description = "Where history.db is, or is made; some GB.", DefaultValueFactory = static _ => Path.Combine(Path.GetTempPath(), "adminpanel-history-benchmark") };
        var rows = new Option<int>("--rows") { Description = "Connections to make.", DefaultValueFactory = static _ => 2_000_000 };
        var command = new Command("history", "Fills a history.db and times each filter of the history page, its opposite, and what nothing matches.") { directory, rows };
        command.SetAction((parsed, cancellation) => HistoryBenchmark.RunAsync(parsed.GetValue(directory)!, parsed.GetValue(rows), cancellation));
        return command;
    }
}
