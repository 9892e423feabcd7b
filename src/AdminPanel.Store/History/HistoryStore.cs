using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>Recorded connections in history.db, for reading. Thread-safe.</summary>
public sealed partial class HistoryStore(IDbContextFactory<HistoryDbContext> contexts)
{
    /// <summary>
    /// Connections, newest first. Throws <see cref="FormatException"/> when <see cref="HistoryQuery.Client"/> is neither an address nor a network.
    /// </summary>
    public async Task<IReadOnlyList<ConnectionSummary>> ListAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var page = await HistoryFilter.Apply(context, query)
                .OrderByDescending(static row => row.Key)
                .Take(Math.Clamp(query.Max, 1, 1_000))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. page.Select(static row => row.ToSummary())];
        }
    }

    /// <summary>How much is kept; cheap, because keys have no gaps.</summary>
    public async Task<HistoryExtent> GetExtentAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var oldest = await context.Connections.OrderBy(static row => row.Key)
                .Select(static row => new { row.Key, row.ConnectedAt }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (oldest is null) return new HistoryExtent(0, null);
            var newest = await context.Connections.MaxAsync(static row => row.Key, cancellationToken).ConfigureAwait(false);
            return new HistoryExtent(newest - oldest.Key + 1, oldest.ConnectedAt);
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
}
