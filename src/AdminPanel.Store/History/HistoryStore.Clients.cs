using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>How often one client was turned away over a time range.</summary>
/// <param name="Client">The address.</param>
/// <param name="TurnedAway">Connections rejected, dropped or deferred.</param>
/// <param name="LastAt">When the last of them began, UTC.</param>
public sealed record ClientStatistics(string Client, int TurnedAway, DateTimeOffset LastAt);

/// <content>Clients by what happened to them.</content>
public sealed partial class HistoryStore
{
    /// <summary>The clients turned away most often, most often first.</summary>
    public async Task<IReadOnlyList<ClientStatistics>> GetClientsTurnedAwayAsync(DateTimeOffset from, DateTimeOffset to, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var clients = await Between(context, from, to)
                .Where(static row => row.Disposition == VerdictDisposition.Rejected || row.Disposition == VerdictDisposition.Dropped || row.Disposition == VerdictDisposition.Deferred)
                .GroupBy(static row => row.Client)
                .Select(static g => new { Client = g.Key, Count = g.Count(), Last = g.Max(row => row.ConnectedAt) })
                .OrderByDescending(static g => g.Count).ThenByDescending(static g => g.Last)
                .Take(max)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. clients.Select(static c => new ClientStatistics(AddressBytes.ToAddress(c.Client).ToString(), c.Count, c.Last))];
        }
    }
}
