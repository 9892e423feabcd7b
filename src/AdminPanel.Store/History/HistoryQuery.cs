using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>Which connections to list. All conditions combine with "and". Paging: pass <see cref="HistoryPage.Next"/> as <see cref="Before"/>.</summary>
public sealed record HistoryQuery
{
    /// <summary>From this moment on, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Client address or CIDR network.</summary>
    public string? Client { get; init; }

    /// <summary>Exclude instead of include <see cref="Client"/>.</summary>
    public bool NotClient { get; init; }

    /// <summary>Any of these reasons; empty means all.</summary>
    public IReadOnlyList<VerdictReason> Reasons { get; init; } = [];

    /// <summary>Exclude instead of include <see cref="Reasons"/>.</summary>
    public bool NotReasons { get; init; }

    /// <summary>Any of these dispositions; empty means all.</summary>
    public IReadOnlyList<VerdictDisposition> Dispositions { get; init; } = [];

    /// <summary>Exclude instead of include <see cref="Dispositions"/>.</summary>
    public bool NotDispositions { get; init; }

    /// <summary>Only connections that ignore let through (true) or not (false).</summary>
    public bool? WouldHave { get; init; }

    /// <summary>Listed by this list (display name).</summary>
    public string? List { get; init; }

    /// <summary>Exclude instead of include <see cref="List"/>.</summary>
    public bool NotList { get; init; }

    /// <summary>Rank at least.</summary>
    public int? RankFrom { get; init; }

    /// <summary>Rank at most.</summary>
    public int? RankTo { get; init; }

    /// <summary>Exclude instead of include ranks from <see cref="RankFrom"/> to <see cref="RankTo"/>.</summary>
    public bool NotRank { get; init; }

    /// <summary>Rank below the threshold by at most this much (near misses).</summary>
    public int? NearMissWithin { get; init; }

    /// <summary>Exclude instead of include <see cref="NearMissWithin"/>.</summary>
    public bool NotNearMiss { get; init; }

    /// <summary>Text in the HELO name.</summary>
    public string? Helo { get; init; }

    /// <summary>Exclude instead of include <see cref="Helo"/>.</summary>
    public bool NotHelo { get; init; }

    /// <summary>Text in the sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Exclude instead of include <see cref="Sender"/>.</summary>
    public bool NotSender { get; init; }

    /// <summary>Text in a recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>Exclude instead of include <see cref="Recipient"/>.</summary>
    public bool NotRecipient { get; init; }

    /// <summary>Settings version.</summary>
    public long? SettingsVersion { get; init; }

    /// <summary>Exclude instead of include <see cref="SettingsVersion"/>.</summary>
    public bool NotSettingsVersion { get; init; }

    /// <summary>Only what comes after this place, that is older rows.</summary>
    public HistoryPosition? Before { get; init; }

    /// <summary>The most rows returned, 1 to 10,000.</summary>
    public int Max { get; init; } = 100;
}

/// <summary>One row of a list of connections.</summary>
public sealed record ConnectionSummary(
    long Key,
    Guid Id,
    DateTimeOffset ConnectedAt,
    TimeSpan Duration,
    string Client,
    int ClientPort,
    VerdictReason Reason,
    VerdictDisposition Disposition,
    bool WouldHave,
    int? Rank,
    int Threshold,
    string? Hits,
    string? Helo,
    string? Sender,
    string? Recipient,
    string? Reply,
    long SettingsVersion);

/// <summary>Counts of one time slice.</summary>
public sealed record HistoryBucket(DateTimeOffset Start, int HandedOff, int TurnedAway, int WouldHave, int HungUp);

/// <summary>Counts over a time range.</summary>
public sealed record HistoryTotals(int Connections, int HandedOff, int TurnedAway, int WouldHave, int HungUp, IReadOnlyDictionary<VerdictReason, int> ByReason);

/// <summary>What one list did over a time range.</summary>
/// <param name="List">Display name.</param>
/// <param name="Hits">Connections it listed.</param>
/// <param name="UniqueHits">Connections that only it listed.</param>
/// <param name="Errors">Lookups that failed.</param>
/// <param name="Answers">Lookups answered.</param>
/// <param name="LatencyP50">Median latency, milliseconds; null without uncached answers.</param>
/// <param name="LatencyP95">95th percentile latency, milliseconds.</param>
/// <param name="LastError">The newest error.</param>
/// <param name="LastErrorAt">When it was.</param>
public sealed record ListStatistics(string List, int Hits, int UniqueHits, int Errors, int Answers, double? LatencyP50, double? LatencyP95, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>What one access list entry did over a time range.</summary>
public sealed record EntryStatistics(string EntryId, int Hits, DateTimeOffset? LastHit);
