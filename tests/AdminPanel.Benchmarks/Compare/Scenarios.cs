using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Crowd;
using AdminPanel.Benchmarks.Peers;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>How large the runs are.</summary>
/// <param name="Burst">Clients at once in the burst.</param>
/// <param name="Crowd">Clients at once in the large burst.</param>
/// <param name="Cpu">Clients of the CPU row.</param>
internal sealed record Sizes(int Burst, int Crowd, int Cpu)
{
    public static Sizes Full { get; } = new(4_000, 19_000, 3_000);

    public static Sizes Quick { get; } = new(4_000, 4_000, 3_000);
}

/// <summary>The measurements, each against one running peer. One at a time.</summary>
internal sealed class Scenarios(Figures figures, SourceAddresses addresses, Sizes sizes, IPEndPoint smtpd, Action<string> say)
{
    /// <summary>Everyday settings.</summary>
    public static Profile Quick { get; } = new("quick", 1);

    /// <summary>Settings that hold a crowd long enough to look at it.</summary>
    public static Profile Crowded { get; } = new("crowded", 5);

    /// <summary>Everyday settings, and a list that never answers.</summary>
    public static Profile Dead { get; } = new("deadlist", 1, DeadList: true);

    /// <summary>Background work, such as writing history, ends within this after the last client.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(700);

    private const int DeadClients = 1_000;

    private double _idleLoad;

    /// <summary>A thousand clients that count for nothing: code is compiled, helpers are started.</summary>
    public Task WarmUpAsync(IPEndPoint server) => RefuseAsync(server, 1_000, 500);

    /// <summary>
    /// What the peer takes while nobody comes: the least of a few looks, for right after its start code is still being compiled. Later in its
    /// turn, waits (15 s at most) until it is as quiet as it was: postscreen works on for a while after a crowd that it lost.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="afresh">It has just been started.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task IdleAsync(IPeer peer, bool afresh, CancellationToken cancellationToken)
    {
        const int Looks = 4, MostLooks = 21;
        const double AsQuiet = 0.03;
        var before = afresh ? double.MaxValue : _idleLoad;
        var least = double.MaxValue;
        for (var look = 0; look < Looks || (look < MostLooks && least > before + AsQuiet); look++)
        {
            var used = peer.Processes.ProcessorTime();
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(Settling, cancellationToken);
            least = Math.Min(least, (peer.Processes.ProcessorTime() - used) / Stopwatch.GetElapsedTime(started));
        }

        _idleLoad = Math.Min(least, before);
        if (afresh) figures.Add("idle", peer.Name, least * 100);
    }

    /// <summary>What a refused client costs, at a rate that every peer keeps up with.</summary>
    public async Task CpuAsync(IPeer peer, double rate, CancellationToken cancellationToken)
    {
        var (result, whole, _) = await MeasureAsync(peer, () => RefuseAsync(peer.Smtp, sizes.Cpu, rate), Settling, cancellationToken);
        var cost = Cost(whole, result);
        figures.Add("cpu", peer.Name, cost);
        figures.Add("cpu lost", peer.Name, 100.0 * (sizes.Cpu - result.Count(VisitEnd.Refused)) / sizes.Cpu);
        Tell(peer, $"cpu: {cost:0} µs, idle {_idleLoad:P1}", result);
    }

    /// <summary>All at once: who is greeted and judged, how soon, and what each costs in memory while all are held.</summary>
    /// <param name="peer">The peer, with <see cref="Crowded"/> in force.</param>
    /// <param name="row"><c>burst</c> or <c>crowd</c>.</param>
    /// <param name="clients">How many.</param>
    /// <param name="idleMemory">Resident memory before any burst.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task BurstAsync(IPeer peer, string row, int clients, (long All, long Main) idleMemory, CancellationToken cancellationToken)
    {
        using var held = new CancellationTokenSource(TimeSpan.FromSeconds(Crowded.GreetWait - 0.2));
        var sampling = MostMemoryAsync(peer, held.Token);
        var (result, whole, _) = await MeasureAsync(
            peer, () => CrowdClient.RunAsync(new CrowdPlan { Server = peer.Smtp, Clients = clients, Source = addresses.Listed(clients) }), Settling, cancellationToken);
        var (all, main) = await sampling;
        var greeted = result.Visits.Count(static v => !double.IsNaN(v.TeaserAfter));
        figures.Add($"{row} judged", peer.Name, result.Count(VisitEnd.Refused));

        // Haraka has no teaser: its first word comes after the wait.
        var wait = peer is HarakaPeer ? Crowded.GreetWait * 1_000 : 0;
        figures.Add($"{row} p99", peer.Name, result.Quantile(0.99, static v => v.TeaserAfter) - wait);
        figures.Add($"{row} memory", peer.Name, (main - idleMemory.Main) / 1_024.0 / Math.Max(1, greeted));
        figures.Add($"{row} memory all", peer.Name, (all - idleMemory.All) / 1_024.0 / Math.Max(1, greeted));
        figures.Add($"{row} cpu", peer.Name, Cost(whole, result));
        Tell(peer, $"{row}: {(main - idleMemory.Main) / 1_024.0 / Math.Max(1, greeted):0.00} kB, {Cost(whole, result):0} µs", result);
    }

