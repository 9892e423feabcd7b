using System.Collections.Immutable;

namespace AdminPanel.Screening.Verdicts;

/// <summary>
/// What a connection went through, apart from what was made of it: enough to decide it again under other settings. Says what the temporary
/// allowlist knew, what happened in the session and what every list answered. Immutable; never names a zone in clear.
/// </summary>
public sealed record DecisionEvidence
{
    /// <summary>How much is known of the client's passes when it connected.</summary>
    public KnownPasses Passes { get; init; }

    /// <summary>
    /// The client's stamps when it connected, in seconds since the epoch, in the order of <see cref="CheckName"/>; default unless
    /// <see cref="Passes"/> is <see cref="KnownPasses.Exact"/>.
    /// </summary>
    public ImmutableArray<long> StampsBefore { get; init; }

    /// <summary>The stamps that were stored for the client; default when nothing was stored, or when that is not known.</summary>
    public ImmutableArray<long> StampsAfter { get; init; }

    /// <summary>The checks the connection had to take, as bits in the order of <see cref="CheckName"/>; deep tests that a failure switched on included.</summary>
    public int Todo { get; init; }

    /// <summary>True when another connection of the client was open: its passes were then the client's, not those of the temporary allowlist.</summary>
    public bool Shared { get; init; }

    /// <summary>True when another open connection of the client had said PASS NEW already.</summary>
    public bool PassNewTaken { get; init; }

    /// <summary>True when the server address earns no allowlist status.</summary>
    public bool Veto { get; init; }

    /// <summary>What happened, in order.</summary>
    public ImmutableArray<SessionMoment> Moments { get; init; } = [];

    /// <summary>What the lists that were asked answered, in order of arrival; those without a reply come last.</summary>
    public ImmutableArray<ZoneReply> Replies { get; init; } = [];

    /// <summary>
    /// True when this comes from a log: moments have the log's resolution, and the times to live and latencies of lists that listed nothing are not known.
    /// </summary>
    public bool FromLog { get; init; }
}

/// <summary>What is known of a client's passes.</summary>
public enum KnownPasses : byte
{
    /// <summary>The temporary allowlist was not looked at, or what it held is not known.</summary>
    NotKnown,

    /// <summary>The client was not on it.</summary>
    None,

    /// <summary><see cref="DecisionEvidence.StampsBefore"/> has them.</summary>
    Exact,

    /// <summary>Every check that was enabled was passed and still valid (PASS OLD in a log).</summary>
    AllValid,
}

/// <summary>Something that happened in a session and that a decision can depend on.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, UTC, to the millisecond.</param>
public readonly record struct SessionMoment(SessionMomentKind Kind, DateTimeOffset At);

/// <summary>The things of a <see cref="SessionMoment"/>. Stored by number: add at the end.</summary>
public enum SessionMomentKind : byte
{
    /// <summary>Refused by the limit of connections per client or the post-queue limit, before the access list.</summary>
    RefusedFirst,
    /// <summary>Refused by the pre-queue limit.</summary>
    RefusedLater,
    /// <summary>The client talked early.</summary>
    EarlyTalk,
    /// <summary>The client talked early, seen when the greet wait was over.</summary>
    EarlyTalkAtEnd,
    /// <summary>Every list had replied.</summary>
    ListsIn,
    /// <summary>The greet wait was over.</summary>
    WaitOver,
    /// <summary>The dummy SMTP dialogue began.</summary>
    Dialogue,
    /// <summary>Pipelining was caught.</summary>
    Pipelining,
    /// <summary>A non-SMTP command was caught.</summary>
    NonSmtpCommand,
    /// <summary>A bare newline was caught.</summary>
    BareNewline,
    /// <summary>A recipient was given: deep tests without a violation pass.</summary>
    Recipient,
    /// <summary>A command, length or time limit ended the dialogue.</summary>
    DialogueLimit,
    /// <summary>The client left.</summary>
    Hangup,
    /// <summary>The mail server has the connection.</summary>
    HandedOff,
    /// <summary>The mail server could not take the connection.</summary>
    HandoffFailed,
    /// <summary>The panel closed the connection.</summary>
    Closed,
}

/// <summary>One list's part in the evidence.</summary>
/// <param name="Zone">The zone's digest (<c>Dnsbl.ZoneDigest</c>).</param>
/// <param name="State">Whether it was in time.</param>
/// <param name="Answer">What it answered; meaningless when it was silent.</param>
public sealed record ZoneReply(string Zone, ZoneReplyState State, ZoneAnswer Answer)
{
    /// <summary>The name that may be shown.</summary>
    public required string List { get; init; }

    /// <summary>The listing addresses in host byte order.</summary>
    public ImmutableArray<uint> Codes { get; init; } = [];

    /// <summary>Time to live; null when unknown.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>Question to answer; null without a reply or when it is not known.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>True when it cost no query.</summary>
    public bool FromCache { get; init; }
}

/// <summary>Whether a list's reply counted. Stored by number: add at the end.</summary>
public enum ZoneReplyState
{
    /// <summary>It was there when the rank was taken.</summary>
    InTime,

    /// <summary>It came after the rank was taken, or the connection ended before.</summary>
    Late,

    /// <summary>There was no reply when the connection ended, or the deadline passed.</summary>
    Silent,

    /// <summary>It was not asked: the list was suspended, or could not have changed the decision. Counted as if it were not configured.</summary>
    NotAsked,

    /// <summary>It was there in time but withheld from the score: the list was suspended, or listed everybody.</summary>
    Withheld,
}

/// <summary>What a list answered. Stored by number: add at the end.</summary>
public enum ZoneAnswer
{
    /// <summary>Not listed.</summary>
    NotListed,

    /// <summary>Listed.</summary>
    Listed,

    /// <summary>No usable answer.</summary>
    Error,
}
