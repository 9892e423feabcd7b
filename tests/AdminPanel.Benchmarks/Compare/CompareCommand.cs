using System.CommandLine;
using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Crowd;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Compare;

/// <summary><c>compare</c>: the engine and Debian's postscreen in turn, on this machine, in this run.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "How often each side is measured; figures are medians.", DefaultValueFactory = static _ => 5 };
        var rows = new Option<string[]>("--rows") { Description = $"Only these rows: {string.Join(", ", Row.All.Select(static r => r.Group).Distinct())}.", AllowMultipleArgumentsPerToken = true };
        var quick = new Option<bool>("--quick") { Description = "One pair, smaller runs: for development." };
        var program = new Option<string?>("--program") { Description = "A published AdminPanel; published anew without it." };
        var write = new Option<bool>("--write") { Description = "Write the table and plots into docs." };
        var only = new Option<string?>("--only") { Description = "Measure one side: engine or postscreen." };
        var clients = new Option<int?>("--clients") { Description = "Clients of the CPU row." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "No Live page: for profiling." };
        var command = new Command("compare", "Measures the engine beside Debian's postscreen and prints the table with ratios.") { pairs, rows, quick, program, write, only, clients, noBrowser };
        command.SetAction((parsed, cancellation) =>
        {
            var words = (parsed.GetValue(rows) ?? []).SelectMany(static r => r.Split(',')).ToHashSet();
            var isQuick = parsed.GetValue(quick);
            var options = new CompareOptions(
                isQuick ? 1 : parsed.GetValue(pairs),
                words.Count > 0 ? words : [.. Row.All.Select(static r => r.Group)],
                (isQuick ? Sizes.Quick : Sizes.Full) is var sizes && parsed.GetValue(clients) is { } cpu ? sizes with { Cpu = cpu } : sizes,
                parsed.GetValue(program),
                parsed.GetValue(write),
                parsed.GetValue(only),
                !parsed.GetValue(noBrowser));
            return RunAsync(options, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(CompareOptions options, CancellationToken cancellationToken)
    {
        if (LabTools.Missing("postfix", "rbldnsd", "chromium") is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        var started = Stopwatch.GetTimestamp();
        var figures = new Figures();
        using var published = options.Program is null ? await EnginePeer.PublishProgramAsync(cancellationToken) : null;
        Console.WriteLine($"Built in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; measuring {string.Join(", ", options.Rows)}, {options.Pairs} pairs.");
        await using var lists = await ListsAsync(cancellationToken);
        await using var postscreen = await PostscreenPeer.CreateAsync(Scenarios.Quick, lists.EndPoint, cancellationToken);
        await using var browser = options.Browser && options.Only != Row.Postscreen ? await LiveBrowser.StartAsync(cancellationToken) : null;
        await using var engine = new EnginePeer(options.Program ?? published!.Path, $"pass:{postscreen.PassSocket}", lists.EndPoint, postscreen.MainCf, browser);
        await engine.PrepareAsync(Scenarios.Quick, cancellationToken);
        var scenarios = new Scenarios(figures, new SourceAddresses(), options.Sizes, postscreen.Smtpd, Console.WriteLine);

        for (var pair = 0; pair < options.Pairs; pair++)
        {
            Console.WriteLine($"Pair {pair + 1} of {options.Pairs}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
            IPeer[] turn = pair % 2 == 0 ? [engine, postscreen] : [postscreen, engine];
            foreach (var peer in turn)
            {
                if (options.Only is not null && peer.Name != options.Only) continue;
                await new Turn(options, figures, scenarios, peer, browser).RunAsync(pair, cancellationToken);
            }
        }

        figures.Add("accepts", "limit", await Limits.AcceptsAsync());
        figures.Add("queries", "limit", await Limits.QueriesAsync(lists.EndPoint, Profile.Zones[0]));
        var table = new Table(figures, options);
        Console.WriteLine();
        Console.Write(table.Text());
        Console.Write(table.Notes());
        Console.WriteLine($"\n{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s in all");
        if (options.Write) await PerformanceDocument.WriteAsync(figures, options, table, cancellationToken);
        return table.Failed ? 2 : 0;
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

/// <summary>What a run measures.</summary>
/// <param name="Pairs">How often.</param>
/// <param name="Rows">Which rows.</param>
/// <param name="Sizes">How large.</param>
/// <param name="Program">A published program; null for a fresh one.</param>
/// <param name="Write">Write the documents.</param>
/// <param name="Only">One side only.</param>
/// <param name="Browser">With a Live page.</param>
internal sealed record CompareOptions(int Pairs, IReadOnlySet<string> Rows, Sizes Sizes, string? Program, bool Write, string? Only, bool Browser)
{
    public bool Wants(params string[] groups) => groups.Any(Rows.Contains);
}
