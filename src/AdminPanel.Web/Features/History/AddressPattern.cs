using System.Net;

namespace AdminPanel.Web.Features.History;

/// <summary>An address or a network that a filter looks for. IPv4-mapped addresses count as IPv4; host bits are ignored.</summary>
internal readonly struct AddressPattern
{
    private readonly IPNetwork _network;

    private AddressPattern(IPNetwork network) => _network = network;

    /// <summary>Reads <c>address</c> or <c>network/bits</c>, IPv6 with or without brackets.</summary>
    public static bool TryParse(string text, out AddressPattern pattern)
    {
        pattern = default;
        var parts = text.Trim().Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address) || (!parts[0].Contains(':', StringComparison.Ordinal) && parts[0].Count(c => c == '.') != 3)) return false;
        var width = address.GetAddressBytes().Length * 8;
        var bits = width;
        if (parts.Length == 2 && (!int.TryParse(parts[1], out bits) || bits < 0 || bits > width)) return false;
        pattern = new AddressPattern(new IPNetwork(Masked(address, bits), bits));
        return true;
    }

    /// <summary>Whether <paramref name="address"/> is meant.</summary>
    public bool Contains(IPAddress address) => _network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var keep = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - keep));
        }

        return new IPAddress(bytes);
    }
}
