using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>Recorded connections in history.db, for reading. Thread-safe.</summary>
public sealed partial class HistoryStore(IDbContextFactory<HistoryDbContext> contexts, IConnectionTextIndex texts, TimeProvider time)
{
    /// <summary>How much is kept; cheap, because it trusts that keys have no gaps: after an import of old logs it may say too much.</summary>
    public async Task<HistoryExtent> GetExtentAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var first = await context.Connections.MinAsync(static row => (long?)row.Key, cancellationToken).ConfigureAwait(false);
            if (first is null) return new HistoryExtent(0, null);
            var last = await context.Connections.MaxAsync(static row => row.Key, cancellationToken).ConfigureAwait(false);
            return new HistoryExtent(last - first.Value + 1, await context.Connections.MinAsync(static row => row.ConnectedAt, cancellationToken).ConfigureAwait(false));
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
