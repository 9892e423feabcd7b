namespace AdminPanel.Store.History;

/// <summary>
/// The SQL that answers a <see cref="HistoryQuery"/>. Rows come newest first: by the time of connecting, then by key.
/// </summary>
/// <remarks>
/// A condition is either frequent, then a walk back in time soon has a page full, or rare, then its own index finds the few rows. The plan
/// offers both; <see cref="HistoryStore"/> tries the walk for a little while first. Where SQLite chose its own way it would sort millions of
/// rows, so the order of joins is forced (CROSS JOIN).
/// </remarks>
internal sealed class HistoryPlan
{
    /// <summary>A condition with more rows than this is frequent.</summary>
    public const int Few = 20_000;

    private const string Columns =
        """
        c."Key", c."Id", c."ConnectedAt", c."Duration", c."Client", c."ClientPort", c."Reason", c."Disposition", c."WouldHave", c."Rank", c."Threshold",
        c."Hits", c."Helo", c."Sender", c."Recipient", c."Reply", c."SettingsVersion"
        """;

    private const string NewestFirst = "ORDER BY c.\"ConnectedAt\" DESC, c.\"Key\" DESC";
    private readonly HistoryQuery _query;
    private readonly IConnectionTextIndex _texts;
    private readonly SqlParameters _parameters = new();
    private readonly HistoryConditions _conditions;
    private readonly string _time;

    public HistoryPlan(HistoryQuery query, IConnectionTextIndex texts)
    {
        (_query, _texts) = (query, texts);
        _conditions = new HistoryConditions(query, _parameters);
        var time = new List<string>();
        if (query.From is { } from) time.Add($"{{0}}.\"ConnectedAt\" >= {_parameters.Add(from.ToUnixTimeMilliseconds())}");
        if (query.To is { } to) time.Add($"{{0}}.\"ConnectedAt\" < {_parameters.Add(to.ToUnixTimeMilliseconds())}");
        if (query.Before is { } before)
        {
            var at = _parameters.Add(before.At.ToUnixTimeMilliseconds());
            time.Add($"{{0}}.\"ConnectedAt\" <= {at} AND ({{0}}.\"ConnectedAt\" < {at} OR {{0}}.\"Key\" < {_parameters.Add(before.Key)})");
        }

        _time = time.Count == 0 ? "1 = 1" : string.Join(" AND ", time);
    }

    /// <summary>The values of all parameters.</summary>
    public IReadOnlyList<object> Parameters => _parameters.Values;

    /// <summary>True when every row within the time matches.</summary>
    public bool MatchesAll => _conditions.IsEmpty;

    /// <summary>
    /// The conditions that might be rare: SQL that selects, as <c>"Key"</c>, at least all rows that match, best first. Time is a part of it
    /// where that costs nothing.
    /// </summary>
    public IEnumerable<string> Rare()
    {
        if (_conditions.Client is { } client) yield return $"SELECT c.\"Key\" FROM \"Connections\" c WHERE {HistoryConditions.On(client, "c")} AND {Time("c")}";
        if (_conditions.Texts.Count > 0 && _texts.Query(_conditions.Texts, _parameters.Add) is { } found)
        {
            yield return
                $"""
                {found} UNION ALL SELECT c."Key" FROM "Connections" c WHERE c."Key" > ({_texts.NewestKey}) AND {_conditions.OnConnections("c")}
                """;
        }

        if (_conditions.List is { } list) yield return $"SELECT h.\"Key\" FROM \"ListHits\" h WHERE h.\"List\" = {list} AND {Time("h")}";
        if (_conditions.HasKinds)
            yield return $"SELECT c.\"Key\" FROM \"ConnectionKinds\" k CROSS JOIN \"Connections\" c WHERE c.\"Kind\" = k.\"Kind\" AND {_conditions.OnKinds("k")} AND {Time("c")}";
    }

    /// <summary>How many rows <paramref name="source"/> has, up to one more than <see cref="Few"/>.</summary>
    public static string Probe(string source) => $"SELECT COUNT(*) FROM ({source} LIMIT {Few + 1}) s";

    /// <summary>The rows that match, found through <paramref name="source"/>, which has few.</summary>
    public string Through(string source, int max) => $"SELECT {Columns} {FromFew(source)} {NewestFirst} LIMIT {max}";

