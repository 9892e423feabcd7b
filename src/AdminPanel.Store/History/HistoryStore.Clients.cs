using System.Net;
using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>How often one client was turned away over a time range.</summary>
/// <param name="Client">The address.</param>
/// <param name="TurnedAway">Connections rejected, dropped or deferred.</param>
/// <param name="LastAt">When the last of them began, UTC.</param>
public sealed record ClientStatistics(string Client, int TurnedAway, DateTimeOffset LastAt);

/// <summary>What is kept about one client.</summary>
/// <param name="Connections">How many connections.</param>
/// <param name="First">When the oldest of them began, UTC; null without any.</param>
/// <param name="Last">When the newest of them began, UTC.</param>
/// <param name="Newest">How its newest connections, at most <see cref="HistoryStore.NewestOfClient"/>, were decided, most often first.</param>
public sealed record ClientPastSummary(long Connections, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<(VerdictReason Reason, int Count)> Newest);

/// <content>Clients by what happened to them.</content>
public sealed partial class HistoryStore
{
    /// <summary>How many of a client's connections <see cref="ClientPastSummary.Newest"/> looks at.</summary>
    public const int NewestOfClient = 1_000;

    /// <summary>What is kept about <paramref name="client"/>.</summary>
    public async Task<ClientPastSummary> GetClientAsync(IPAddress client, CancellationToken cancellationToken)
    {
        var bytes = AddressBytes.Of(client);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = context.Connections.AsNoTracking().Where(row => row.Client == bytes);
            var whole = await rows.GroupBy(static _ => 1)
                .Select(static g => new { Count = g.LongCount(), First = g.Min(row => row.ConnectedAt), Last = g.Max(row => row.ConnectedAt) })
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (whole is null) return new ClientPastSummary(0, null, null, []);
            var newest = await rows.OrderByDescending(static row => row.ConnectedAt).Take(NewestOfClient)
                .GroupBy(static row => row.Reason).Select(static g => new { Reason = g.Key, Count = g.Count() })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return new ClientPastSummary(whole.Count, whole.First, whole.Last, [.. newest.OrderByDescending(static g => g.Count).Select(static g => (g.Reason, g.Count))]);
        }
    }

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
