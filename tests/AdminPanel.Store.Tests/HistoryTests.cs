using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Testing.Lab;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPanel.Store.Tests;

public sealed class HistoryTests
{
    private static readonly DateTimeOffset Noon = Verdicts.Noon;

    [Fact]
    public void Json_WholeVerdict_RoundTrips()
    {
        var verdict = Verdicts.Listed("2001:db8::7") with { Sequence = 12, WouldHave = true, AccessRule = "permit", AccessEntryId = "e1", CacheState = "expired" };

        var back = VerdictJson.Deserialize(VerdictJson.Serialize(verdict));

        AssertSame(verdict, back);
    }

    [Fact]
    public void Json_EveryDefault_RoundTrips()
    {
        var verdict = Verdicts.PassNew("192.0.2.1") with { Reason = default, Disposition = default, SettingsVersion = 0, Duration = default, Rank = 0, Dnsbl = [] };

        var back = VerdictJson.Deserialize(VerdictJson.Serialize(verdict));

        AssertSame(verdict, back);
        Assert.Equal(0, back.Rank);
        Assert.Equal(ImmutableArray<ScreeningNote>.Empty, back.Notes);
    }

    [Fact]
    public void Json_EveryMember_IsWritten()
    {
        var client = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40_000);
        var verdict = Verdicts.Listed("192.0.2.1") with
        {
            Sequence = 12,
            WouldHave = true,
            AccessRule = "permit \"é\" <\u0001>",
            AccessEntryId = "e1",
            CacheState = "expired",
            Handoff = "pass",
            Checks = [new CheckOutcome(CheckName.BareNewline, CheckResult.Failed, "drop", TimeSpan.FromTicks(1), "after EHLO") { Spared = true }],
            Dnsbl =
            [
                new DnsblAnswer
                {
                    List = "bl1.test", Outcome = "listed", Codes = ["127.0.0.2"], Weight = -2, FilteredOut = true, Latency = TimeSpan.Zero, Ttl = TimeSpan.FromSeconds(9),
                    Error = "none", Withheld = "suspended", Shared = true,
                },
            ],
            Notes =
            [
                new ScreeningNote
                {
                    Kind = NoteKind.RcptRejected, At = Noon, Client = client, Server = client, Count = 3, Elapsed = TimeSpan.FromSeconds(1), Text = "a", Detail = "b",
                    Sender = "c", Recipient = "d", Protocol = "ESMTP", Helo = "e",
                },
            ],
        };

        var json = VerdictJson.Serialize(verdict);

