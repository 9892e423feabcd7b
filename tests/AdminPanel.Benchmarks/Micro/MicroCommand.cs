using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AdminPanel.Benchmarks.Micro;

/// <summary><c>micro</c>: the smallest pieces by themselves, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which, e.g. *Cidr*.", DefaultValueFactory = static _ => "*" };
        var command = new Command("micro", "BenchmarkDotNet: CIDR lookup, DNSBL scoring, log line, line reader, verdict publish, DNS message.") { filter };
        command.SetAction(parsed =>
        {
            // In this process: a generated project of its own would not see the engine's internal types.
            var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableOptimizationsValidator);
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", parsed.GetValue(filter)!], config);
        });
        return command;
    }
}
