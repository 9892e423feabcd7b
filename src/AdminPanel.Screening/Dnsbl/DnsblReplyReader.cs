using System.Collections.Immutable;
using System.Globalization;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>What a DNS response means as a DNSBL reply. Stateless.</summary>
internal static class DnsblReplyReader
{
    private const int NoError = 0;
    private const int NoSuchName = 3;
    private const int Refused = 5;
    private const uint PublicResolver = 0x7FFFFFFE;
    private static readonly ImmutableArray<ImmutableArray<uint>> s_single = [.. Enumerable.Range(0, 256).Select(static last => ImmutableArray.Create(0x7F000000 | (uint)last))];

    /// <summary>Reads a response that took <paramref name="latency"/>; the text of an error never names the zone.</summary>
    public static DnsblReply Read(in DnsFindings findings, TimeSpan latency) => findings.Code switch
    {
        NoError => ReadAnswers(findings, latency),
        NoSuchName => NotListed(findings, latency),
        var code => Failed(Name(code), code == Refused ? DnsblTrouble.Refused : DnsblTrouble.Failed, latency),
    };

    private static DnsblReply ReadAnswers(in DnsFindings findings, TimeSpan latency)
    {
        var listings = 0;
        uint? refusal = null;
        foreach (var address in findings.Addresses)
        {
            if (IsListing(address)) listings++;
            else refusal ??= address;
        }

        if (listings == 0) return refusal is { } bad ? Failed(Explain(bad), Trouble(bad), latency) : NotListed(findings, latency);

        var addresses = ImmutableArray.CreateBuilder<uint>(listings);
        foreach (var address in findings.Addresses)
        {
            if (IsListing(address)) addresses.Add(address);
        }

        var ttl = Span(findings.Ttl);
        return new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = Shared(addresses.MoveToImmutable()), Ttl = ttl, CacheTtl = ttl, Latency = latency };
    }

    /// <summary>Nearly every listing has one code in 127.0.0.0/24: replies that are kept share it.</summary>
    private static ImmutableArray<uint> Shared(ImmutableArray<uint> addresses) =>
        addresses is [var only] && only >> 8 == 0x7F0000 ? s_single[(int)(only & 255)] : addresses;

    /// <summary>
    /// postscreen remembers a pass for the time to live of the SOA record itself; a cache keeps the reply for that or the SOA's minimum
    /// field, whichever is smaller (RFC 2308).
    /// </summary>
    private static DnsblReply NotListed(in DnsFindings findings, TimeSpan latency) =>
        new() { Outcome = DnsblOutcome.NotListed, Ttl = Span(findings.SoaTtl), CacheTtl = Span(findings.NegativeTtl), Latency = latency };

    private static DnsblReply Failed(string error, DnsblTrouble trouble, TimeSpan latency) => new() { Outcome = DnsblOutcome.Error, Error = error, Trouble = trouble, Latency = latency };

    private static TimeSpan? Span(uint? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    private static bool IsListing(uint address) => address >> 24 == 127 && !IsRefusal(address);

    private static bool IsRefusal(uint address) => address >> 8 == 0x7FFFFF;

    private static DnsblTrouble Trouble(uint address) => address == PublicResolver ? DnsblTrouble.PublicResolver : IsRefusal(address) ? DnsblTrouble.Refused : DnsblTrouble.OutOfRange;

    private static string Explain(uint address)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
        return address switch
        {
            0x7FFFFFFC => $"answered {text}: the list knows no such zone, check its name",
            PublicResolver => $"answered {text}: the list refuses queries through a public resolver",
            0x7FFFFFFF => $"answered {text}: the list refuses this resolver, too many queries",
            _ when IsRefusal(address) => $"answered {text}: the list refuses queries from this resolver",
            _ => $"answered {text}, which is not in 127.0.0.0/8: the zone is dead, or the resolver rewrites answers",
        };
    }

    private static string Name(int code) => code switch
    {
        1 => "format error (FORMERR)",
        2 => "server failure (SERVFAIL)",
        4 => "not implemented (NOTIMP)",
        5 => "query refused (REFUSED)",
        _ => string.Create(CultureInfo.InvariantCulture, $"DNS response code {code}"),
    };
}
