using System.Text;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Evidence;
using AdminPanel.Store.History;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Tests.Evidence;

public sealed class EvidenceCodecTests
{
    private static readonly DateTimeOffset s_start = Verdicts.Noon.AddMilliseconds(750);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameToTheSecond()
    {
        var evidence = Whole();
        var zones = new List<(string, string)>();

        var data = EvidenceCodec.Write(evidence, s_start, reply =>
        {
            zones.Add((reply.Zone, reply.List));
            return zones.Count - 1;
        });
        var read = EvidenceCodec.Read(data, s_start, id => zones[id]);

        Assert.Equal(evidence.StampsBefore, read.StampsBefore);
        Assert.Equal(evidence.StampsAfter, read.StampsAfter);
        Assert.Equal(evidence.Moments, read.Moments);
        Assert.Equal(evidence.Replies.Select(Text), read.Replies.Select(Text));
        Assert.Equal(
            evidence with { StampsBefore = default, StampsAfter = default, Moments = default, Replies = default },
            read with { StampsBefore = default, StampsAfter = default, Moments = default, Replies = default });
        Assert.True(data.Length < 100, $"{data.Length} bytes");
    }

    [Fact]
    public async Task Writer_VerdictWithEvidence_KeepsItAndNoZoneInClear()
    {
        await using var store = await StoreFixture.CreateAsync();
        var writer = store.Get<HistoryWriter>();
        using var stop = new CancellationTokenSource();
        var running = writer.RunAsync(stop.Token);

        writer.OnVerdict(Verdicts.PassNew("192.0.2.1") with { Evidence = Whole() });
        writer.OnVerdict(Verdicts.PassNew("192.0.2.2"));
        await writer.FlushAsync(StoreFixture.Cancellation);
        await stop.CancelAsync();
        await running;

        await using var history = await store.Get<IDbContextFactory<HistoryDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);
        Assert.Single(await history.Evidence.ToListAsync(StoreFixture.Cancellation));
        Assert.Equal(4, await history.EvidenceZones.CountAsync(StoreFixture.Cancellation));
        Assert.Contains("bl.test", await history.EvidenceZones.Select(static zone => zone.List).ToListAsync(StoreFixture.Cancellation));
        foreach (var file in Directory.EnumerateFiles(store.Directory, "history.db*"))
            Assert.DoesNotContain("secretkey", await ReadSharedAsync(file), StringComparison.Ordinal);
    }

    private static DecisionEvidence Whole()
    {
        var second = s_start.ToUnixTimeSeconds();
        return new DecisionEvidence
        {
            Passes = KnownPasses.Exact,
            StampsBefore = [second - 90_000, second + 30, 0, 1, second + 2_592_000],
            StampsAfter = [second + 86_400, second + 60, 1, 1, 1],
            Todo = 3,
            Shared = true,
            Veto = true,
            Moments = [new(SessionMomentKind.WaitOver, s_start.AddMilliseconds(6_001)), new(SessionMomentKind.Closed, s_start.AddMilliseconds(9_000))],
            Replies =
            [
                Reply("secretkey.bl.test", ZoneReplyState.InTime, ZoneAnswer.Listed) with { Codes = [0x7F000002, 0x7F0000FF], Ttl = TimeSpan.FromMinutes(15) },
                Reply("two.test", ZoneReplyState.Late, ZoneAnswer.NotListed) with { Ttl = TimeSpan.Zero, FromCache = true, Latency = TimeSpan.Zero },
                Reply("three.test", ZoneReplyState.InTime, ZoneAnswer.Error),
                Reply("four.test", ZoneReplyState.Silent, ZoneAnswer.Error) with { Latency = null },
            ],
        };
    }

    private static ZoneReply Reply(string zone, ZoneReplyState state, ZoneAnswer answer) =>
        new(ZoneDigest.Of(zone), state, answer) { List = zone.Replace("secretkey.", "", StringComparison.Ordinal), Latency = TimeSpan.FromMilliseconds(12) };

    private static string Text(ZoneReply reply) =>
        $"{reply.Zone} {reply.List} {reply.State} {reply.Answer} {string.Join(',', reply.Codes)} {reply.Ttl} {reply.Latency} {reply.FromCache}";

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(file, Encoding.Latin1);
        return await text.ReadToEndAsync(StoreFixture.Cancellation);
    }
}
