namespace AdminPanel.Screening.Verdicts;

/// <summary>The checks, in postscreen's order.</summary>
public enum CheckName
{
    /// <summary>Early talk.</summary>
    Pregreet,

    /// <summary>DNS blocklists.</summary>
    Dnsbl,

    /// <summary>Command pipelining.</summary>
    Pipelining,

    /// <summary>Non-SMTP command.</summary>
    NonSmtpCommand,

    /// <summary>Bare newline.</summary>
    BareNewline,
}

/// <summary>How a check ended in one session.</summary>
public enum CheckResult
{
    /// <summary>Not done: disabled, or the session ended first.</summary>
    NotRun,

    /// <summary>Not needed: the temporary allowlist still holds a valid pass.</summary>
    Cached,

    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Skipped by a rank at or below the allowlist threshold.</summary>
    SkippedByAllowlistThreshold,

    /// <summary>Failed.</summary>
    Failed,
}

/// <summary>One check's part in a verdict.</summary>
/// <param name="Check">Which check.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Action">The action in force: ignore, enforce or drop.</param>
/// <param name="Duration">Time it took; null when it did not run.</param>
/// <param name="Detail">What it saw, e.g. the escaped early talk; null when there is nothing to say.</param>
public sealed record CheckOutcome(CheckName Check, CheckResult Result, string Action, TimeSpan? Duration, string? Detail)
{
    /// <summary>True when it failed without consequence only because the action is in force for a share of the clients, and this is none of them.</summary>
    public bool Spared { get; init; }
}
