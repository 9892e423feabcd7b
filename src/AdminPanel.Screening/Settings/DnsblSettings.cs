using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Settings;

/// <summary>The DNS blocklists and what their weighted sum, the rank, means.</summary>
public sealed record DnsblSettings
{
    /// <summary><c>postscreen_dnsbl_sites</c>, in configured order. No enabled site turns the check off.</summary>
    public ImmutableArray<DnsblSite> Sites { get; init; } = [];

    /// <summary><c>postscreen_dnsbl_action</c>.</summary>
    public ScreeningAction Action { get; init; } = ScreeningAction.Ignore;

    /// <summary>
    /// Percent of the clients, 1 to 100, that <see cref="Action"/> is in force for; the others get ignore. Which ones, <see cref="Settings.EnforceShare"/>
    /// tells from the address. Postfix has no such parameter.
    /// </summary>
    public int EnforceShare { get; init; } = Settings.EnforceShare.Whole;

    /// <summary><c>postscreen_dnsbl_threshold</c>: the lowest rank that fails. At least 1.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary><c>postscreen_dnsbl_allowlist_threshold</c>: a rank at or below it skips the other checks. Only negative values count.</summary>
    public int AllowlistThreshold { get; init; }

    /// <summary><c>postscreen_dnsbl_min_ttl</c>. At least 1 s.</summary>
    public TimeSpan MinTtl { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>postscreen_dnsbl_max_ttl</c>. At least 1 s; wins over the minimum.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>postscreen_dnsbl_timeout</c>: the deadline of one lookup. At least 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In which order the lists are asked. Postfix has no such parameter.</summary>
    public DnsblOrder Order { get; init; }

    /// <summary>
    /// A list that lists everybody, answers outside 127.0.0.0/8, refuses this resolver or falls silent is not scored until it is well again. Off
    /// is postscreen's way; Postfix has no such parameter.
    /// </summary>
    public bool SuspendSick { get; init; } = true;

    /// <summary>
    /// A listing counts once the list has shown, by not listing an address that nobody can send from, that it does not list everybody. One question
    /// a listing, at most one a second and list beyond a burst. Off is postscreen's way.
    /// </summary>
    public bool ConfirmListings { get; init; } = true;

    /// <summary>How often each list's test addresses are asked (RFC 5782). Zero is never; a suspicion is looked into all the same.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>One entry of <c>postscreen_dnsbl_sites</c>: <c>zone=filter*weight</c>. A zone may occur several times; it is queried once.</summary>
public sealed record DnsblSite
{
    /// <summary>The domain that is queried. Secret when <see cref="ReplyName"/> is set.</summary>
    public required string Zone { get; init; }

    /// <summary>The answer filter, for example <c>127.0.0.[2..11]</c>; null accepts every listing answer.</summary>
    public string? Filter { get; init; }

    /// <summary>Added to the rank once when the filter matches. May be zero or negative.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>False keeps the entry without querying or scoring it. Postfix has no such switch; export leaves the entry out.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The name shown instead of the zone (<c>postscreen_dnsbl_reply_map</c>). Setting it makes the zone a secret: it then appears
    /// in no reply, log line, page or audit row.
    /// </summary>
    public string? ReplyName { get; init; }

    /// <summary>
    /// The most questions a day (UTC) to this zone, tests included; null for no limit. When they are used up the list is suspended until midnight.
    /// Of several entries of a zone the smallest counts. At least 1.
    /// </summary>
    public int? DailyBudget { get; init; }

    /// <summary>Why the entry is here, for the other administrators.</summary>
    public string Note { get; init; } = "";

    /// <summary>The same entry; where the zone is known to contain a customer's key and no reply name hides it, with one that does.</summary>
    public DnsblSite WithKeyHidden() => ReplyName is null && KeyedZones.PublicPart(Zone) is { } visible ? this with { ReplyName = visible } : this;

    /// <summary>The name that may be shown to anybody.</summary>
    public string DisplayName => ReplyName ?? Zone;
}
