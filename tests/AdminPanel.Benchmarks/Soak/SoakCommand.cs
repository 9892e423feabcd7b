using System.CommandLine;
using System.Diagnostics;
using AdminPanel.Benchmarks.Compare;
using AdminPanel.Benchmarks.Measuring;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Benchmarks.Soak;

/// <summary><c>soak</c>: mixed traffic for minutes; does memory stay, is every connection in history and mail log, did anything go wrong unseen?</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = static _ => 10 };
        var rate = new Option<int>("--rate") { Description = "Clients a second.", DefaultValueFactory = static _ => 300 };
        var program = new Option<string?>("--program") { Description = "A published AdminPanel; published anew without it." };
        var command = new Command("soak", "Mixed traffic for minutes: memory, history, mail log, errors.") { minutes, rate, program };
        command.SetAction((parsed, cancellation) => RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rate), parsed.GetValue(program), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan length, int rate, string? program, CancellationToken cancellationToken)
    {
        using var published = program is null ? await EnginePeer.PublishProgramAsync(cancellationToken) : null;
        await using var lists = await CompareCommand.ListsAsync(cancellationToken);
        await using var postscreen = await PostscreenPeer.CreateAsync(Scenarios.Quick, lists.EndPoint, cancellationToken);
        await using var browser = await LiveBrowser.StartAsync(cancellationToken);
        await using var engine = new EnginePeer(program ?? published!.Path, $"pass:{postscreen.PassSocket}", lists.EndPoint, postscreen.MainCf, browser);
        await engine.PrepareAsync(Scenarios.Quick, cancellationToken);
        await engine.StartAsync(Scenarios.Quick, cancellationToken);
        var historyBefore = await engine.SettledHistoryAsync(cancellationToken);
        var connectsBefore = engine.LoggedConnects();

        using var runtime = new RuntimeWatch(engine.ProcessId);
        var memory = new SoakMemory(engine.ProcessId, runtime);
        var traffic = new SoakTraffic(engine.Smtp, rate);
        var started = Stopwatch.GetTimestamp();
        var slices = Math.Max(3, (int)(length / Sampling));
        for (var slice = 0; slice < slices; slice++)
        {
            await traffic.RunAsync(Sampling);
            Console.WriteLine($"{memory.Look()}; {traffic.Clients:#,0} clients, {traffic.Lost} lost");
            if ((slice + 1) % Math.Max(1, slices / 6) == 0) Console.WriteLine(await memory.CollectAsync(cancellationToken));
        }

        var history = await engine.SettledHistoryAsync(cancellationToken);
        Console.WriteLine(await memory.CollectAsync(cancellationToken));
        var connects = engine.LoggedConnects() - connectsBefore;
        var troubles = engine.Troubles();
        await engine.StopAsync(cancellationToken);

        Console.WriteLine($"\n{traffic.Clients:#,0} clients in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} min, {traffic.Lost} without a reply");
        Console.WriteLine($"resident memory over the last two thirds: {memory.Resident}: {(memory.Grows ? "GROWS" : "flat")}");
        Console.WriteLine($"live objects after full collections: {memory.Live}");
        long Rows(params VerdictReason[] reasons) => reasons.Sum(reason => history.GetValueOrDefault(reason) - historyBefore.GetValueOrDefault(reason));
        var complete = Compare("history rows", history.Values.Sum() - historyBefore.Values.Sum(), traffic.Clients)
            & Compare("  DNSBL, PASS NEW and PASS OLD", Rows(VerdictReason.Dnsbl, VerdictReason.PassNew, VerdictReason.PassOld), traffic.Listed + traffic.Passing)
            & Compare("  HANGUP", Rows(VerdictReason.Hangup), traffic.Leaving)
            & Compare("CONNECT lines of the mail log", connects, traffic.Clients);
        Console.WriteLine($"listed clients that passed because the lists did not answer within the greet wait: {traffic.Listed - Rows(VerdictReason.Dnsbl)}");
        Console.WriteLine($"warnings and errors in the panel's own log, unobserved exceptions among them: {troubles.Count}");
        foreach (var line in troubles.Take(10)) Console.WriteLine($"  {line}");
        return memory.Grows || !complete || troubles.Count > 0 ? 2 : 0;
    }

    private static bool Compare(string what, long found, long expected)
    {
        Console.WriteLine($"{what}: {found:#,0} of {expected:#,0}{(found == expected ? "" : ": DIFFERENT")}");
        return found == expected;
    }
}
