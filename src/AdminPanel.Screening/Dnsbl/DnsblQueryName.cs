using System.Globalization;
using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>The name to ask a zone about a client (RFC 5782). Stateless.</summary>
public static class DnsblQueryName
{
    /// <summary>Reversed octets, or reversed nibbles for IPv6, the zone, and a final dot so that no search domain is ever appended.</summary>
    public static string Of(IPAddress client, string zone)
    {
        ArgumentNullException.ThrowIfNull(client);
        Span<byte> bytes = stackalloc byte[16];
        client.TryWriteBytes(bytes, out var length);
        if (client.IsIPv4MappedToIPv6)
        {
            bytes = bytes[12..];
            length = 4;
        }

        if (length == 4) return string.Create(CultureInfo.InvariantCulture, $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.{zone}.");
        Span<char> nibbles = stackalloc char[64];
        for (var i = 0; i < 16; i++)
        {
            var b = bytes[15 - i];
            nibbles[i * 4] = Hex(b & 15);
            nibbles[(i * 4) + 2] = Hex(b >> 4);
            nibbles[(i * 4) + 1] = nibbles[(i * 4) + 3] = '.';
        }

        return $"{nibbles}{zone}.";
    }

    private static char Hex(int nibble) => "0123456789abcdef"[nibble];
}
