using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>An address that a working list must, or must not, list (RFC 5782, section 5). Immutable.</summary>
/// <param name="Address">The address. An IPv4-mapped one means the IPv6 question, which is how RFC 5782 tests IPv6 lists.</param>
/// <param name="MustBeListed">Whether the list must list it.</param>
public sealed record DnsblTestPoint(IPAddress Address, bool MustBeListed)
{
    /// <summary>127.0.0.2 is listed, 127.0.0.1 is not.</summary>
    public static ImmutableArray<DnsblTestPoint> IPv4 { get; } = [new(new IPAddress([127, 0, 0, 2]), true), new(new IPAddress([127, 0, 0, 1]), false)];

    /// <summary>::FFFF:7F00:2 is listed, ::FFFF:7F00:1 is not.</summary>
    public static ImmutableArray<DnsblTestPoint> IPv6 { get; } = [new(IPAddress.Parse("::FFFF:7F00:2"), true), new(IPAddress.Parse("::FFFF:7F00:1"), false)];

    /// <summary>The address as it is shown.</summary>
    public string Text => Address.IsIPv4MappedToIPv6 ? $"::FFFF:{Last(2):X}:{Last(0):X}" : Address.ToString();

    /// <summary>
    /// What to ask a resolver for. A resolver takes an IPv4-mapped address for an IPv4 client; so the name of the IPv6 question is put together from
    /// a longer zone and the four digits that go in front of it.
    /// </summary>
    public (string Zone, IPAddress Client) Question(string zone)
    {
        if (!Address.IsIPv4MappedToIPv6) return (zone, Address);
        var digits = Last(0).ToString("X4", CultureInfo.InvariantCulture);
        var bytes = Address.GetAddressBytes();
        var rest = new StringBuilder();
        for (var i = 13; i >= 0; i--) rest.Append(CultureInfo.InvariantCulture, $"{bytes[i] & 15:x}.{bytes[i] >> 4:x}.");
        return ($"{rest}{zone}", new IPAddress([.. digits.Select(static digit => (byte)(digit - '0'))]));
    }

    /// <summary>
    /// An address that nobody can send from and no list has a reason to list: a list that lists it lists everybody. Drawn at random, so that no
    /// resolver has the answer in its cache.
    /// </summary>
    public static DnsblTestPoint Nobody(bool ipv6)
    {
        if (!ipv6) return new(new IPAddress([127, (byte)Random.Shared.Next(192, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]), false);
        var digits = Random.Shared.Next(3, 10_000).ToString("D4", CultureInfo.InvariantCulture);
        return new(IPAddress.Parse($"::FFFF:7FEE:{digits}"), false);
    }

    private int Last(int skip)
    {
        var bytes = Address.GetAddressBytes();
        return (bytes[14 - skip] << 8) | bytes[15 - skip];
    }
}