        AssertSame(verdict, VerdictJson.Deserialize(json));
        Assert.All(
            new[] { typeof(VerdictEvent), typeof(CheckOutcome), typeof(DnsblAnswer), typeof(ScreeningNote) }.SelectMany(static type => type.GetProperties()).Where(static p => p.Name != "Evidence"),
            member => Assert.Contains($"\"{member.Name}\":", json, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writer_Verdicts_AreReadBackNewestFirst()
    {
        await using var store = await StoreFixture.CreateAsync();
        var listed = Verdicts.Listed("192.0.2.9", Noon.AddSeconds(1));

        await WriteAsync(store, Verdicts.PassNew("192.0.2.1"), listed);

        var rows = await store.Get<HistoryStore>().ListAsync(new HistoryQuery(), StoreFixture.Cancellation);
        Assert.Equal(["192.0.2.9", "192.0.2.1"], rows.Select(r => r.Client));
        Assert.Equal("bl1.test=127.0.0.2;127.0.0.4*2", rows[0].Hits);
        Assert.Equal("b@example.net, c@example.net", rows[0].Recipient);
        Assert.Equal(listed.Duration, rows[0].Duration);
        AssertSame(listed, await store.Get<HistoryStore>().GetAsync(listed.Id, StoreFixture.Cancellation));
        Assert.Null(await store.Get<HistoryStore>().GetAsync(Guid.NewGuid(), StoreFixture.Cancellation));
    }

    [Fact]
    public async Task Writer_SameVerdictTwice_IsKeptOnce()
    {
        await using var store = await StoreFixture.CreateAsync();
        var verdict = Verdicts.Listed("192.0.2.9");

        await WriteAsync(store, verdict, verdict);

        Assert.Single(await store.Get<HistoryStore>().ListAsync(new HistoryQuery(), StoreFixture.Cancellation));
        Assert.Equal(1, (await Lists(store)).Single(l => l.List == "bl1.test").Hits);
    }

    [Fact]
    public async Task Writer_DatabaseFails_RetriesTheSameBatchAndSaysSo()
    {
        await using var store = await StoreFixture.CreateAsync();
        await using var context = await store.Get<IDbContextFactory<HistoryDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation);
        await context.Database.ExecuteSqlAsync($"ALTER TABLE Connections RENAME TO Away", StoreFixture.Cancellation);
        var writer = store.Get<HistoryWriter>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreFixture.Cancellation);
        var running = writer.RunAsync(stop.Token);

        writer.OnVerdict(Verdicts.PassNew("192.0.2.1"));
        await Eventually.HoldsAsync("the writer is in trouble", Patience.Limit, () => writer.Trouble is not null, StoreFixture.Cancellation);
        await context.Database.ExecuteSqlAsync($"ALTER TABLE Away RENAME TO Connections", StoreFixture.Cancellation);
        await writer.FlushAsync(StoreFixture.Cancellation);

        Assert.Null(writer.Trouble);
        Assert.Equal(1, writer.Written);
        Assert.Single(await store.Get<HistoryStore>().ListAsync(new HistoryQuery(), StoreFixture.Cancellation));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Writer_OneVerdictCannotBeWritten_LosesThatOneOnly()
    {
        await using var store = await StoreFixture.CreateAsync();

        await WriteAsync(store, Verdicts.PassNew("192.0.2.1"), Verdicts.PassNew("192.0.2.2") with { Client = null! }, Verdicts.PassNew("192.0.2.3"));

        var rows = await store.Get<HistoryStore>().ListAsync(new HistoryQuery(), StoreFixture.Cancellation);
        Assert.Equal(["192.0.2.3", "192.0.2.1"], rows.Select(r => r.Client));
        Assert.Equal(1, store.Get<HistoryWriter>().Dropped);
    }

    [Fact]
    public async Task Writer_QueueFull_CountsDrops()
    {
        await using var store = StoreFixture.Unopened();
        Directory.CreateDirectory(store.Directory);
        var writer = store.Get<HistoryWriter>();
        var verdict = Verdicts.PassNew("192.0.2.1");

        for (var i = 0; i < HistoryWriter.Capacity + 5; i++) writer.OnVerdict(verdict);

        Assert.Equal(5, writer.Dropped);
        Assert.Equal(HistoryWriter.Capacity, writer.Waiting);
    }

    public static TheoryData<HistoryQuery, string> Queries => new()
    {
        { new HistoryQuery { Client = "192.0.2.0/24" }, "3 1" },
        { new HistoryQuery { Client = "192.0.2.0/24", NotClient = true }, "4 2" },
        { new HistoryQuery { Client = "2001:db8::/32" }, "4" },
        { new HistoryQuery { Reasons = [VerdictReason.Dnsbl] }, "4 3" },
        { new HistoryQuery { Reasons = [VerdictReason.Dnsbl], NotReasons = true }, "2 1" },
        { new HistoryQuery { Dispositions = [VerdictDisposition.HandedOff] }, "2 1" },
        { new HistoryQuery { List = "bl1.test" }, "4 3" },
        { new HistoryQuery { List = "bl2.test" }, "" },
        { new HistoryQuery { RankFrom = 1, RankTo = 3 }, "3" },
        { new HistoryQuery { NearMissWithin = 2 }, "2 1" },
        { new HistoryQuery { NearMissWithin = 1 }, "" },
        { new HistoryQuery { Helo = "HOST_ONE" }, "4 3" },
        { new HistoryQuery { Helo = "host%one" }, "" },
        { new HistoryQuery { Sender = "@example.com", Recipient = "c@" }, "4 3" },
        { new HistoryQuery { From = Noon.AddMinutes(2), To = Noon.AddMinutes(4) }, "3 2" },
        { new HistoryQuery { Before = new(Noon.AddMinutes(3), 3), Max = 1 }, "2" },
        { new HistoryQuery { Dispositions = [VerdictDisposition.HandedOff], NotDispositions = true }, "4 3" },
        { new HistoryQuery { List = "bl1.test", NotList = true }, "2 1" },
        { new HistoryQuery { RankFrom = 1, RankTo = 3, NotRank = true }, "4 2 1" },
        { new HistoryQuery { NearMissWithin = 2, NotNearMiss = true }, "4 3" },
        { new HistoryQuery { Helo = "one", NotHelo = true }, "2 1" },
        { new HistoryQuery { Sender = "a@", NotSender = true, Client = "192.0.2.0/24" }, "1" },
        { new HistoryQuery { Recipient = "c@", NotRecipient = true }, "2 1" },
        { new HistoryQuery { SettingsVersion = 3, NotSettingsVersion = true }, "" },
        { new HistoryQuery { SettingsVersion = 3, Client = "192.0.2.200" }, "3" },
        { new HistoryQuery { SettingsVersion = 4 }, "" },
        { new HistoryQuery { WouldHave = false }, "4 3 2 1" },
    };

    [Theory]
    [MemberData(nameof(Queries), DisableDiscoveryEnumeration = true)]
    public async Task List_Query_FindsTheseKeys(HistoryQuery query, string keys)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var store = await StoreFixture.CreateAsync();
        await WriteAsync(
            store,
            Verdicts.PassNew("192.0.2.1", Noon.AddMinutes(1)),
            Verdicts.PassNew("198.51.100.1", Noon.AddMinutes(2)),
            Verdicts.Listed("192.0.2.200", Noon.AddMinutes(3)),
            Verdicts.Listed("2001:db8::7", Noon.AddMinutes(4), rank: 9));

        var rows = await store.Get<HistoryStore>().ListAsync(query, StoreFixture.Cancellation);

        Assert.Equal(keys, string.Join(' ', rows.Select(r => r.Key)));
    }

