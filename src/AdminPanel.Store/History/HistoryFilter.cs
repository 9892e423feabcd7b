using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>Turns a <see cref="HistoryQuery"/> into SQL.</summary>
internal static class HistoryFilter
{
    public static IQueryable<ConnectionRow> Apply(HistoryDbContext context, HistoryQuery query)
    {
        var rows = Clients(context, query).AsNoTracking();
        if (query.From is { } from) rows = rows.Where(row => row.ConnectedAt >= from);
        if (query.To is { } to) rows = rows.Where(row => row.ConnectedAt < to);
        if (query.Before is { } before) rows = rows.Where(row => row.Key < before);
        if (query.Reasons.Count > 0) rows = rows.Where(row => query.Reasons.Contains(row.Reason) != query.NotReasons);
        if (query.Dispositions.Count > 0) rows = rows.Where(row => query.Dispositions.Contains(row.Disposition));
        if (query.WouldHave is { } wouldHave) rows = rows.Where(row => row.WouldHave == wouldHave);
        if (query.SettingsVersion is { } version) rows = rows.Where(row => row.SettingsVersion == version);
        if (query.RankFrom is { } lowest) rows = rows.Where(row => row.Rank >= lowest);
        if (query.RankTo is { } highest) rows = rows.Where(row => row.Rank <= highest);
        if (query.NearMissWithin is { } within) rows = rows.Where(row => row.Rank < row.Threshold && row.Rank >= row.Threshold - within);
        if (!string.IsNullOrEmpty(query.List)) rows = rows.Where(row => context.ListHits.Any(hit => hit.Key == row.Key && hit.List == query.List));
        if (LikeText.Anywhere(query.Helo) is { } helo) rows = rows.Where(row => EF.Functions.Like(row.Helo!, helo, "\\"));
        if (LikeText.Anywhere(query.Sender) is { } sender) rows = rows.Where(row => EF.Functions.Like(row.Sender!, sender, "\\"));
        if (LikeText.Anywhere(query.Recipient) is { } recipient) rows = rows.Where(row => EF.Functions.Like(row.Recipient!, recipient, "\\"));
        return rows;
    }

    private static IQueryable<ConnectionRow> Clients(HistoryDbContext context, HistoryQuery query)
    {
        if (string.IsNullOrWhiteSpace(query.Client)) return context.Connections;
        if (!AddressBytes.TryRange(query.Client, out var first, out var last)) throw new FormatException($"\"{query.Client}\" is not an address or network.");
        return query.NotClient
            ? context.Connections.FromSql($"SELECT * FROM \"Connections\" WHERE \"Client\" < {first} OR \"Client\" > {last}")
            : context.Connections.FromSql($"SELECT * FROM \"Connections\" WHERE \"Client\" BETWEEN {first} AND {last}");
    }
}
