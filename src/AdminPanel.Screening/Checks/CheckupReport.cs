using System.Collections.Immutable;

namespace AdminPanel.Screening.Checks;

/// <summary>
/// Why a client would pass or not, now: the form of <c>check --json</c> (camel case), which only ever grows. Times are UTC; texts in
/// quotes below are the only values of their field.
/// </summary>
public sealed record CheckupReport
{
    /// <summary>The client's address.</summary>
    public required string Client { get; init; }

    /// <summary>When this was found out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The settings version asked.</summary>
    public required long SettingsVersion { get; init; }

    /// <summary>What the access list says.</summary>
    public required CheckupAccess Access { get; init; }

    /// <summary>What the temporary allowlist knows.</summary>
    public required CheckupAllowlist Allowlist { get; init; }

    /// <summary>Whom the lists were asked at, as <c>address:port</c>.</summary>
    public ImmutableArray<string> Resolvers { get; init; } = [];

    /// <summary>What each list answers, in configured order; asked even when the verdict does not need them.</summary>
    public required ImmutableArray<CheckupList> Lists { get; init; }

    /// <summary>The sum of the weights; null without lists.</summary>
    public int? Rank { get; init; }

    /// <summary><c>postscreen_dnsbl_threshold</c>.</summary>
    public required int Threshold { get; init; }

    /// <summary><c>postscreen_dnsbl_action</c>: "ignore", "enforce" or "drop".</summary>
    public required string DnsblAction { get; init; }

    /// <summary>What would happen to a connection of this client.</summary>
    public required CheckupConclusion Conclusion { get; init; }
}

/// <summary>The access list's part.</summary>
/// <param name="Action">"permit", "reject" or "dunno".</param>
/// <param name="Rule">The deciding rule in words; null when none decided.</param>
/// <param name="EntryId">The deciding entry; null when none decided.</param>
public sealed record CheckupAccess(string Action, string? Rule, string? EntryId);

/// <summary>The temporary allowlist's part.</summary>
/// <param name="State">"unknown", "expired" or "valid".</param>
/// <param name="Checks">Each enabled check and until when its pass is valid.</param>
public sealed record CheckupAllowlist(string State, ImmutableArray<CheckupStamp> Checks);

/// <summary>One check's pass.</summary>
/// <param name="Check">"pregreet", "dnsbl", "pipelining", "nonSmtpCommand" or "bareNewline".</param>
/// <param name="ValidUntil">When the pass ends or ended; null when the client never passed.</param>
/// <param name="Valid">Whether it is valid now.</param>
public sealed record CheckupStamp(string Check, DateTimeOffset? ValidUntil, bool Valid);

/// <summary>One DNS blocklist's part.</summary>
public sealed record CheckupList
{
    /// <summary>The list's display name; never a secret zone.</summary>
    public required string List { get; init; }

    /// <summary>"listed", "not listed", "error", "no reply" or "not asked".</summary>
    public required string Outcome { get; init; }

    /// <summary>The answers as dotted addresses.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What it adds to the rank.</summary>
    public int Weight { get; init; }

    /// <summary>True when it lists the client but no filter matches the answer.</summary>
    public bool FilteredOut { get; init; }

    /// <summary>Question to answer, milliseconds; null without an answer.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Time to live of the answer, seconds; null when unknown.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>Why the list is not scored for the time being; null when it is.</summary>
    public string? Withheld { get; init; }

    /// <summary>Why there is no usable answer; null when there is one.</summary>
    public string? Error { get; init; }

    /// <summary>What is wrong with the list itself: it is dead, or fails its test; null when nothing is known to be, or it was not tested.</summary>
    public string? Trouble { get; init; }
}

/// <summary>The end of it.</summary>
/// <param name="Outcome">"handed off", "rejected", "dropped", or "tested" when the client's own behaviour decides.</param>
/// <param name="Reason">What decides, spelled as in the log: ALLOWLISTED, DENYLISTED, DNSBL, PASS OLD or PASS NEW.</param>
/// <param name="Text">The whole story in sentences.</param>
/// <param name="Reply">The refusing reply; null when there is none.</param>
/// <param name="Tests">Tests of behaviour the client still has to pass, named as in <see cref="CheckupStamp.Check"/>.</param>
public sealed record CheckupConclusion(string Outcome, string Reason, string Text, string? Reply, ImmutableArray<string> Tests);
