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

    /// <summary>When that was seen, as far as known.</summary>
    public string? StatusDate { get; init; }

    /// <summary>The questions a day that free use allows; null when unknown.</summary>
    public int? QueriesPerDay { get; init; }

    /// <summary>Whether those who know it let it turn clients away alone; null when nobody says.</summary>
    public bool? MayBlockAlone { get; init; }

    /// <summary>True when it answers questions about IPv6 clients only.</summary>
    public bool OnlyIpv6 { get; init; }

    /// <summary>True when it has the IPv6 test addresses of RFC 5782.</summary>
    public bool TestsIpv6 { get; init; }

    /// <summary>True when it lists loopback addresses for reasons of its own, against RFC 5782.</summary>
    public bool ListsLoopback { get; init; }

    /// <summary>What its answers mean.</summary>
    public ImmutableArray<KnownCode> Codes { get; init; } = [];

    /// <summary>Weights in common use, each for the threshold it belongs to.</summary>
    public ImmutableArray<KnownWeight> Weights { get; init; } = [];

    /// <summary>What to watch out for.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>True when the zone carries a customer's key and must stay secret.</summary>
    public bool Keyed => Zone.StartsWith("{KEY}", StringComparison.Ordinal);

    /// <summary>The zone with a customer's key in it.</summary>
    public string ZoneWith(string key) => Zone.Replace("{KEY}", key, StringComparison.Ordinal);

    /// <summary>The name that hides the key.</summary>
    public string ReplyName => Keyed ? Zone["{KEY}.".Length..] : Zone;

    /// <summary>The addresses to test it with.</summary>
    public ImmutableArray<DnsblTestPoint> TestPoints
    {
        get
        {
            if (OnlyIpv6) return DnsblTestPoint.IPv6;
            var points = TestsIpv6 ? DnsblTestPoint.IPv4.AddRange(DnsblTestPoint.IPv6) : DnsblTestPoint.IPv4;
            return ListsLoopback ? [.. points.Where(static point => point.MustBeListed)] : points;
        }
    }

    /// <summary>Answers by which it says that it refuses to serve, besides 127.255.255.0/24, which mean that for every list.</summary>
    public ImmutableArray<DnsblFilter> RefusalCodes =>
        [.. Codes.Where(static code => code.Kind == "error" && !code.Match.StartsWith("127.255.255.", StringComparison.Ordinal)).Select(static code => DnsblFilter.TryParse(code.Match, out var filter, out _) ? filter : null).OfType<DnsblFilter>()];

    /// <summary>What <paramref name="answer"/>, a dotted address, means; null when the list does not say.</summary>
    public KnownCode? Explain(string answer)
    {
        if (!System.Net.IPAddress.TryParse(answer, out var address) || address.GetAddressBytes() is not { Length: 4 } bytes) return null;
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return Codes.FirstOrDefault(code => DnsblFilter.TryParse(code.Match, out var filter, out _) && filter.Matches(value));
    }

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
    /// <summary>Whether <paramref name="filter"/> takes all of these answers; null takes every answer.</summary>
    public bool FitsInto(DnsblFilter? filter) => filter is null || Samples().All(filter.Matches);

    /// <summary>Every answer in 127.0.0.0/16 whose last two octets fit; all codes in use lie there.</summary>
    internal IEnumerable<uint> Samples() => DnsblFilter.TryParse(Match, out var pattern, out _) ? Enumerable.Range(0, 0x10000).Select(low => 0x7F00_0000 | (uint)low).Where(pattern.Matches) : [];
}

/// <summary>A weight in common use.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Threshold">The threshold that it belongs to.</param>
/// <param name="Filter">The filter; null counts every answer.</param>
/// <param name="Source">Who uses it.</param>
public sealed record KnownWeight(int Weight, int Threshold, string? Filter = null, string? Source = null);

/// <summary>A list that was shut down.</summary>
/// <param name="Zone">Its domain; sub-domains belong to it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Behaviour">What became of it.</param>
/// <param name="Since">Since when, as far as known.</param>
public sealed record DeadList(string Zone, string Name, string Behaviour, string? Since = null);