    /// <summary>Resident memory of all processes, and of the one that holds the clients.</summary>
    public static (long All, long Main) Memory(IPeer peer)
    {
        var all = peer.Processes.ResidentMemory();
        return (all, peer is PostscreenPeer ? peer.Processes.ResidentMemory("postscreen") : all);
    }

    /// <summary>How many of a burst's clients the mail log does not name, once all its lines have had time to be written.</summary>
    public async Task UnloggedAsync(EnginePeer engine, string row, int before, int clients, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (engine.LoggedConnects() - before < clients && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5)) await Task.Delay(Settling, cancellationToken);
        figures.Add($"{row} unlogged", engine.Name, clients - (engine.LoggedConnects() - before));
    }

    public async Task PassOldAsync(IPeer peer, CancellationToken cancellationToken)
    {
        const int Known = 64, Single = 192, Many = 1_024;
        var known = addresses.Clean(Known);
        var source = (int index) => known(index % Known);
        var earned = await CrowdClient.RunAsync(new CrowdPlan { Server = peer.Smtp, Clients = Known, Source = known, Errand = Errand.Quit });
        if (earned.Count(VisitEnd.Served) != Known) say($"  {peer.Name} passold: only {earned}");
        await Task.Delay(Settling, cancellationToken);

        // One at a time, in turns of a few, so that both ways meet the same machine.
        List<double> direct = [], through = [];
        for (var turn = 0; turn < 8; turn++)
        {
            direct.AddRange(await GreetingsAsync(smtpd, Single / 8, source));
            through.AddRange(await GreetingsAsync(peer.Smtp, Single / 8, source));
        }

        var added = Middle(through) - Middle(direct);
        figures.Add("added", peer.Name, added);
        figures.Add("direct", peer.Name, Middle(direct));
        var crowd = await CrowdClient.RunAsync(new CrowdPlan { Server = peer.Smtp, Clients = Many, Source = source, Errand = Errand.Quit, AtOnce = 16 });
        figures.Add("rate", peer.Name, crowd.Count(VisitEnd.Served) / crowd.Took.TotalSeconds);
        Tell(peer, $"passold: direct {Middle(direct):0.000} ms, through {Middle(through):0.000} ms", crowd);
    }

    /// <summary>What a judged client costs at another pressure; the peer's idle load is taken off, for the runs last differently long.</summary>
    public async Task ScaleAsync(IPeer peer, CancellationToken cancellationToken)
    {
        List<double> costs = [];
        foreach (var (clients, atOnce) in new[] { (400, 100), (2_000, 1_000), (10_000, 10_000) })
        {
            var plan = new CrowdPlan { Server = peer.Smtp, Clients = clients, Source = addresses.Listed(clients), AtOnce = atOnce };
            var (result, _, aboveIdle) = await MeasureAsync(peer, () => CrowdClient.RunAsync(plan), Settling, cancellationToken);
            var judged = result.Count(VisitEnd.Refused);
            costs.Add(Cost(aboveIdle, result));
            figures.Add($"scale {atOnce}", peer.Name, costs[^1]);
            figures.Add($"scale {atOnce} lost", peer.Name, 100.0 * (clients - judged) / clients);
            Tell(peer, $"scale {atOnce}: {costs[^1]:0} µs", result);
        }

        figures.Add("scale", peer.Name, costs.Max() / costs.Min());
    }

    /// <summary>From the verdict to its row on the Live page, at 500 a second.</summary>
    public async Task LiveAsync(IPeer peer, LiveBrowser browser, CancellationToken cancellationToken)
    {
        await browser.RecordAsync(cancellationToken);
        var result = await RefuseAsync(peer.Smtp, 2_000, 500);
        await Task.Delay(Settling, cancellationToken);
        var after = (await browser.RecordedAsync(cancellationToken)).Order().ToArray();
        figures.Add("live p99", peer.Name, after.Length == 0 ? double.NaN : after[(int)(0.99 * (after.Length - 1))]);
        figures.Add("live p50", peer.Name, after.Length == 0 ? double.NaN : after[after.Length / 2]);
        Tell(peer, $"live: {after.Length} rows, p50 {(after.Length == 0 ? 0 : after[after.Length / 2]):0} ms", result);
    }

    /// <summary>A thousand clients with three healthy lists, and with a third list that never answers.</summary>
    public async Task DeadListAsync(IPeer peer, CancellationToken cancellationToken)
    {
        var healthy = await DeadRunAsync(peer, cancellationToken);
        await peer.UseAsync(Dead, cancellationToken);
        var dead = await DeadRunAsync(peer, cancellationToken);
        figures.Add("dead judged", peer.Name, 100.0 * dead.Result.Count(VisitEnd.Refused) / DeadClients);
        figures.Add("dead cpu", peer.Name, dead.Cpu / healthy.Cpu);
        figures.Add("dead memory", peer.Name, (double)dead.Memory / healthy.Memory);
        figures.Add("dead processes", peer.Name, dead.Helpers);
        Tell(peer, $"dead: {healthy.Cpu:0} → {dead.Cpu:0} µs, {healthy.Memory >> 10} → {dead.Memory >> 10} kB, {dead.Helpers} dnsblog", dead.Result);
    }

    private async Task<(CrowdResult Result, double Cpu, long Memory, int Helpers)> DeadRunAsync(IPeer peer, CancellationToken cancellationToken)
    {
        // Long enough for every query to the dead list to be given up.
        using var sampling = new CancellationTokenSource();
        var memory = MostMemoryAsync(peer, sampling.Token);
        var helpers = 0;
        var (result, _, aboveIdle) = await MeasureAsync(
            peer,
            async () =>
            {
                var visits = await RefuseAsync(peer.Smtp, DeadClients, 500);
                helpers = peer.Processes.Count("dnsblog");
                return visits;
            },
            TimeSpan.FromSeconds(Profile.DnsblTimeout + 0.7),
            cancellationToken);
        await sampling.CancelAsync();
        return (result, aboveIdle.TotalMicroseconds / DeadClients, (await memory).All, helpers);
    }

    /// <summary>Microseconds for each refused client; NaN when nobody was refused.</summary>
    private static double Cost(TimeSpan processorTime, CrowdResult result) =>
        result.Count(VisitEnd.Refused) is var refused and > 0 ? processorTime.TotalMicroseconds / refused : double.NaN;

    private Task<CrowdResult> RefuseAsync(IPEndPoint server, int clients, double rate) =>
        CrowdClient.RunAsync(new CrowdPlan { Server = server, Clients = clients, Source = addresses.Listed(clients), Rate = rate });

    private static async Task<IEnumerable<double>> GreetingsAsync(IPEndPoint server, int clients, Func<int, uint> source)
    {
        var result = await CrowdClient.RunAsync(new CrowdPlan { Server = server, Clients = clients, Source = source, Errand = Errand.Quit, AtOnce = 1 });
        return result.Visits.Select(static v => v.GreetingAfter).Where(static t => !double.IsNaN(t));
    }

    private async Task<(CrowdResult Result, TimeSpan Whole, TimeSpan AboveIdle)> MeasureAsync(IPeer peer, Func<Task<CrowdResult>> run, TimeSpan settling, CancellationToken cancellationToken)
    {
        var before = peer.Processes.ProcessorTime();
        var started = Stopwatch.GetTimestamp();
        var result = await run();
        await Task.Delay(settling, cancellationToken);
        var whole = peer.Processes.ProcessorTime() - before;
        return (result, whole, whole - (_idleLoad * Stopwatch.GetElapsedTime(started)));
    }

    /// <summary>The most resident memory seen until <paramref name="ended"/>, looking five times a second.</summary>
    private static Task<(long All, long Main)> MostMemoryAsync(IPeer peer, CancellationToken ended) => Task.Run(async () =>
    {
        var most = (All: 0L, Main: 0L);
        while (!ended.IsCancellationRequested)
        {
            var (all, main) = Memory(peer);
            most = (Math.Max(most.All, all), Math.Max(most.Main, main));
            await Task.Delay(200, CancellationToken.None);
        }

        return most;
    });

    private static double Middle(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[values.Count / 2];
    }

    private void Tell(IPeer peer, string what, CrowdResult result) => say($"  {peer.Name} {what}: {result}");
}
