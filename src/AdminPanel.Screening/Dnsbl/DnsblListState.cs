namespace AdminPanel.Screening.Dnsbl;

/// <summary>How a watched list is doing now. Immutable.</summary>
public sealed record DnsblListState
{
    /// <summary>The real zone; may be a secret, never show it.</summary>
    public required string Zone { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Why it is not scored; null when it is.</summary>
    public DnsblSuspension? Suspension { get; init; }

    /// <summary>What is wrong with a list that is scored all the same; null when nothing is.</summary>
    public string? Remark { get; init; }

    /// <summary>What its test addresses said last; null before the first test.</summary>
    public DnsblProbeResult? LastProbe { get; init; }

    /// <summary>Questions sent today (UTC), tests included.</summary>
    public long QueriesToday { get; init; }

    /// <summary>The most questions a day; null for no limit.</summary>
    public long? DailyBudget { get; init; }
}

/// <summary>A list was suspended, or returned.</summary>
/// <param name="DisplayName">The list.</param>
/// <param name="Suspension">Why and since when; null when it returned.</param>
/// <param name="At">When, UTC.</param>
public sealed record DnsblStandingChange(string DisplayName, DnsblSuspension? Suspension, DateTimeOffset At);
