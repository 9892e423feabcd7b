using System.Net;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Store.Tests;

/// <summary>However a search is answered (walking back, by kinds, by an index), it finds what looking at every row finds.</summary>
public sealed class HistorySearchTests
{
    private static readonly DateTimeOffset Noon = Verdicts.Noon;

    [Fact]
    public async Task Search_RandomQueriesOverShuffledTimes_FindWhatLookingAtEveryRowFinds()
    {
        await using var store = await StoreFixture.CreateAsync();
        var random = new Random(41);
        var verdicts = Enumerable.Range(0, 9_000).Select(i => Draw(random, i)).ToArray();
        await WriteAsync(store, verdicts.AsSpan(0, 8_500).ToArray());
        await store.Get<ConnectionTextIndexer>().CatchUpAsync(StoreFixture.Cancellation);
        await WriteAsync(store, verdicts.AsSpan(8_500).ToArray());
        var history = store.Get<HistoryStore>();
        var order = verdicts.Select((v, i) => (Verdict: v, Key: i + 1)).OrderByDescending(v => v.Verdict.ConnectedAt).ThenByDescending(v => v.Key).Select(v => v.Verdict).ToArray();

        for (var i = 0; i < 150; i++)
        {
            var query = Query(random, rich: i % 3 == 0);
            var expected = order.Where(v => Matches(query, v)).Select(v => v.Id).ToArray();

            var found = new List<Guid>();
            HistoryPage page;
            do
            {
                page = await history.SearchAsync(query, null, StoreFixture.Cancellation);
                found.AddRange(page.Rows.Select(r => r.Id));
                query = query with { Before = page.Next };
            }
            while (page.Next is not null && found.Count < 700);

            Assert.Equal(expected.Take(found.Count), found);
            if (page.Next is null) Assert.Equal(expected.Length, found.Count);
            var count = await history.CountAsync(query with { Before = null }, 5_000, null, StoreFixture.Cancellation);
            Assert.Equal(new HistoryCount(Math.Min(expected.Length, 5_000), expected.Length <= 5_000), count);
        }
    }

