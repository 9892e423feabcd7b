using System.Diagnostics;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>A million recorded connections; run it by hand, it prints its times: <c>-explicit on -class '*ReplaySpeed*'</c>.</summary>
public sealed class ReplaySpeedTests
{
    private const int Connections = 1_000_000;
    private const int Lists = 10;

    [Fact(Explicit = true)]
    public void Replay_MillionConnectionsTenLists_PrintsTheTime()
    {
        var output = TestContext.Current.TestOutputHelper!;
        var clock = Stopwatch.StartNew();
        var archive = new EvidenceArchive();
        var random = new Random(1);
        var zones = Enumerable.Range(0, Lists).Select(static i => $"list{i}.test").ToArray();
        var digests = zones.Select(ZoneDigest.Of).ToArray();
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Connections; i++) archive.Add(Connection(i, start.AddMilliseconds(i * 600L), random, zones, digests));
        output.WriteLine($"loaded {archive.Count:N0} connections, {archive.Vectors:N0} sets of answers, in {clock.ElapsedMilliseconds} ms; {GC.GetTotalMemory(true) >> 20} MB");

        clock.Restart();
        var view = archive.View();
        output.WriteLine($"view in {clock.ElapsedMilliseconds} ms");
        var draft = ScreeningSnapshot.Compile(1, new ScreeningSettings
        {
            Greet = new GreetSettings { Action = ScreeningAction.Enforce },
            Dnsbl = new DnsblSettings { Action = ScreeningAction.Enforce, Threshold = 3, Sites = [.. zones.Select(static (zone, i) => new DnsblSite { Zone = zone, Weight = 1 + (i % 3) })] },
        });
        for (var round = 0; round < 5; round++)
        {
            clock.Restart();
            var result = ReplayRun.Run(view, draft, TestContext.Current.CancellationToken);
            var replayed = clock.ElapsedMilliseconds;
            var worth = ListWorths.Of(result);
            output.WriteLine($"replayed in {replayed} ms, worth of {worth.Count} lists in {clock.ElapsedMilliseconds - replayed} ms: {result.TurnedAway:N0} turned away, {result.UnjudgedCount:N0} unjudged");
            if (round == 4) Assert.True(result.TurnedAway > 0);
        }
    }

    private static RecordedConnection Connection(int i, DateTimeOffset at, Random random, string[] zones, string[] digests)
    {
        var client = new IPAddress([10, (byte)random.Next(4), (byte)random.Next(256), (byte)random.Next(256)]);
        var spammer = random.Next(3) == 0;
        var replies = new ZoneReply[zones.Length];
        for (var z = 0; z < replies.Length; z++)
        {
            var listed = random.Next(100) < (spammer ? 40 : 2);
            replies[z] = new ZoneReply(digests[z], ZoneReplyState.InTime, listed ? ZoneAnswer.Listed : ZoneAnswer.NotListed)
            {
                List = zones[z],
                Codes = listed ? [0x7F000002u + (uint)random.Next(4)] : [],
                Ttl = TimeSpan.FromSeconds(60 * random.Next(1, 30)),
                Latency = TimeSpan.FromMilliseconds(random.Next(1, 90)),
            };
        }

        var second = at.ToUnixTimeSeconds();
        return new RecordedConnection(i + 1, at, client, 1, new ReplayOutcome(VerdictReason.PassNew, VerdictDisposition.HandedOff, false), new DecisionEvidence
        {
            Passes = KnownPasses.None,
            Todo = 3,
            StampsAfter = [second + 86_406, second + 66, 1, 1, 1],
            Moments = [new(SessionMomentKind.ListsIn, at.AddMilliseconds(random.Next(90))), new(SessionMomentKind.WaitOver, at.AddSeconds(6)), new(SessionMomentKind.HandedOff, at.AddSeconds(6))],
            Replies = [.. replies],
        });
    }
}
