using System.Collections.Immutable;
using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.History;

/// <summary>
/// Which connections to show, on Live and on History. Lives in the address bar: <see cref="Parse"/> and <see cref="ToQueryString"/> are
/// inverse, and text that means nothing is kept out rather than refused. Immutable; all conditions combine with "and".
/// </summary>
public sealed partial record ConnectionFilter
{
    /// <summary>Shows everything.</summary>
    public static ConnectionFilter None { get; } = new();

    /// <summary>The presets: name in the address bar, words, length.</summary>
    public static ImmutableArray<(string Name, string Words, TimeSpan Length)> Ranges { get; } =
    [
        ("15m", "15 min", TimeSpan.FromMinutes(15)),
        ("1h", "1 h", TimeSpan.FromHours(1)),
        ("24h", "24 h", TimeSpan.FromHours(24)),
        ("7d", "7 d", TimeSpan.FromDays(7)),
    ];

    /// <summary>Address or CIDR network.</summary>
    public string? Client { get; init; }

    /// <summary>Excludes <see cref="Client"/> instead.</summary>
    public bool NotClient { get; init; }

    /// <summary>Any of these; empty means all.</summary>
    public ImmutableArray<VerdictReason> Reasons { get; init; } = [];

    /// <summary>Excludes <see cref="Reasons"/> instead.</summary>
    public bool NotReasons { get; init; }

    /// <summary>Any of these; empty means all.</summary>
    public ImmutableArray<VerdictDisposition> Dispositions { get; init; } = [];

    /// <summary>Excludes <see cref="Dispositions"/> instead.</summary>
    public bool NotDispositions { get; init; }

    /// <summary>Only what ignore let through, or only the rest.</summary>
    public bool? WouldHave { get; init; }

    /// <summary>Display name of a list that listed the client.</summary>
    public string? List { get; init; }

    /// <summary>Excludes <see cref="List"/> instead.</summary>
    public bool NotList { get; init; }

    /// <summary>Lowest rank.</summary>
    public int? RankFrom { get; init; }

    /// <summary>Highest rank.</summary>
    public int? RankTo { get; init; }

    /// <summary>Excludes the ranks from <see cref="RankFrom"/> to <see cref="RankTo"/> instead.</summary>
    public bool NotRank { get; init; }

    /// <summary>Below the threshold by at most this much.</summary>
    public int? Near { get; init; }

    /// <summary>Excludes <see cref="Near"/> instead.</summary>
    public bool NotNear { get; init; }

    /// <summary>Text in the HELO name.</summary>
    public string? Helo { get; init; }

    /// <summary>Excludes <see cref="Helo"/> instead.</summary>
    public bool NotHelo { get; init; }

    /// <summary>Text in the sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Excludes <see cref="Sender"/> instead.</summary>
    public bool NotSender { get; init; }

    /// <summary>Text in a recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>Excludes <see cref="Recipient"/> instead.</summary>
    public bool NotRecipient { get; init; }

    /// <summary>Settings version.</summary>
    public long? Version { get; init; }

    /// <summary>Excludes <see cref="Version"/> instead.</summary>
    public bool NotVersion { get; init; }

    /// <summary>Name of a preset of <see cref="Ranges"/>; empty means the page's default.</summary>
    public string? Range { get; init; }

    /// <summary>From this moment on; wins over <see cref="Range"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True when anything but the time is restricted.</summary>
    public bool IsRestricted => this with { Range = null, From = null, To = null } is var rest && rest.ToQueryString().Length > 0;

    /// <summary>What is wrong with <see cref="Client"/>; null when it can be used.</summary>
    public string? ClientProblem => Client is null || AddressPattern.TryParse(Client, out _) ? null : $"“{Client}” is not an address or network, e.g. 192.0.2.1 or 2001:db8::/32.";

    /// <summary>The store's query, with the time range counted back from <paramref name="now"/>.</summary>
    public HistoryQuery ToHistoryQuery(DateTimeOffset now, string defaultRange = "24h") => new()
    {
        Client = Client,
        NotClient = NotClient,
        Reasons = Reasons,
        NotReasons = NotReasons,
        Dispositions = Dispositions,
        NotDispositions = NotDispositions,
        WouldHave = WouldHave,
        List = List,
        NotList = NotList,
        RankFrom = RankFrom,
        RankTo = RankTo,
        NotRank = NotRank,
        NearMissWithin = Near,
        NotNearMiss = NotNear,
        Helo = Helo,
        NotHelo = NotHelo,
        Sender = Sender,
        NotSender = NotSender,
        Recipient = Recipient,
        NotRecipient = NotRecipient,
        SettingsVersion = Version,
        NotSettingsVersion = NotVersion,
        From = From ?? (To is null ? now - Ranges.FirstOrDefault(r => r.Name == (Range ?? defaultRange), Ranges[2]).Length : null),
        To = To,
    };

    /// <summary>Whether a verdict that just happened is to be shown. Time is not looked at.</summary>
    public bool Matches(VerdictEvent verdict)
    {
        if (Client is not null && AddressPattern.TryParse(Client, out var pattern) && pattern.Contains(verdict.Client.Address) == NotClient) return false;
        if (Reasons.Length > 0 && Reasons.Contains(verdict.Reason) == NotReasons) return false;
        if (Dispositions.Length > 0 && Dispositions.Contains(verdict.Disposition) == NotDispositions) return false;
        if (WouldHave is { } would && would != verdict.WouldHave) return false;
        if (List is not null && verdict.Dnsbl.Any(a => VerdictHits.IsHit(a) && a.List == List) == NotList) return false;
        if ((RankFrom ?? RankTo) is not null && (verdict.Rank >= (RankFrom ?? int.MinValue) && verdict.Rank <= (RankTo ?? int.MaxValue)) == NotRank) return false;
        if (Near is { } near && (verdict.Rank < verdict.Threshold && verdict.Rank >= verdict.Threshold - near) == NotNear) return false;
        if (Version is { } version && (version == verdict.SettingsVersion) == NotVersion) return false;
        return (Helo is null || Holds(verdict.Helo, Helo) != NotHelo) && (Sender is null || Holds(verdict.Sender, Sender) != NotSender)
            && (Recipient is null || verdict.Recipients.Any(r => Holds(r, Recipient)) != NotRecipient);
    }

    /// <summary>This filter with a reason added or taken away.</summary>
    public ConnectionFilter Toggle(VerdictReason reason) => this with { Reasons = Reasons.Contains(reason) ? Reasons.Remove(reason) : Reasons.Add(reason) };

    /// <inheritdoc/>
    public bool Equals(ConnectionFilter? other) => other is not null && ToQueryString() == other.ToQueryString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToQueryString().GetHashCode(StringComparison.Ordinal);

    private static bool Holds(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