    [Fact]
    public async Task Search_PatienceEnds_SaysHowFarItLookedAndGoesOnFromThere()
    {
        await using var store = await StoreFixture.CreateAsync();
        var odd = Verdicts.Listed("192.0.2.7", Noon.AddMinutes(-1)) with { Helo = "zq" };
        await WriteAsync(store, [odd, .. Enumerable.Range(0, 6_000).Select(i => Verdicts.Listed("192.0.2.8", Noon.AddSeconds(i)))]);
        var query = new HistoryQuery { Helo = "zq" };

        var first = await store.Get<HistoryStore>().SearchAsync(query, TimeSpan.Zero, StoreFixture.Cancellation);
        var rest = await store.Get<HistoryStore>().SearchAsync(query with { Before = first.Next }, null, StoreFixture.Cancellation);

        Assert.Empty(first.Rows);
        Assert.False(first.IsFull);
        Assert.InRange(first.Next!.Value.At, Noon, Noon.AddSeconds(2_001));
        Assert.Equal(odd.Id, Assert.Single(rest.Rows).Id);
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task Retention_RemovesTextsAndKindsToo()
    {
        await using var store = await StoreFixture.CreateAsync();
        await WriteAsync(store, [Verdicts.Listed("192.0.2.7", Noon.AddDays(-40)) with { SettingsVersion = 1 }, Verdicts.Listed("192.0.2.8", Noon)]);
        await store.Get<ConnectionTextIndexer>().CatchUpAsync(StoreFixture.Cancellation);
        var contexts = store.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<HistoryDbContext>>();

        await new HistoryRetention(contexts, Microsoft.Extensions.Options.Options.Create(new HistoryOptions()), StoreFixture.Clock()).ApplyAsync(StoreFixture.Cancellation);

        Assert.Equal(1L, Number(store, "SELECT COUNT(*) FROM ConnectionTexts WHERE ConnectionTexts MATCH 'Helo : \"host_one\"'"));
        Assert.Equal(1L, Number(store, "SELECT COUNT(*) FROM ConnectionKinds"));
    }

    private static VerdictEvent Draw(Random random, int i)
    {
        // Every fourth was imported: it is written now and happened long ago.
        var at = Noon.AddSeconds(i % 4 == 0 ? -random.Next(1_000_000) : i / 3);
        var client = random.Next(12) == 0 ? $"2001:db8::{random.Next(300):x}" : $"192.0.{random.Next(6)}.{(int)Math.Sqrt(random.Next(40_000))}";
        var verdict = (random.Next(3) == 0 ? Verdicts.PassNew(client, at) : Verdicts.Listed(client, at, random.Next(-2, 9))) with
        {
            Id = Guid.CreateVersion7(),
            SettingsVersion = 1 + random.Next(4),
            WouldHave = random.Next(9) == 0,
        };
        if (verdict.Helo is not null)
            verdict = verdict with { Helo = random.Next(3) == 0 ? null : $"h{random.Next(4_000)}.Example", Sender = $"s{random.Next(40)}@x{random.Next(900)}.test", Recipients = [$"r{random.Next(12)}@example.org"] };
        return random.Next(20) == 0 ? verdict with { Reason = VerdictReason.Pregreet, Rank = null, Dnsbl = [] } : verdict;
    }

    private static HistoryQuery Query(Random random, bool rich)
    {
        var query = new HistoryQuery { Max = random.Next(1, 200) };
        for (var conditions = rich ? 3 : 1; conditions > 0; conditions--)
        {
            var not = random.Next(3) == 0;
            query = random.Next(11) switch
            {
                0 => query with { Client = random.Next(2) == 0 ? $"192.0.{random.Next(7)}.{random.Next(200)}" : $"192.0.0.0/{random.Next(18, 30)}", NotClient = not },
                1 => query with { Reasons = [VerdictReason.Pregreet, VerdictReason.Limit], NotReasons = not },
                2 => query with { Dispositions = [VerdictDisposition.Rejected], NotDispositions = not },
                3 => query with { List = $"bl{random.Next(1, 3)}.test", NotList = not },
                4 => query with { RankFrom = random.Next(-2, 9), RankTo = 7, NotRank = not },
                5 => query with { NearMissWithin = random.Next(1, 4), NotNearMiss = not },
                6 => query with { Helo = $"H{random.Next(50)}", NotHelo = not },
                7 => query with { Sender = random.Next(2) == 0 ? $"@x{random.Next(900)}." : "s3", NotSender = not },
                8 => query with { Recipient = random.Next(2) == 0 ? "\"r" : "1@EXAMPLE", NotRecipient = not },
                9 => query with { SettingsVersion = random.Next(1, 6), NotSettingsVersion = not },
                _ => query with { From = Noon.AddSeconds(-random.Next(1_000_000)), To = Noon.AddSeconds(random.Next(-1_000, 2_000)), WouldHave = random.Next(2) == 0 },
            };
        }

        return query;
    }

    private static bool Matches(HistoryQuery q, VerdictEvent v) =>
        (q.From is null || v.ConnectedAt >= q.From) && (q.To is null || v.ConnectedAt < q.To)
        && (q.Client is null || IPNetwork.Parse(Network(q.Client)).Contains(v.Client.Address) != q.NotClient)
        && (q.Reasons.Count == 0 || q.Reasons.Contains(v.Reason) != q.NotReasons)
        && (q.Dispositions.Count == 0 || q.Dispositions.Contains(v.Disposition) != q.NotDispositions)
        && (q.WouldHave is null || v.WouldHave == q.WouldHave)
        && (q.SettingsVersion is null || (v.SettingsVersion == q.SettingsVersion) != q.NotSettingsVersion)
        && (q.RankFrom is null || (v.Rank >= q.RankFrom && v.Rank <= q.RankTo) != q.NotRank)
        && (q.NearMissWithin is null || (v.Rank < v.Threshold && v.Rank >= v.Threshold - q.NearMissWithin) != q.NotNearMiss)
        && (q.List is null || v.Dnsbl.Any(a => a.List == q.List && VerdictHits.IsHit(a)) != q.NotList)
        && (q.Helo is null || Holds(v.Helo, q.Helo) != q.NotHelo)
        && (q.Sender is null || Holds(v.Sender, q.Sender) != q.NotSender)
        && (q.Recipient is null || v.Recipients.Any(r => Holds(r, q.Recipient)) != q.NotRecipient);

    private static string Network(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal)) return text + "/32";
        var bits = int.Parse(text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return $"192.0.0.0/{bits}";
    }

    private static bool Holds(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static long Number(StoreFixture store, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(store.Directory, "history.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private static async Task WriteAsync(StoreFixture store, IEnumerable<VerdictEvent> verdicts)
    {
        var writer = store.Get<HistoryWriter>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreFixture.Cancellation);
        var running = writer.RunAsync(stop.Token);
        foreach (var verdict in verdicts) writer.OnVerdict(verdict);
        await writer.FlushAsync(StoreFixture.Cancellation);
        await stop.CancelAsync();
        await running;
    }
}
