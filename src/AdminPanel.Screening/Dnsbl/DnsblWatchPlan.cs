using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Which lists are watched, and what follows from what is seen. Immutable.</summary>
public sealed record DnsblWatchPlan
{
    /// <summary>The lists in use, each zone once.</summary>
    public ImmutableArray<WatchedZone> Zones { get; init; } = [];

    /// <summary>Whether a sick list is taken out of scoring until it is well.</summary>
    public bool Suspend { get; init; } = true;

    /// <summary>Whether a listing counts only after the list has shown that it does not list everybody.</summary>
    public bool Confirm { get; init; } = true;

    /// <summary>How often the test addresses of a list that gives no cause for doubt are asked; zero is never.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What is known about one list in use.</summary>
public sealed record WatchedZone
{
    /// <summary>The real zone; may be a secret, never show it.</summary>
    public required string Zone { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The addresses to test it with.</summary>
    public ImmutableArray<DnsblTestPoint> TestPoints { get; init; } = DnsblTestPoint.IPv4;

    /// <summary>Answers by which this list says that it refuses to serve, besides 127.255.255.0/24.</summary>
    public ImmutableArray<DnsblFilter> RefusalCodes { get; init; } = [];

    /// <summary>Whether it lists loopback addresses for reasons of its own, so that they tell nothing about it.</summary>
    public bool ListsLoopback { get; init; }

    /// <summary>Whether it answers questions about IPv6 clients only.</summary>
    public bool OnlyIPv6 { get; init; }

    /// <summary>Whether its answers can change a rank; a list with weight 0 everywhere is watched only.</summary>
    public bool Scored { get; init; } = true;

    /// <summary>The most queries a day (UTC); null for no limit.</summary>
    public long? DailyBudget { get; init; }
}
