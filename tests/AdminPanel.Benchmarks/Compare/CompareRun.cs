using System.Diagnostics;
using AdminPanel.Benchmarks.Crowd;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>Pair after pair. Whatever fails or is interrupted, the figures that are there are printed and written.</summary>
internal static class CompareRun
{
    /// <summary>Measures; 0 when every goal is met, 2 when one is missed or a figure is missing, 1 when nothing can be measured.</summary>
    public static async Task<int> RunAsync(CompareOptions options, CancellationToken cancellationToken)
    {
        if (LabTools.Missing("postfix", "rbldnsd", "chromium") is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        var started = Stopwatch.GetTimestamp();
        var figures = new Figures();
        using var published = options.Program is null ? await EnginePeer.PublishProgramAsync(cancellationToken) : null;
        var (haraka, why) = options.Haraka && options.Measures(Row.Haraka) && Row.All.Any(row => row.ForHaraka && options.Wants(row.Group))
            ? await HarakaProgram.InstallAsync(cancellationToken)
            : (null, "not asked for");
        using var program = haraka;
        Console.WriteLine($"Built in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; measuring {string.Join(", ", options.Rows)}, {options.Pairs} pairs. Haraka: {why ?? HarakaProgram.Version}.");
        await using var lists = await CompareCommand.ListsAsync(cancellationToken);
        await using var postscreen = await PostscreenPeer.CreateAsync(Scenarios.Quick, lists.EndPoint, cancellationToken);
        await using var browser = options.Browser && options.Measures(Row.Engine) ? await LiveBrowser.StartAsync(cancellationToken) : null;
        await using var engine = new EnginePeer(options.Program ?? published!.Path, $"pass:{postscreen.PassSocket}", lists.EndPoint, postscreen.MainCf, browser);
        await engine.PrepareAsync(Scenarios.Quick, cancellationToken);
        await using var third = haraka is null ? null : new HarakaPeer(haraka.Path, lists.EndPoint);
        var scenarios = new Scenarios(figures, new SourceAddresses(), options.Sizes, postscreen.Smtpd, Console.WriteLine);
        var table = new Table(figures, options, haraka is null ? $"Haraka was not measured: {why}." : $"{HarakaProgram.Version} from npm, one process.");

        try
        {
            for (var pair = 0; pair < options.Pairs; pair++)
            {
                Console.WriteLine($"Pair {pair + 1} of {options.Pairs}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
                IPeer?[] turn = pair % 2 == 0 ? [engine, postscreen, third] : [postscreen, engine, third];
                foreach (var peer in turn.OfType<IPeer>().Where(peer => options.Measures(peer.Name)))
                {
                    await new Turn(options, figures, scenarios, peer, browser).RunAsync(cancellationToken);
                }

                await LimitsAsync(figures, lists);
                if (options.WriteTo is not null) await PerformanceDocument.WriteAsync(figures, options, table, options.WriteTo, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine("Interrupted; the figures so far:");
            if (options.WriteTo is not null) await PerformanceDocument.WriteAsync(figures, options, table, options.WriteTo, CancellationToken.None);
        }

        Console.WriteLine();
        Console.Write(table.Text());
        Console.Write(table.Notes());
        Console.WriteLine($"\n{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s in all");
        return table.Failed ? 2 : 0;
    }

    private static async Task LimitsAsync(Figures figures, RbldnsdLab lists)
    {
        var (accepts, queries) = (await Limits.AcceptsAsync(), await Limits.QueriesAsync(lists.EndPoint, Profile.Zones[0]));
        figures.Add("accepts", "limit", accepts);
        figures.Add("queries", "limit", queries);
        Console.WriteLine($"  limits: {accepts:0} clients/s accepted, greeted and closed; {queries:0} queries/s answered");
    }
}
