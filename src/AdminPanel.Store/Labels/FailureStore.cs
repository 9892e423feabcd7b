using System.Net;
using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Labels;

/// <summary>One client that failed a check, over a range of time.</summary>
/// <param name="Client">The client.</param>
/// <param name="LetIn">Connections that ignore let in.</param>
/// <param name="TurnedAway">Connections turned away.</param>
/// <param name="First">Its first connection, UTC.</param>
/// <param name="Last">Its last connection, UTC.</param>
/// <param name="MaxRank">The highest rank; null without any.</param>
/// <param name="Hits">What listed it, of one of the connections.</param>
/// <param name="Good">Connections labelled good.</param>
/// <param name="Spam">Connections labelled spam.</param>
public sealed record FailedClient(
    IPAddress Client, int LetIn, int TurnedAway, DateTimeOffset First, DateTimeOffset Last, int? MaxRank, string? Hits, int Good, int Spam);

/// <summary>Connections close to the threshold.</summary>
/// <param name="JustAtIt">Rank and threshold were equal.</param>
/// <param name="OneBelow">One point more would have failed.</param>
/// <param name="TwoBelow">Two points more would have failed.</param>
public sealed record NearMissCounts(int JustAtIt, int OneBelow, int TwoBelow);

/// <summary>Which clients fail a check, with what their mail turned out to be. Thread-safe.</summary>
public sealed class FailureStore(IDbContextFactory<HistoryDbContext> contexts)
{
    /// <summary>The clients that failed the check that <paramref name="reason"/> names since <paramref name="from"/>, in no order, at most <paramref name="max"/>.</summary>
    public async Task<IReadOnlyList<FailedClient>> ListAsync(VerdictReason reason, DateTimeOffset from, int max, CancellationToken cancellationToken)
    {
        var (name, start) = (reason.ToString(), from.ToUnixTimeMilliseconds());
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Database.SqlQuery<Row>(
                $"""
                SELECT c."Client", SUM(CASE WHEN c."Disposition" = 'HandedOff' THEN 1 ELSE 0 END) AS "LetIn",
                  SUM(CASE WHEN c."Disposition" IN ('Rejected', 'Dropped') THEN 1 ELSE 0 END) AS "TurnedAway",
                  MIN(c."ConnectedAt") AS "First", MAX(c."ConnectedAt") AS "Last", MAX(c."Rank") AS "MaxRank", MAX(c."Hits") AS "Hits",
                  SUM(CASE WHEN l."Label" = 1 THEN 1 ELSE 0 END) AS "Good", SUM(CASE WHEN l."Label" = 2 THEN 1 ELSE 0 END) AS "Spam"
                FROM "Connections" c LEFT JOIN "ConnectionLabels" l ON l."Key" = c."Key"
                WHERE c."ConnectedAt" >= {start} AND c."Reason" = {name}
                GROUP BY c."Client" LIMIT {max}
                """).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(static row => new FailedClient(
                AddressBytes.ToAddress(row.Client), row.LetIn, row.TurnedAway, DateTimeOffset.FromUnixTimeMilliseconds(row.First), DateTimeOffset.FromUnixTimeMilliseconds(row.Last),
                row.MaxRank, row.Hits, row.Good, row.Spam))];
        }
    }

    /// <summary>How many connections since <paramref name="from"/> came close to the threshold that was in force, by how many points.</summary>
    public async Task<NearMissCounts> CountNearMissesAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var counts = await context.Connections
                .Where(row => row.ConnectedAt >= from && row.Rank > 0 && row.Rank <= row.Threshold && row.Rank >= row.Threshold - 2)
                .GroupBy(static row => row.Threshold - row.Rank!.Value)
                .Select(static group => new { Below = group.Key, Count = group.Count() })
                .ToDictionaryAsync(static group => group.Below, static group => group.Count, cancellationToken).ConfigureAwait(false);
            return new NearMissCounts(counts.GetValueOrDefault(0), counts.GetValueOrDefault(1), counts.GetValueOrDefault(2));
        }
    }

    private sealed record Row(byte[] Client, int LetIn, int TurnedAway, long First, long Last, int? MaxRank, string? Hits, int Good, int Spam);
}
