using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <content>Counts over a time range.</content>
public sealed partial class HistoryStore
{
    /// <summary>Counts from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public async Task<HistoryTotals> GetTotalsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var groups = await Between(context, from, to)
                .GroupBy(static row => new { row.Reason, row.Disposition, row.WouldHave })
                .Select(static group => new { group.Key.Reason, group.Key.Disposition, group.Key.WouldHave, Count = group.Count() })
                .ToListAsync(cancellationToken).ConfigureAwait(false);

            return new HistoryTotals(
                groups.Sum(static g => g.Count),
                groups.Where(static g => g.Disposition == VerdictDisposition.HandedOff).Sum(static g => g.Count),
                groups.Where(static g => IsTurnedAway(g.Disposition)).Sum(static g => g.Count),
                groups.Where(static g => g.WouldHave).Sum(static g => g.Count),
                groups.Where(static g => g.Disposition == VerdictDisposition.HungUp).Sum(static g => g.Count),
                groups.GroupBy(static g => g.Reason).ToDictionary(static g => g.Key, static g => g.Sum(static x => x.Count)));
        }
    }

    /// <summary>Counts per slice of <paramref name="slice"/>, every slice present.</summary>
    public async Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan slice, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, TimeSpan.FromSeconds(1));
        var start = from.ToUnixTimeMilliseconds();
        var step = (long)slice.TotalMilliseconds;
        var count = (int)Math.Clamp((to - from).TotalMilliseconds / step + 0.999_999, 0, 10_000);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            // The arithmetic needs the stored milliseconds, which the model shows as a moment: hence SQL.
            var groups = await context.Database.SqlQuery<SliceCount>(
                $"""
                SELECT ("ConnectedAt" - {start}) / {step} AS "Slice", "Disposition", "WouldHave", COUNT(*) AS "Count"
                FROM "Connections" WHERE "ConnectedAt" >= {start} AND "ConnectedAt" < {to.ToUnixTimeMilliseconds()}
                GROUP BY 1, 2, 3
                """).ToListAsync(cancellationToken).ConfigureAwait(false);

            var slices = groups.ToLookup(static g => g.Slice);
            var buckets = new HistoryBucket[count];
            for (var i = 0; i < count; i++)
            {
                buckets[i] = new HistoryBucket(
                    from + (slice * i),
                    slices[i].Where(static g => g.Is(VerdictDisposition.HandedOff)).Sum(static g => g.Count),
                    slices[i].Where(static g => IsTurnedAway(Enum.Parse<VerdictDisposition>(g.Disposition))).Sum(static g => g.Count),
                    slices[i].Where(static g => g.WouldHave).Sum(static g => g.Count),
                    slices[i].Where(static g => g.Is(VerdictDisposition.HungUp)).Sum(static g => g.Count));
            }

            return buckets;
        }
    }

    /// <summary>What each list did. Answers, errors and latencies are counted by whole five minutes.</summary>
    public async Task<IReadOnlyList<ListStatistics>> GetListStatisticsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var slot = Latency.SlotOf(from);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var hits = await context.ListHits.Where(row => row.ConnectedAt >= from && row.ConnectedAt < to)
                .GroupBy(static row => row.List)
                .Select(static g => new { List = g.Key, Hits = g.Count(), Unique = g.Count(row => row.IsUnique) })
                .ToDictionaryAsync(static g => g.List, cancellationToken).ConfigureAwait(false);
            var answers = (await context.ListAnswers.Where(row => row.Slot >= slot && row.Slot < to)
                .GroupBy(static row => new { row.List, row.LatencyStep })
                .Select(static g => new { g.Key.List, g.Key.LatencyStep, Count = g.Sum(row => row.Count) })
                .ToListAsync(cancellationToken).ConfigureAwait(false)).ToLookup(static g => g.List, static g => (g.LatencyStep, g.Count));
            var errors = (await context.ListErrors.AsNoTracking().Where(row => row.Slot >= slot && row.Slot < to)
                .ToListAsync(cancellationToken).ConfigureAwait(false)).ToLookup(static row => row.List);

            return
            [
                .. hits.Keys.Union(answers.Select(static g => g.Key)).Union(errors.Select(static g => g.Key)).Order(StringComparer.Ordinal).Select(list =>
                {
                    var newest = errors[list].MaxBy(static row => row.LastAt);
                    return new ListStatistics(
                        list,
                        hits.GetValueOrDefault(list)?.Hits ?? 0,
                        hits.GetValueOrDefault(list)?.Unique ?? 0,
                        errors[list].Sum(static row => row.Count),
                        answers[list].Sum(static g => g.Count),
                        Latency.Percentile(answers[list], 0.5),
                        Latency.Percentile(answers[list], 0.95),
                        newest?.LastError,
                        newest?.LastAt);
                }),
            ];
        }
    }

    /// <summary>What each access list entry did.</summary>
    public async Task<IReadOnlyList<EntryStatistics>> GetEntryStatisticsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await Between(context, from, to)
                .Where(static row => row.AccessEntryId != null)
                .GroupBy(static row => row.AccessEntryId!)
                .Select(static g => new EntryStatistics(g.Key, g.Count(), g.Max(row => row.ConnectedAt)))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IQueryable<ConnectionRow> Between(HistoryDbContext context, DateTimeOffset from, DateTimeOffset to) =>
        context.Connections.AsNoTracking().Where(row => row.ConnectedAt >= from && row.ConnectedAt < to);

    private static bool IsTurnedAway(VerdictDisposition disposition) =>
        disposition is VerdictDisposition.Rejected or VerdictDisposition.Dropped or VerdictDisposition.Deferred;

    private sealed record SliceCount(long Slice, string Disposition, bool WouldHave, int Count)
    {
        public bool Is(VerdictDisposition disposition) => Disposition == disposition.ToString();
    }
}
