using System.Globalization;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>The parameters of one SQL command.</summary>
internal sealed class SqlParameters
{
    public List<object> Values { get; } = [];

    /// <summary>Takes a value; the name that stands for it.</summary>
    public string Add(object value)
    {
        Values.Add(value);
        return $"@p{(Values.Count - 1).ToString(CultureInfo.InvariantCulture)}";
    }
}

/// <summary>
/// The conditions of a <see cref="HistoryQuery"/> as SQL, sorted by what can answer them. Time and the place to go on from are not among
/// them. Throws <see cref="FormatException"/> when the client is neither an address nor a network.
/// </summary>
internal sealed class HistoryConditions
{
    private readonly List<string> _kinds = [];
    private readonly List<string> _others = [];
    private readonly List<(string Column, string Text)> _texts = [];

    public HistoryConditions(HistoryQuery query, SqlParameters parameters)
    {
        if (query.Reasons.Count > 0) Kind(In("Reason", query.Reasons.Select(static r => r.ToString())), query.NotReasons);
        if (query.Dispositions.Count > 0) Kind(In("Disposition", query.Dispositions.Select(static d => d.ToString())), query.NotDispositions);
        if (query.WouldHave is { } would) Kind($"{{0}}.\"WouldHave\" = {parameters.Add(would)}");
        if (query.SettingsVersion is { } version) Kind($"{{0}}.\"SettingsVersion\" = {parameters.Add(version)}", query.NotSettingsVersion);
        var rank = new List<string>();
        if (query.RankFrom is { } lowest) rank.Add($"{{0}}.\"Rank\" >= {parameters.Add(lowest)}");
        if (query.RankTo is { } highest) rank.Add($"{{0}}.\"Rank\" <= {parameters.Add(highest)}");
        if (rank.Count > 0) Kind(string.Join(" AND ", rank), query.NotRank);
        if (query.NearMissWithin is { } within)
            Kind($"{{0}}.\"Rank\" < {{0}}.\"Threshold\" AND {{0}}.\"Rank\" >= {{0}}.\"Threshold\" - {parameters.Add(within)}", query.NotNearMiss);

        if (!string.IsNullOrWhiteSpace(query.Client))
        {
            if (!AddressBytes.TryRange(query.Client, out var first, out var last)) throw new FormatException($"\"{query.Client}\" is not an address or network.");
            IsOneClient = first.AsSpan().SequenceEqual(last);
            var client = IsOneClient
                ? $"{{0}}.\"Client\" = {parameters.Add(first)}"
                : $"{{0}}.\"Client\" BETWEEN {parameters.Add(first)} AND {parameters.Add(last)}";
            Other(client, query.NotClient);

            // Two ranges, so that the index serves what is outside as well.
            Client = query.NotClient ? $"({{0}}.\"Client\" < {parameters.Add(first)} OR {{0}}.\"Client\" > {parameters.Add(last)})" : client;
            IsOneClient &= !query.NotClient;
        }

        if (!string.IsNullOrEmpty(query.List))
        {
            var list = parameters.Add(query.List);
            Other($"EXISTS (SELECT 1 FROM \"ListHits\" x WHERE x.\"Key\" = {{0}}.\"Key\" AND x.\"List\" = {list})", query.NotList);
            if (!query.NotList) List = list;
        }

        Text("Helo", query.Helo, query.NotHelo);
        Text("Sender", query.Sender, query.NotSender);
        Text("Recipient", query.Recipient, query.NotRecipient);

        string In(string column, IEnumerable<string> values) => $"{{0}}.\"{column}\" IN ({string.Join(", ", values.Select(parameters.Add))})";

        void Text(string column, string? text, bool negated)
        {
            if (LikeText.Anywhere(text) is not { } pattern) return;
            Other($"{{0}}.\"{column}\" LIKE {parameters.Add(pattern)} ESCAPE '\\'", negated);
            if (!negated) _texts.Add((column, text!.Trim()));
        }
    }

    /// <summary>The condition on the client, in a form that its index serves; null without one.</summary>
    public string? Client { get; }

    /// <summary>True when the client is to be a single address.</summary>
    public bool IsOneClient { get; }

    /// <summary>The parameter that holds the list; null without one, or when it excludes.</summary>
    public string? List { get; }

    /// <summary>What must stand in which column.</summary>
    public IReadOnlyList<(string Column, string Text)> Texts => _texts;

    /// <summary>True when there is a condition that kinds can answer.</summary>
    public bool HasKinds => _kinds.Count > 0;

    /// <summary>True when there is no condition at all.</summary>
    public bool IsEmpty => _kinds.Count + _others.Count == 0;

    /// <summary>True when kinds answer everything.</summary>
    public bool OnlyKinds => _others.Count == 0;

    /// <summary>True when the client or the list is all that is asked for.</summary>
    public bool IsSingle => _kinds.Count == 0 && _others.Count == 1;

    /// <summary>The conditions on kinds, of the table called <paramref name="alias"/>.</summary>
    public string OnKinds(string alias) => Join(_kinds, alias);

    /// <summary>Every condition, of the connections called <paramref name="alias"/>.</summary>
    public string OnConnections(string alias) => Join([.. _kinds, .. _others], alias);

    /// <summary>One condition, of the table called <paramref name="alias"/>.</summary>
    public static string On(string condition, string alias) => condition.Replace("{0}", alias, StringComparison.Ordinal);

    private static string Join(List<string> conditions, string alias) => conditions.Count == 0 ? "1 = 1" : On(string.Join(" AND ", conditions), alias);

    private void Kind(string condition, bool negated = false) => _kinds.Add(Signed(condition, negated));

    private void Other(string condition, bool negated) => _others.Add(Signed(condition, negated));

    /// <summary>What is not known, such as the rank of a client whose lists were not asked, is not what is excluded: it stays.</summary>
    private static string Signed(string condition, bool negated) => negated ? $"({condition}) IS NOT TRUE" : $"({condition})";
}