    /// <summary>The number of rows that match, found through <paramref name="source"/>, which has few.</summary>
    public string CountThrough(string source) => $"SELECT COUNT(*) {FromFew(source)}";

    /// <summary>The newest rows that match, when one index gives them in order however many there are; null when none does.</summary>
    public string? InOrder(int max)
    {
        if (_conditions.IsEmpty) return $"SELECT {Columns} FROM \"Connections\" c WHERE {Time("c")} {NewestFirst} LIMIT {max}";
        if (_conditions.OnlyKinds)
        {
            // From each kind no more than its own newest; all from the index alone, the rows themselves are read last.
            return
                $"""
                SELECT {Columns} FROM (
                  SELECT x."Key", x."ConnectedAt" FROM "ConnectionKinds" k CROSS JOIN "Connections" x
                  WHERE {_conditions.OnKinds("k")} AND x."Kind" = k."Kind" AND {Time("x")} AND x."ConnectedAt" >= COALESCE((
                    SELECT MIN(m."ConnectedAt") FROM (
                      SELECT y."ConnectedAt" FROM "Connections" y WHERE y."Kind" = k."Kind" AND {Time("y")} ORDER BY y."ConnectedAt" DESC LIMIT {max}) m), 0)
                  ORDER BY x."ConnectedAt" DESC, x."Key" DESC LIMIT {max}) f CROSS JOIN "Connections" c
                WHERE c."Key" = f."Key" {NewestFirst}
                """;
        }

        if (!_conditions.IsSingle) return null;
        if (_conditions is { Client: { } client, IsOneClient: true }) return $"SELECT {Columns} FROM \"Connections\" c WHERE {HistoryConditions.On(client, "c")} AND {Time("c")} {NewestFirst} LIMIT {max}";
        if (_conditions.List is { } list)
            return $"SELECT {Columns} FROM \"ListHits\" h CROSS JOIN \"Connections\" c WHERE c.\"Key\" = h.\"Key\" AND h.\"List\" = {list} AND {Time("h")} ORDER BY h.\"ConnectedAt\" DESC, h.\"Key\" DESC LIMIT {max}";
        return null;
    }

    /// <summary>The number of rows that match, up to <paramref name="max"/>, when one index holds them all; null when none does.</summary>
    public string? CountInOrder(int max)
    {
        if (_conditions.IsEmpty) return $"SELECT COUNT(*) FROM (SELECT 1 FROM \"Connections\" c WHERE {Time("c")} LIMIT {max}) s";
        if (!_conditions.OnlyKinds && !_conditions.IsSingle) return null;
        return Rare().FirstOrDefault() is { } source && (_conditions.OnlyKinds || _conditions.Client is not null || _conditions.List is not null)
            ? $"SELECT COUNT(*) FROM ({source} LIMIT {max}) s"
            : null;
    }

    /// <summary>The moment, in milliseconds, that is <paramref name="rows"/> rows before <paramref name="until"/>; no row when the range ends earlier.</summary>
    public string Boundary(long until, int rows) =>
        $"SELECT c.\"ConnectedAt\" FROM \"Connections\" c WHERE c.\"ConnectedAt\" < {until} AND {Time("c")} ORDER BY c.\"ConnectedAt\" DESC LIMIT 1 OFFSET {rows}";

    /// <summary>The rows that match from <paramref name="since"/> (null: the beginning) until before <paramref name="until"/>, in milliseconds.</summary>
    public string Walk(long? since, long until, int max) => $"SELECT {Columns} {FromWalk(since, until)} {NewestFirst} LIMIT {max}";

    /// <summary>How many rows match from <paramref name="since"/> until before <paramref name="until"/>.</summary>
    public string CountWalk(long? since, long until) => $"SELECT COUNT(*) {FromWalk(since, until)}";

    private string FromFew(string source) =>
        $"FROM (SELECT s.\"Key\" FROM ({source}) s LIMIT {Few + 1}) f CROSS JOIN \"Connections\" c WHERE c.\"Key\" = f.\"Key\" AND {_conditions.OnConnections("c")} AND {Time("c")}";

    private string FromWalk(long? since, long until) =>
        $"FROM \"Connections\" c WHERE c.\"ConnectedAt\" < {until}{(since is { } start ? $" AND c.\"ConnectedAt\" >= {start}" : "")} AND {Time("c")} AND {_conditions.OnConnections("c")}";

    private string Time(string alias) => HistoryConditions.On(_time, alias);
}
