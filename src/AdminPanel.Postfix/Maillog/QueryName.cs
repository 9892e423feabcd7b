namespace AdminPanel.Postfix.Maillog;

/// <summary>Takes the name that dnsblog asked for apart: the address backwards, then the zone.</summary>
internal static class QueryName
{
    /// <summary>Four decimal labels are an IPv4 address, 32 hexadecimal ones an IPv6 address.</summary>
    public static bool TryRead(ReadOnlySpan<byte> name, out LogAddress client, out ReadOnlySpan<byte> zone)
    {
        if (TryReadIPv6(name, out client, out zone)) return true;
        uint bits = 0;
        var rest = name;
        for (var i = 0; i < 4; i++)
        {
            var dot = rest.IndexOf((byte)'.');
            if (dot is < 1 or > 3 || !Number.TryRead(rest[..dot], out var octet) || octet is < 0 or > 255) return false;
            bits |= (uint)octet << (8 * i);
            rest = rest[(dot + 1)..];
        }

        client = new LogAddress(((UInt128)0xffff << 32) | bits);
        zone = rest;
        return !rest.IsEmpty;
    }

    private static bool TryReadIPv6(ReadOnlySpan<byte> name, out LogAddress client, out ReadOnlySpan<byte> zone)
    {
        client = default;
        zone = default;
        if (name.Length < 65) return false;
        UInt128 bits = 0;
        for (var i = 0; i < 32; i++)
        {
            var digit = Convert.ToChar(name[2 * i]);
            if (!char.IsAsciiHexDigit(digit) || name[(2 * i) + 1] != '.') return false;
            bits |= (UInt128)(char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10) << (4 * i);
        }

        client = new LogAddress(bits);
        zone = name[64..];
        return true;
    }
}
