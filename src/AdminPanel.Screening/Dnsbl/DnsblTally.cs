namespace AdminPanel.Screening.Dnsbl;

/// <summary>What a client's replies add up to at one moment. Immutable.</summary>
/// <param name="Rank">The weighted sum of the listings; may be negative.</param>
/// <param name="DisplayName">The list with the largest single weight, the first to arrive on a tie; null when nothing matched.</param>
/// <param name="FailTtl">How long a positive rank stays true; null when unknown.</param>
/// <param name="PassTtl">How long a rank of zero or less stays true; null when unknown.</param>
public readonly record struct DnsblTally(int Rank, string? DisplayName, TimeSpan? FailTtl, TimeSpan? PassTtl)
{
    /// <summary>How many zones had replied, or were given up, when this was added up.</summary>
    public int Replies { get; init; }

    /// <summary>
    /// How long a pass may be remembered: never shorter than <paramref name="min"/> (<c>postscreen_dnsbl_min_ttl</c>), never longer than
    /// <paramref name="max"/> (<c>postscreen_dnsbl_max_ttl</c>), which wins. The comparison is with zero, not with the threshold.
    /// </summary>
    public TimeSpan Ttl(TimeSpan min, TimeSpan max)
    {
        var ttl = (Rank > 0 ? FailTtl : PassTtl) ?? TimeSpan.Zero;
        if (ttl < min) ttl = min;
        return ttl > max ? max : ttl;
    }
}

/// <summary>One zone's part in a client's rank.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Reply">Its reply; null while there is none.</param>
/// <param name="Weight">What it added to the rank.</param>
/// <param name="FilteredOut">True when it listed the client but no filter matched.</param>
public readonly record struct DnsblZoneResult(DnsblZone Zone, DnsblReply? Reply, int Weight, bool FilteredOut);
