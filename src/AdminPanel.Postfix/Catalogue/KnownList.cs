using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Catalogue;

/// <summary>What is known about a DNS blocklist.</summary>
public sealed record KnownList
{
    /// <summary>The domain to query; <c>{KEY}</c> stands for the customer's key.</summary>
    public required string Zone { get; init; }

    /// <summary>The list's name.</summary>
    public required string Name { get; init; }

    /// <summary>Who runs it, as far as known.</summary>
    public string? Operator { get; init; }

    /// <summary><c>block</c>, <c>allow</c>, or <c>combined</c> (both kinds of answers in one zone).</summary>
    public required string Kind { get; init; }

    /// <summary>What it lists, in a few words.</summary>
    public string? Category { get; init; }

    /// <summary>Whether it lists IPv6 clients; null when unknown.</summary>
    public bool? Ipv6 { get; init; }

    /// <summary>The operator's page.</summary>
    public string? Homepage { get; init; }

    /// <summary>What one must do before using it.</summary>
    public string? Registration { get; init; }

    /// <summary>How much free use is allowed.</summary>
    public string? Quota { get; init; }

    /// <summary><c>alive</c> as far as known.</summary>
    public string? Status { get; init; }

    /// <summary>What its answers mean.</summary>
    public ImmutableArray<KnownCode> Codes { get; init; } = [];

    /// <summary>Weights in common use, each for the threshold it belongs to.</summary>
    public ImmutableArray<KnownWeight> Weights { get; init; } = [];

    /// <summary>What to watch out for.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>True when the zone carries a customer's key and must stay secret.</summary>
    public bool Keyed => Zone.StartsWith("{KEY}", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="zone"/> is this list's zone, with any key.</summary>
    public bool Serves(string zone) => Keyed
        ? zone.Length > Zone.Length - "{KEY}".Length && zone.EndsWith(Zone["{KEY}".Length..], StringComparison.OrdinalIgnoreCase)
        : zone.Equals(Zone, StringComparison.OrdinalIgnoreCase);

    /// <summary>An error answer, other than those the engine never counts, that <paramref name="site"/> would add to the rank.</summary>
    internal KnownCode? ErrorThatCounts(DnsblSite site)
    {
        DnsblFilter? filter = null;
        if (site.Filter is not null && !DnsblFilter.TryParse(site.Filter, out filter, out _)) return null;
        foreach (var code in Codes)
        {
            if (code.Kind != "error" || code.Match.StartsWith("127.255.255.", StringComparison.Ordinal)) continue;
            if (filter is null || code.Samples().Any(filter.Matches)) return code;
        }

        return null;
    }
}

/// <summary>What an answer means.</summary>
/// <param name="Match">The answer, in the syntax of a filter.</param>
/// <param name="Meaning">In words.</param>
/// <param name="Kind"><c>listing</c>, <c>allow</c>, <c>neutral</c>, <c>error</c> or <c>test</c>.</param>
/// <param name="Label">The list's own short name for it.</param>
public sealed record KnownCode(string Match, string Meaning, string Kind, string? Label = null)
{
    /// <summary>Every answer in 127.0.0.0/16 whose last two octets fit; all codes in use lie there.</summary>
    internal IEnumerable<uint> Samples() => DnsblFilter.TryParse(Match, out var pattern, out _) ? Enumerable.Range(0, 0x10000).Select(low => 0x7F00_0000 | (uint)low).Where(pattern.Matches) : [];
}

/// <summary>A weight in common use.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Threshold">The threshold that it belongs to.</param>
/// <param name="Filter">The filter; null counts every answer.</param>
public sealed record KnownWeight(int Weight, int Threshold, string? Filter = null);

/// <summary>A list that was shut down.</summary>
/// <param name="Zone">Its domain; sub-domains belong to it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Behaviour">What became of it.</param>
/// <param name="Since">Since when, as far as known.</param>
public sealed record DeadList(string Zone, string Name, string Behaviour, string? Since = null);