    [Fact]
    public async Task List_ClientIsNoAddress_SaysSo()
    {
        await using var store = await StoreFixture.CreateAsync();

        await Assert.ThrowsAsync<FormatException>(() => store.Get<HistoryStore>().ListAsync(new HistoryQuery { Client = "mail" }, StoreFixture.Cancellation));
    }

    [Fact]
    public async Task Statistics_MixedTraffic_AddUp()
    {
        await using var store = await StoreFixture.CreateAsync();
        await WriteAsync(
            store,
            Verdicts.PassNew("192.0.2.1", Noon.AddMinutes(1)),
            Verdicts.PassNew("192.0.2.2", Noon.AddMinutes(11)) with { Reason = VerdictReason.Allowlisted, AccessEntryId = "mynetworks", Dnsbl = [] },
            Verdicts.Listed("192.0.2.3", Noon.AddMinutes(12)),
            Verdicts.Listed("192.0.2.4", Noon.AddMinutes(25)) with { Disposition = VerdictDisposition.HandedOff, WouldHave = true });
        var history = store.Get<HistoryStore>();

        var totals = await history.GetTotalsAsync(Noon, Noon.AddHours(1), StoreFixture.Cancellation);
        Assert.Equal((4, 3, 1, 1, 0), (totals.Connections, totals.HandedOff, totals.TurnedAway, totals.WouldHave, totals.HungUp));
        Assert.Equal(2, totals.ByReason[VerdictReason.Dnsbl]);

        var buckets = await history.GetBucketsAsync(Noon, Noon.AddMinutes(35), TimeSpan.FromMinutes(10), StoreFixture.Cancellation);
        Assert.Equal([(1, 0), (1, 1), (1, 0), (0, 0)], buckets.Select(b => (b.HandedOff, b.TurnedAway)));
        Assert.Equal(Noon.AddMinutes(30), buckets[3].Start);

        var entry = Assert.Single(await history.GetEntryStatisticsAsync(Noon, Noon.AddHours(1), StoreFixture.Cancellation));
        Assert.Equal(new EntryStatistics("mynetworks", 1, Noon.AddMinutes(11)), entry);

        var lists = await Lists(store);
        var first = lists.Single(l => l.List == "bl1.test");
        Assert.Equal((2, 2, 0, 3), (first.Hits, first.UniqueHits, first.Errors, first.Answers));
        Assert.InRange(first.LatencyP50!.Value, 7.2, 8.8);
        var third = lists.Single(l => l.List == "bl3.test");
        Assert.Equal((2, "no reply within 10 s", Noon.AddMinutes(25)), (third.Errors, third.LastError, third.LastErrorAt));
    }

