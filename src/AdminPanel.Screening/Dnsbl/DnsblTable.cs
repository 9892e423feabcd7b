using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>The compiled DNSBL sites: zones in configured order, each with its scoring rules. Immutable.</summary>
public sealed class DnsblTable
{
    /// <summary>No sites: the check is off.</summary>
    public static DnsblTable Empty { get; } = new([]);

    /// <summary>Makes a table of <paramref name="zones"/>.</summary>
    public DnsblTable(ImmutableArray<DnsblZone> zones) => Zones = zones;

    /// <summary>Each zone once, in the order of its first entry.</summary>
    public ImmutableArray<DnsblZone> Zones { get; }
}

/// <summary>One queried zone with its scoring rules.</summary>
/// <param name="Name">The real zone; may be a secret, never show it.</param>
/// <param name="DisplayName">The name for replies, logs and pages.</param>
/// <param name="Rules">Filter and weight pairs, in configured order.</param>
public sealed record DnsblZone(string Name, string DisplayName, ImmutableArray<DnsblRule> Rules)
{
    /// <summary>What evidence knows the zone by.</summary>
    public string Digest { get; } = ZoneDigest.Of(Name);
}

/// <summary>One filter and weight pair.</summary>
/// <param name="Filter">Which answers count; null means every listing answer.</param>
/// <param name="Weight">Added once on a match.</param>
public sealed record DnsblRule(DnsblFilter? Filter, int Weight);
