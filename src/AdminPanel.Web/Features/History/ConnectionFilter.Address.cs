using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace AdminPanel.Web.Features.History;

/// <content>The filter as text in the address bar, e.g. <c>?verdict=!dnsbl,pregreet&amp;client=192.0.2.0/24&amp;range=1h</c>; a leading <c>!</c> negates.</content>
public sealed partial record ConnectionFilter
{
    /// <summary>Reads the query part of an address, with or without the question mark. Never fails.</summary>
    public static ConnectionFilter Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query ?? "");
        var (client, notClient) = Negatable(Text("client"));
        var (reasons, notReasons) = Negatable(Text("verdict"));
        var (done, notDone) = Negatable(Text("done"));
        var (list, notList) = Negatable(Text("list"));
        var (near, notNear) = Negatable(Text("near"));
        var (helo, notHelo) = Negatable(Text("helo"));
        var (sender, notSender) = Negatable(Text("from"));
        var (recipient, notRecipient) = Negatable(Text("rcpt"));
        var (version, notVersion) = Negatable(Text("version"));
        return new()
        {
            Client = client,
            NotClient = notClient,
            Reasons = Names<Screening.Verdicts.VerdictReason>(reasons),
            NotReasons = notReasons,
            Dispositions = Names<Screening.Verdicts.VerdictDisposition>(done),
            NotDispositions = notDone,
            WouldHave = Text("would") switch { "yes" => true, "no" => false, _ => null },
            List = list,
            NotList = notList,
            RankFrom = Whole(Text("rank-from")),
            RankTo = Whole(Text("rank-to")),
            NotRank = Text("rank") == "outside" && (Whole(Text("rank-from")) ?? Whole(Text("rank-to"))) is not null,
            Near = Whole(near) is { } distance and >= 1 ? distance : null,
            NotNear = notNear && Whole(near) >= 1,
            Helo = helo,
            NotHelo = notHelo,
            Sender = sender,
            NotSender = notSender,
            Recipient = recipient,
            NotRecipient = notRecipient,
            Version = Number64(version),
            NotVersion = notVersion && Number64(version) is not null,
            Range = Text("range") is { } range && Ranges.Any(r => r.Name == range) ? range : null,
            From = Moment("since"),
            To = Moment("until"),
        };

        string? Text(string name) => values.TryGetValue(name, out var found) && found.ToString().Trim() is { Length: > 0 } text ? text : null;
        static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        static long? Number64(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        DateTimeOffset? Moment(string name) =>
            DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }

    /// <summary>The query without question mark; empty for <see cref="None"/>.</summary>
    public string ToQueryString()
    {
        var parts = new List<string>();
        Add("range", From is null && To is null ? Range : null);
        Add("since", Moment(From));
        Add("until", Moment(To));
        Add("client", Client, NotClient);
        Add("verdict", Reasons.Length == 0 ? null : string.Join(',', Reasons.Order().Select(Name)), NotReasons);
        Add("done", Dispositions.Length == 0 ? null : string.Join(',', Dispositions.Order().Select(Name)), NotDispositions);
        Add("would", WouldHave switch { true => "yes", false => "no", _ => null });
        Add("list", List, NotList);
        Add("rank-from", RankFrom is { } low ? Number(low) : null);
        Add("rank-to", RankTo is { } high ? Number(high) : null);
        Add("rank", NotRank ? "outside" : null);
        Add("near", Near is { } near ? Number(near) : null, NotNear);
        Add("helo", Helo, NotHelo);
        Add("from", Sender, NotSender);
        Add("rcpt", Recipient, NotRecipient);
        Add("version", Version is { } version ? Number(version) : null, NotVersion);
        return string.Join('&', parts);

        void Add(string name, string? value, bool negated = false)
        {
            if (value is not null) parts.Add($"{name}={(negated ? "!" : "")}{Readable(Uri.EscapeDataString(value))}");
        }

        static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    /// <summary><paramref name="path"/> with this filter behind it.</summary>
    public string Href(string path) => ToQueryString() is { Length: > 0 } query ? $"{path}?{query}" : path;

    /// <summary>A name as it stands in the address bar: <c>pass-new</c>, <c>non-smtp-command</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => (i > 0 && char.IsUpper(c) ? "-" : "") + char.ToLowerInvariant(c)));

    private static ImmutableArray<T> Names<T>(string? text)
        where T : struct, Enum => text is null ? [] : [.. text.Split(',').Select(name => Enum.GetValues<T>().Where(v => Name(v) == name.Trim())).SelectMany(found => found).Distinct()];

    /// <summary>Leaves alone what a query may hold unescaped, so that people can read and write it.</summary>
    private static string Readable(string escaped) => escaped
        .Replace("%2C", ",", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%21", "!", StringComparison.Ordinal);

    private static (string? Text, bool Negated) Negatable(string? text) => text is ['!', .. var rest] ? (rest.Length > 0 ? rest : null, rest.Length > 0) : (text, false);
}
