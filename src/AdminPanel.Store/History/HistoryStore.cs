using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>Recorded connections in history.db, for reading. Thread-safe.</summary>
public sealed partial class HistoryStore(IDbContextFactory<HistoryDbContext> contexts, IConnectionTextIndex texts, TimeProvider time)
{
    private static readonly TimeSpan s_counted = TimeSpan.FromMinutes(1);
    private Count? _count;

    /// <summary>How much is kept. Counts the rows once a minute; between, it adds the new keys, so that a page may ask every second.</summary>
    public async Task<HistoryExtent> GetExtentAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var first = await context.Connections.MinAsync(static row => (long?)row.Key, cancellationToken).ConfigureAwait(false);
            if (first is null) return new HistoryExtent(0, null);
            var last = await context.Connections.MaxAsync(static row => row.Key, cancellationToken).ConfigureAwait(false);
            var count = Volatile.Read(ref _count);
            if (count is null || count.First != first || time.GetElapsedTime(count.At) > s_counted)
            {
                count = new Count(await context.Connections.LongCountAsync(cancellationToken).ConfigureAwait(false), first.Value, last, time.GetTimestamp());
                Volatile.Write(ref _count, count);
            }

            return new HistoryExtent(count.Rows + Math.Max(0, last - count.Last), await context.Connections.MinAsync(static row => row.ConnectedAt, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>One connection's whole decision, or null.</summary>
    public async Task<VerdictEvent?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var json = await context.Connections
                .Where(row => row.Id == id)
                .Join(context.Details, static row => row.Key, static detail => detail.Key, static (row, detail) => detail.Json)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return json is null ? null : VerdictJson.Deserialize(json);
        }
    }

    /// <summary>How many rows there were, and between which keys, at a timestamp.</summary>
    private sealed record Count(long Rows, long First, long Last, long At);
}
