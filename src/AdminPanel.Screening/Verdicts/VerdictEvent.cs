using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;

namespace AdminPanel.Screening.Verdicts;

/// <summary>The whole decision about one connection. Published exactly once per connection. Immutable.</summary>
public sealed record VerdictEvent
{
    /// <summary>Grows by one per verdict of this process, from 1; set by <see cref="VerdictStream.Publish"/>.</summary>
    public long Sequence { get; init; }

    /// <summary>Identity across restarts (version 7, so it sorts by time).</summary>
    public required Guid Id { get; init; }

    /// <summary>When the client connected, UTC.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>From connect to the end of the panel's part: hand-off or close.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The client.</summary>
    public required IPEndPoint Client { get; init; }

    /// <summary>The address it connected to.</summary>
    public required IPEndPoint Server { get; init; }

    /// <summary>The settings version the session captured.</summary>
    public required long SettingsVersion { get; init; }

    /// <summary>What decided.</summary>
    public required VerdictReason Reason { get; init; }

    /// <summary>What was done.</summary>
    public required VerdictDisposition Disposition { get; init; }

    /// <summary>
    /// True when a check failed but its action was ignore: under enforce the client would have been turned away.
    /// <see cref="Reason"/> then names that check and <see cref="Disposition"/> what really happened.
    /// </summary>
    public bool WouldHave { get; init; }

    /// <summary>The deciding access list rule in words; null when none decided.</summary>
    public string? AccessRule { get; init; }

    /// <summary>The deciding access list entry's id; null when none decided.</summary>
    public string? AccessEntryId { get; init; }

    /// <summary>What the temporary allowlist knew: <c>not consulted</c>, <c>unknown</c>, <c>expired</c> or <c>valid</c>.</summary>
    public string CacheState { get; init; } = "not consulted";

    /// <summary>Every check's outcome, in check order.</summary>
    public ImmutableArray<CheckOutcome> Checks { get; init; } = [];

    /// <summary>Every list's answer, in configured order; empty when the lists were not asked.</summary>
    public ImmutableArray<DnsblAnswer> Dnsbl { get; init; } = [];

    /// <summary>The DNSBL rank; null when the lists were not asked.</summary>
    public int? Rank { get; init; }

    /// <summary>The threshold in force.</summary>
    public int Threshold { get; init; }

    /// <summary>HELO or EHLO name as sent, cut and escaped; null when none was seen.</summary>
    public string? Helo { get; init; }

    /// <summary>Envelope sender seen by the dummy SMTP engine; null when none was seen (not known for handed-off clients).</summary>
    public string? Sender { get; init; }

    /// <summary>Envelope recipients seen by the dummy SMTP engine.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>The last refusing reply sent, without CRLF; null when none was sent.</summary>
    public string? Reply { get; init; }

    /// <summary>How the hand-off went: <c>pass</c>, <c>proxy</c>, or the reason it failed; null when none was tried.</summary>
    public string? Handoff { get; init; }

    /// <summary>What happened, in order: the session's log lines before formatting.</summary>
    public ImmutableArray<ScreeningNote> Notes { get; init; } = [];

    /// <summary>What a replay needs to decide the connection again; null when it is not known. Kept apart from the rest, so not part of its JSON.</summary>
    [JsonIgnore]
    public DecisionEvidence? Evidence { get; init; }
}

/// <summary>One list's part in a verdict.</summary>
public sealed record DnsblAnswer
{
    /// <summary>The list's display name; never a secret zone.</summary>
    public required string List { get; init; }

    /// <summary><c>listed</c>, <c>not listed</c>, <c>error</c>, <c>no reply</c> or <c>not asked</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The answers as dotted addresses, e.g. <c>127.0.0.4</c>.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What the list added to the rank.</summary>
    public int Weight { get; init; }

    /// <summary>True when it answered "listed" but no filter matched.</summary>
    public bool FilteredOut { get; init; }

    /// <summary>Question to answer; null when there was no reply.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Time to live of the answer; null when unknown.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>Why the list gave no usable answer; null when it did.</summary>
    public string? Error { get; init; }

    /// <summary>Why a listing was not scored: the list was suspended, or listed everybody; null when it was.</summary>
    public string? Withheld { get; init; }

    /// <summary>True when the reply came from the reply cache or a query already in flight.</summary>
    public bool Shared { get; init; }
}
