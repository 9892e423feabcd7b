using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace AdminPanel.Store;

/// <summary>
/// Addresses as 16 bytes in network order, IPv4 as ::ffff:a.b.c.d: one column holds both families, and a network is a range of it.
/// </summary>
internal static class AddressBytes
{
    public static byte[] Of(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address : address.MapToIPv6()).GetAddressBytes();

    public static IPAddress ToAddress(byte[] bytes)
    {
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>The first and last address of <c>address</c> or <c>network/bits</c>, brackets allowed, host bits ignored.</summary>
    public static bool TryRange(string text, [NotNullWhen(true)] out byte[]? first, [NotNullWhen(true)] out byte[]? last)
    {
        first = last = null;
        var slash = text.LastIndexOf('/');
        var host = (slash < 0 ? text : text[..slash]).Trim().Trim('[', ']');
        if (!IPAddress.TryParse(host, out var address)) return false;
        var isV4 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

        // IPAddress also reads "10" and "10.1"; a search for those means text, not 0.0.0.10.
        if (isV4 && host.AsSpan().Count('.') != 3) return false;
        var width = isV4 ? 32 : 128;
        var bits = width;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1).Trim().Trim(']'), out bits) || bits < 0 || bits > width)) return false;

        first = Of(address);
        last = [.. first];
        for (var bit = bits + 128 - width; bit < 128; bit++)
        {
            var mask = (byte)(0x80 >> (bit & 7));
            first[bit >> 3] &= (byte)~mask;
            last[bit >> 3] |= mask;
        }

        return true;
    }
}
