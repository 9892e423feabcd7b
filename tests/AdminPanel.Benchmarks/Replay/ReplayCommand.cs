using System.CommandLine;
using System.Diagnostics;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Benchmarks.Replay;

/// <summary>Replays made-up evidence under a draft, and prints how long it takes. Every connection has answers of its own: the worst case.</summary>
internal static class ReplayCommand
{
    private const int Rounds = 5;

    public static Command Create()
    {
        var connections = new Option<int>("--connections") { Description = "Recorded connections.", DefaultValueFactory = static _ => 1_000_000 };
        var lists = new Option<int>("--lists") { Description = "Lists that were asked about each.", DefaultValueFactory = static _ => 10 };
        var command = new Command("replay", "Replays recorded connections under other settings.") { connections, lists };
        command.SetAction(parsed => Run(parsed.GetValue(connections), parsed.GetValue(lists)));
        return command;
    }

    private static void Run(int connections, int lists)
    {
        string[] zones = [.. Enumerable.Range(0, lists).Select(static i => $"list{i}.test")];
        var archive = new EvidenceArchive();
        var random = new Random(1);
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < connections; i++) archive.Add(Connection(i, start.AddMilliseconds(i * 600L), random, zones));
        Console.WriteLine($"{archive.Count:N0} connections, {lists} lists, {archive.Vectors:N0} sets of answers, {GC.GetTotalMemory(true) >> 20:N0} MB, {Environment.ProcessorCount} processors");

        var clock = Stopwatch.StartNew();
        var view = archive.View();
        Console.WriteLine($"view     {clock.ElapsedMilliseconds,6:N0} ms");
        var draft = ScreeningSnapshot.Compile(1, new ScreeningSettings
        {
            Greet = new GreetSettings { Action = ScreeningAction.Enforce },
            Dnsbl = new DnsblSettings { Action = ScreeningAction.Enforce, Threshold = 3, Sites = [.. zones.Select(static (zone, i) => new DnsblSite { Zone = zone, Weight = 1 + (i % 3) })] },
        });
        for (var round = 0; round < Rounds; round++)
        {
            clock.Restart();
            var result = ReplayRun.Run(view, draft);
            var replayed = clock.ElapsedMilliseconds;
            ListWorths.Of(result);
            Console.WriteLine($"replay   {replayed,6:N0} ms   worth of the lists {clock.ElapsedMilliseconds - replayed,6:N0} ms   {result.TurnedAway:N0} turned away, {result.UnjudgedCount:N0} cannot be judged");
        }
    }

    private static RecordedConnection Connection(int i, DateTimeOffset at, Random random, string[] zones)
    {
        var client = new IPAddress([10, (byte)random.Next(4), (byte)random.Next(256), (byte)random.Next(256)]);
        var spammer = random.Next(3) == 0;
        var second = at.ToUnixTimeSeconds();
        return new RecordedConnection(i + 1, at, client, 1, new ReplayOutcome(VerdictReason.PassNew, VerdictDisposition.HandedOff, false), new DecisionEvidence
        {
            Passes = KnownPasses.None,
            Todo = 3,
            StampsAfter = [second + 86_406, second + 66, 1, 1, 1],
            Moments = [new(SessionMomentKind.ListsIn, at.AddMilliseconds(random.Next(90))), new(SessionMomentKind.WaitOver, at.AddSeconds(6)), new(SessionMomentKind.HandedOff, at.AddSeconds(6))],
            Replies = [.. zones.Select(zone => Reply(zone, random.Next(100) < (spammer ? 40 : 2), random))],
        });
    }

    private static ZoneReply Reply(string zone, bool listed, Random random) =>
        new(ZoneDigest.Of(zone), ZoneReplyState.InTime, listed ? ZoneAnswer.Listed : ZoneAnswer.NotListed)
        {
            List = zone,
            Codes = listed ? [0x7F000002u + (uint)random.Next(4)] : [],
            Ttl = TimeSpan.FromSeconds(60 * random.Next(1, 30)),
            Latency = TimeSpan.FromMilliseconds(random.Next(1, 90)),
        };
}
