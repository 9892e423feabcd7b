using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using DnsClient;
using DnsClient.Protocol;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>What a DNS response means as a DNSBL reply. Stateless.</summary>
internal static class DnsblReplyReader
{
    /// <summary>Reads a response; the text of an error never names the zone.</summary>
    public static DnsblReply Read(IDnsQueryResponse response) => response.Header.ResponseCode switch
    {
        DnsHeaderResponseCode.NoError => ReadAnswers(response),
        DnsHeaderResponseCode.NotExistentDomain => NotListed(response),
        var code => new DnsblReply { Outcome = DnsblOutcome.Error, Error = Name(code) },
    };

    private static DnsblReply ReadAnswers(IDnsQueryResponse response)
    {
        var listings = ImmutableArray.CreateBuilder<uint>(response.Answers.Count);
        uint? refusal = null;
        TimeSpan? ttl = null;
        Span<byte> bytes = stackalloc byte[16];
        foreach (var record in response.Answers)
        {
            if (record is not ARecord a || !a.Address.TryWriteBytes(bytes, out _)) continue;
            ttl = Smaller(ttl, TimeSpan.FromSeconds(a.InitialTimeToLive));
            var address = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (IsListing(address)) listings.Add(address);
            else refusal ??= address;
        }

        if (listings.Count > 0) return new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = listings.DrainToImmutable(), Ttl = ttl, CacheTtl = ttl };
        return refusal is { } bad ? new DnsblReply { Outcome = DnsblOutcome.Error, Error = Explain(bad) } : NotListed(response);
    }

    /// <summary>
    /// postscreen remembers a pass for the time to live of the SOA record itself; a cache keeps the reply for that or the SOA's minimum
    /// field, whichever is smaller (RFC 2308).
    /// </summary>
    private static DnsblReply NotListed(IDnsQueryResponse response)
    {
        TimeSpan? ttl = null;
        TimeSpan? cacheTtl = null;
        foreach (var record in response.Authorities)
        {
            if (record is not SoaRecord soa) continue;
            ttl = Smaller(ttl, TimeSpan.FromSeconds(soa.InitialTimeToLive));
            cacheTtl = Smaller(cacheTtl, TimeSpan.FromSeconds(Math.Min(soa.InitialTimeToLive, soa.Minimum)));
        }

        return new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = ttl, CacheTtl = cacheTtl };
    }

    private static TimeSpan Smaller(TimeSpan? a, TimeSpan b) => a < b ? a.Value : b;

    private static bool IsListing(uint address) => address >> 24 == 127 && address >> 8 != 0x7FFFFF;

    private static string Explain(uint address)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
        return address switch
        {
            0x7FFFFFFC => $"answered {text}: the list knows no such zone, check its name",
            0x7FFFFFFE => $"answered {text}: the list refuses queries through a public resolver",
            0x7FFFFFFF => $"answered {text}: the list refuses this resolver, too many queries",
            _ when address >> 8 == 0x7FFFFF => $"answered {text}: the list refuses queries from this resolver",
            _ => $"answered {text}, which is not in 127.0.0.0/8: the zone is dead, or the resolver rewrites answers",
        };
    }

    private static string Name(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.ServerFailure => "server failure (SERVFAIL)",
        DnsHeaderResponseCode.Refused => "query refused (REFUSED)",
        DnsHeaderResponseCode.FormatError => "format error (FORMERR)",
        DnsHeaderResponseCode.NotImplemented => "not implemented (NOTIMP)",
        _ => string.Create(CultureInfo.InvariantCulture, $"DNS response code {(int)code}"),
    };
}
