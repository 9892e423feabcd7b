using System.Net;
using System.Text;

namespace AdminPanel.Postfix.Maillog;

/// <summary>Client addresses in log lines.</summary>
internal static class ClientText
{
    /// <summary>Reads <c>[address]:port</c> at the start of <paramref name="text"/> and moves behind it.</summary>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> text, out LogAddress address, out ushort port)
    {
        address = default;
        port = 0;
        if (text.Length < 6 || text[0] != '[') return false;
        var close = text.IndexOf((byte)']');
        if (close < 0 || close + 2 >= text.Length || text[close + 1] != ':' || !LogAddress.TryParse(text[1..close], out address)) return false;

        var end = close + 2;
        var number = 0;
        while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9' && number <= ushort.MaxValue) number = (number * 10) + text[end++] - '0';
        if (end == close + 2 || number > ushort.MaxValue) return false;
        port = (ushort)number;
        text = text[end..];
        return true;
    }
}

/// <summary>An address as 128 bits, IPv4 as ::ffff:a.b.c.d; a key that needs no memory of its own.</summary>
/// <param name="Bits">The address in network order.</param>
public readonly record struct LogAddress(UInt128 Bits)
{
    /// <summary>Reads an IPv4 address of four parts or an IPv6 address.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LogAddress address)
    {
        address = default;
        if (text.Length is < 2 or > 60) return false;
        if (!text.Contains((byte)':')) return TryParseIPv4(text, out address);
        Span<char> chars = stackalloc char[text.Length];
        if (!Ascii.IsValid(text)) return false;
        Ascii.ToUtf16(text, chars, out _);
        if (!IPAddress.TryParse(chars, out var parsed)) return false;
        address = Of(parsed);
        return true;
    }

    /// <summary>The same address.</summary>
    public static LogAddress Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        var mapped = address.MapToIPv6();
        mapped.TryWriteBytes(bytes, out _);
        return new LogAddress(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The same address, IPv4 as such.</summary>
    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return Bits >> 32 == 0xffff ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    private static bool TryParseIPv4(ReadOnlySpan<byte> text, out LogAddress address)
    {
        address = default;
        uint bits = 0;
        var (dots, octet, digits) = (0, 0, 0);
        foreach (var b in text)
        {
            if (b is >= (byte)'0' and <= (byte)'9' && digits < 3)
            {
                octet = (octet * 10) + b - '0';
                digits++;
            }
            else if (b == '.' && digits > 0 && octet < 256 && dots < 3)
            {
                bits = (bits << 8) | (uint)octet;
                (dots, octet, digits) = (dots + 1, 0, 0);
            }
            else
            {
                return false;
            }
        }

        if (dots != 3 || digits == 0 || octet > 255) return false;
        address = new LogAddress(((UInt128)0xffff << 32) | (bits << 8) | (uint)octet);
        return true;
    }
}
