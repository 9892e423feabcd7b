using System.CommandLine;
using AdminPanel.Benchmarks.Compare;
using AdminPanel.Benchmarks.History;
using AdminPanel.Benchmarks.Live;
using AdminPanel.Benchmarks.Maillog;
using AdminPanel.Benchmarks.Micro;
using AdminPanel.Benchmarks.Replay;
using AdminPanel.Benchmarks.Soak;

namespace AdminPanel.Benchmarks;

internal static class BenchmarkProgram
{
    public static Task<int> Main(string[] args)
    {
        var root = new RootCommand("How fast the engine is, beside Debian's postscreen and by itself.") { CompareCommand.Create(), ImportLogCommand.Create(), SoakCommand.Create(), MicroCommand.Create(), HistoryCommand.Create(), LiveCommand.Create(), ReplayCommand.Create() };
        return root.Parse(args).InvokeAsync();
    }
}
