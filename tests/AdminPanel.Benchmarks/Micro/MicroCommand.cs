using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AdminPanel.Benchmarks.Micro;

/// <summary><c>micro</c>: the smallest pieces by themselves, with BenchmarkDotNet, held against their limits.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which, e.g. *Cidr*.", DefaultValueFactory = static _ => "*" };
        var command = new Command("micro", "CIDR look-up, DNSBL scoring, DNS messages, log line, line reader, verdict publish; exit code 1 when a limit is exceeded.") { filter };
        command.SetAction(parsed =>
        {
            // In this process: a generated project of its own would not see the engine's internal types. Nothing is left on the disk.
            var folder = Directory.CreateTempSubdirectory("adminpanel-bench-micro-");
            var config = DefaultConfig.Instance
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .WithOptions(ConfigOptions.DisableOptimizationsValidator)
                .WithArtifactsPath(folder.FullName);
            try
            {
                return Judge([.. BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", parsed.GetValue(filter)!], config).SelectMany(static summary => summary.Reports)]);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static int Judge(IReadOnlyList<BenchmarkReport> reports)
    {
        var failed = 0;
        Console.WriteLine("\n| what | mean | limit | allocated | limit | |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var goal in MicroGoal.All)
        {
            var report = reports.FirstOrDefault(report => report.BenchmarkCase.Descriptor.Type == goal.Type && report.BenchmarkCase.Descriptor.WorkloadMethod.Name == goal.Method);
            if (report is null) continue;
            var time = report.ResultStatistics?.Mean ?? double.NaN;
            var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? long.MaxValue;
            var passes = time <= (goal.Nanoseconds ?? double.MaxValue) && bytes <= goal.Bytes;
            if (!passes) failed++;
            Console.WriteLine($"| {goal.Title} | {time:0.0} ns | {(goal.Nanoseconds is { } most ? $"≤ {most:0} ns" : "")} | {bytes} B | ≤ {goal.Bytes} B | {(passes ? "pass" : "**FAIL**")} |");
        }

        Console.WriteLine(failed == 0 ? "\nAll within their limits." : $"\n{failed} beyond their limits.");
        return failed == 0 && reports.Count > 0 ? 0 : 1;
    }
}
