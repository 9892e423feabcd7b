using System.CommandLine;
using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Compare;
using AdminPanel.Benchmarks.Crowd;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Soak;

/// <summary><c>soak</c>: mixed traffic for minutes; does memory stay, is every connection in the history, did an exception go unseen?</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = static _ => 10 };
        var rate = new Option<int>("--rate") { Description = "Clients a second.", DefaultValueFactory = static _ => 300 };
        var program = new Option<string?>("--program") { Description = "A published AdminPanel; published anew without it." };
        var command = new Command("soak", "Mixed traffic for minutes: memory, history, exceptions.") { minutes, rate, program };
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
        var before = await engine.SettledHistoryAsync(cancellationToken);

        var addresses = new SourceAddresses();
        var slices = Math.Max(1, (int)(length / Sampling));
        List<(double Minutes, double Megabytes)> memory = [];
        long clients = 0, lost = 0;
        var started = Stopwatch.GetTimestamp();
        for (var slice = 0; slice < slices; slice++)
        {
            var results = await Task.WhenAll(Mixed(engine.Smtp, addresses, (int)(rate * Sampling.TotalSeconds)).Select(CrowdClient.RunAsync));
            clients += results.Sum(static r => r.Visits.Length);
            lost += results.Sum(static r => r.Count(VisitEnd.Lost));
            memory.Add((Stopwatch.GetElapsedTime(started).TotalMinutes, engine.Processes.ResidentMemory() / 1_048_576.0));
            if (slice % 6 == 5) Console.WriteLine($"{memory[^1].Minutes:0.0} min: {clients:#,0} clients, {lost} lost, {memory[^1].Megabytes:0.0} MB");
        }

        var rows = await engine.SettledHistoryAsync(cancellationToken) - before;
        var errors = engine.Output.Split('\n').Where(static line => line.Contains("unobserved", StringComparison.OrdinalIgnoreCase) || line.Contains("Unhandled", StringComparison.Ordinal)).ToList();
        await engine.StopAsync(cancellationToken);

        // The first third fills caches and compiles code.
        var steady = memory.Skip(memory.Count / 3).ToList();
        var slope = Slope(steady);
        var grows = slope * steady[^1].Minutes > Math.Max(8, 0.05 * steady[0].Megabytes);
        Console.WriteLine($"{clients:#,0} clients in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} min, {lost} lost");
        Console.WriteLine($"memory {steady[0].Megabytes:0.0} → {steady[^1].Megabytes:0.0} MB, slope {slope:+0.000;-0.000} MB/min: {(grows ? "GROWS" : "flat")}");
        Console.WriteLine($"history {rows:#,0} rows of {clients:#,0}: {(rows == clients ? "complete" : "INCOMPLETE")}");
        Console.WriteLine($"unobserved or unhandled exceptions: {errors.Count}");
        foreach (var line in errors.Take(5)) Console.WriteLine($"  {line}");
        return grows || rows != clients || errors.Count > 0 ? 2 : 0;
    }

    /// <summary>Of ten clients six are on lists, two are new and clean, one was here before, one leaves after the teaser.</summary>
    private static IEnumerable<CrowdPlan> Mixed(IPEndPoint server, SourceAddresses addresses, int clients)
    {
        var seconds = Sampling.TotalSeconds - 1.2;
        CrowdPlan Plan(double share, Func<int, Func<int, uint>> source, Errand errand)
        {
            var count = (int)(clients * share);
            return new CrowdPlan { Server = server, Clients = count, Source = source(count), Errand = errand, Rate = count / seconds };
        }

        yield return Plan(0.6, addresses.Listed, Errand.Deliver);
        yield return Plan(0.2, addresses.Clean, Errand.Quit);
        yield return Plan(0.1, static _ => static index => 0x7FC0_0001 + (uint)(index % 200), Errand.Quit);
        yield return Plan(0.1, addresses.Clean, Errand.Leave);
    }

    private static double Slope(List<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(static p => p.X), points.Average(static p => p.Y));
        var spread = points.Sum(p => (p.X - x) * (p.X - x));
        return spread == 0 ? 0 : points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
    }
}
