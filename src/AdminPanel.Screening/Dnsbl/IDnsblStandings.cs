namespace AdminPanel.Screening.Dnsbl;

/// <summary>What makes a list unfit to score clients.</summary>
public enum DnsblSickness
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It lists addresses that nobody can send from, the test address that must not be listed, or most of the clients that it did not list before.</summary>
    ListsEverybody,

    /// <summary>It answers outside 127.0.0.0/8: the domain is parked, or a resolver rewrites answers.</summary>
    OutOfRange,

    /// <summary>It refuses this resolver: too many queries, a public resolver, no account.</summary>
    Refuses,

    /// <summary>It does not answer, or its servers fail.</summary>
    Silent,

    /// <summary>The queries that were set aside for it today are used up.</summary>
    OverBudget,
}

/// <summary>A list that is not scored for the time being. Immutable.</summary>
/// <param name="Sickness">The reason.</param>
/// <param name="Why">The reason and its evidence in a sentence; never names the zone.</param>
/// <param name="Since">When it was suspended, UTC.</param>
public sealed record DnsblSuspension(DnsblSickness Sickness, string Why, DateTimeOffset Since)
{
    /// <summary>
    /// Whether clients are still looked up, for the record. A list that is silent, refuses or is over its budget is not: every question would
    /// cost time or make it worse.
    /// </summary>
    public bool StillAsked => Sickness is DnsblSickness.ListsEverybody or DnsblSickness.OutOfRange;
}

/// <summary>Knows which lists are suspended. Thread-safe and fast: asked for every client and list.</summary>
public interface IDnsblStandings
{
    /// <summary>Why <paramref name="zone"/> (the real name) is suspended; null when it is not.</summary>
    DnsblSuspension? Find(string zone);
}
