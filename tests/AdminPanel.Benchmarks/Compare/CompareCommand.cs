using System.CommandLine;
using System.Net;
using AdminPanel.Benchmarks.Crowd;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Compare;

/// <summary><c>compare</c>: the engine, Debian's postscreen and Haraka in turn, on this machine, in this run.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "How often each side is measured; figures are medians.", DefaultValueFactory = static _ => 5 };
        var rows = new Option<string[]>("--rows") { Description = $"Only these rows: {string.Join(", ", Row.All.Select(static r => r.Group).Distinct())}.", AllowMultipleArgumentsPerToken = true };
        var quick = new Option<bool>("--quick") { Description = "One pair, the large crowd not larger than the burst: for development." };
        var program = new Option<string?>("--program") { Description = "A published AdminPanel; published anew without it." };
        var write = new Option<bool>("--write") { Description = "Write the table and plots into docs, after each pair." };
        var to = new Option<string?>("--write-to") { Description = "The same into another folder." };
        var only = new Option<string?>("--only") { Description = "Measure one side: engine, postscreen or Haraka." };
        var clients = new Option<int?>("--clients") { Description = "Clients of the CPU row." };
        var rate = new Option<double>("--rate") { Description = "Clients a second of the CPU row.", DefaultValueFactory = static _ => 500 };
        var noBrowser = new Option<bool>("--no-browser") { Description = "No Live page: for profiling." };
        var noHaraka = new Option<bool>("--no-haraka") { Description = "Without Haraka." };
        var command = new Command("compare", "Measures the engine beside Debian's postscreen, and Haraka, and prints the table with ratios.")
        {
            pairs, rows, quick, program, write, to, only, clients, rate, noBrowser, noHaraka,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var words = (parsed.GetValue(rows) ?? []).SelectMany(static r => r.Split(',')).ToHashSet();
            if (words.Except(Row.All.Select(static r => r.Group)).FirstOrDefault() is { } unknown)
            {
                Console.Error.WriteLine($"There is no row {unknown}.");
                return Task.FromResult(1);
            }

            var isQuick = parsed.GetValue(quick);
            var sizes = isQuick ? Sizes.Quick : Sizes.Full;
            return CompareRun.RunAsync(
                new CompareOptions(
                    isQuick ? 1 : parsed.GetValue(pairs),
                    words.Count > 0 ? words : [.. Row.All.Select(static r => r.Group)],
                    parsed.GetValue(clients) is { } cpu ? sizes with { Cpu = cpu } : sizes,
                    parsed.GetValue(rate),
                    parsed.GetValue(program),
                    parsed.GetValue(to) ?? (parsed.GetValue(write) ? RepositoryRoot.Combine("docs") : null),
                    parsed.GetValue(only),
                    !parsed.GetValue(noBrowser),
                    !parsed.GetValue(noHaraka)),
                cancellation);
        });
        return command;
    }

    /// <summary>The blocklists that every peer asks.</summary>
    public static Task<RbldnsdLab> ListsAsync(CancellationToken cancellationToken) => RbldnsdLab.StartAsync(
        new Dictionary<string, string[]>
        {
            ["bl1.test"] = SourceAddresses.ListedEntries,
            ["bl2.test"] = SourceAddresses.ListedEntries,
            ["bl3.test"] = ["127.1.0.1"],
        },
        cancellationToken,
        new IPEndPoint(new IPAddress([127, 53, (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]), 53),
        silentZone: Profile.DeadZone);
}