    [Fact]
    public async Task Retention_TooOldAndTooMany_AreRemovedWithTheirDetails()
    {
        var clock = StoreFixture.Clock();
        await using var store = await StoreFixture.CreateAsync();
        await WriteAsync(store, [Verdicts.Listed("192.0.2.1", Noon.AddDays(-40)), .. Enumerable.Range(1, 20).Select(i => Verdicts.Listed($"192.0.2.{i}"))]);
        var contexts = store.Get<IDbContextFactory<HistoryDbContext>>();
        var retention = new HistoryRetention(contexts, Options.Create(new HistoryOptions { MaxRows = 15 }), clock);

        var removed = await retention.ApplyAsync(StoreFixture.Cancellation);

        await using var context = await contexts.CreateDbContextAsync(StoreFixture.Cancellation);
        Assert.Equal(6, removed);
        Assert.Equal(15, await context.Connections.CountAsync(StoreFixture.Cancellation));
        Assert.Equal(15, await context.Details.CountAsync(StoreFixture.Cancellation));
        Assert.Equal(15, await context.ListHits.CountAsync(StoreFixture.Cancellation));
    }

    /// <summary>Records compare arrays by reference, so they are compared apart.</summary>
    private static void AssertSame(VerdictEvent expected, VerdictEvent? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Checks.AsEnumerable(), actual.Checks);
        Assert.Equal(expected.Notes.AsEnumerable(), actual.Notes);
        Assert.Equal(expected.Recipients.AsEnumerable(), actual.Recipients);
        Assert.Equal(expected.Dnsbl.Select(a => string.Join(' ', a.Codes)), actual.Dnsbl.Select(a => string.Join(' ', a.Codes)));
        Assert.Equal(expected.Dnsbl.Select(a => a with { Codes = default }), actual.Dnsbl.Select(a => a with { Codes = default }));
        Assert.Equal(Bare(expected), Bare(actual));
    }

    private static VerdictEvent Bare(VerdictEvent verdict) => verdict with { Checks = default, Notes = default, Recipients = default, Dnsbl = default };

    private static async Task WriteAsync(StoreFixture store, params VerdictEvent[] verdicts)
    {
        var writer = store.Get<HistoryWriter>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreFixture.Cancellation);
        var running = writer.RunAsync(stop.Token);
        foreach (var verdict in verdicts) writer.OnVerdict(verdict);
        await writer.FlushAsync(StoreFixture.Cancellation);
        await stop.CancelAsync();
        await running;
    }

    private static Task<IReadOnlyList<ListStatistics>> Lists(StoreFixture store) =>
        store.Get<HistoryStore>().GetListStatisticsAsync(Noon, Noon.AddHours(1), StoreFixture.Cancellation);
}
