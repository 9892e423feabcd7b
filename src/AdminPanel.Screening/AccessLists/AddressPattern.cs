using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Screening.AccessLists;

/// <summary>
/// One address pattern of Postfix (cidr_table(5), <c>mynetworks</c>): <c>[!]address</c> or <c>[!]network/bits</c>, optionally in
/// brackets. Immutable; two patterns are equal when they mean the same.
/// </summary>
public sealed record AddressPattern
{
    private static readonly SearchValues<char> s_ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");
    private readonly UInt128 _mask;
    private readonly AddressKey _network;

    private AddressPattern(bool negated, AddressKey network, int bits)
    {
        Negated = negated;
        _network = network;
        Bits = bits;
        _mask = AddressKey.Mask(network.IsIPv6, bits);
    }

    /// <summary>True after an odd number of leading <c>!</c>.</summary>
    public bool Negated { get; }

    /// <summary>The prefix length.</summary>
    public int Bits { get; }

    /// <summary>The address family it applies to; other addresses never match, negated or not.</summary>
    public AddressFamily Family => AddressKey.Family(_network.IsIPv6);

    /// <summary>The network address, host bits zero.</summary>
    public IPAddress Network => _network.ToAddress();

    internal AddressKey Key => _network;

    /// <summary>Whether <paramref name="client"/> is in the network; looks past the <c>!</c>.</summary>
    public bool Contains(IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Contains(AddressKey.Of(client));
    }

    /// <summary>Whether <paramref name="client"/> matches as in a CIDR table: same family, and in the network or, negated, outside it.</summary>
    public bool Matches(IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Matches(AddressKey.Of(client));
    }

    /// <summary>Reads a pattern; on failure <paramref name="error"/> is Postfix's own words.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AddressPattern? pattern, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        var body = text.AsSpan().TrimStart('!');
        var negated = (text.Length - body.Length) % 2 == 1;
        if (body.IsEmpty)
        {
            error = "no pattern";
            return false;
        }

        error = Split(body, out var address, out var mask);
        if (error is not null) return false;
        var ipv6 = address.Contains(':');
        var allBits = ipv6 ? 128 : 32;
        var bits = allBits;
        AddressKey network = default;
        if (mask is null)
        {
            if (!TryReadAddress(address, ipv6, out network)) error = $"bad address pattern: \"{address}\"";
        }
        else if (!TryReadMask(mask, out bits))
        {
            error = $"bad mask value in \"{address}/{mask}\"";
        }
        else if (bits > allBits)
        {
            error = $"bad mask length in \"{address}/{mask}\"";
        }
        else if (!TryReadAddress(address, ipv6, out network))
        {
            error = $"bad network value in \"{address}/{mask}\"";
        }
        else if (network with { Value = network.Value & AddressKey.Mask(ipv6, bits) } is var whole && whole != network)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"non-null host address bits in \"{address}/{mask}\", perhaps you should use \"{whole.ToAddress()}/{bits}\" instead");
        }

        if (error is not null) return false;
        pattern = new AddressPattern(negated, network, bits);
        return true;
    }

    /// <summary>The one spelling: no brackets, no mask on a single address.</summary>
    public override string ToString()
    {
        var single = Bits == (_network.IsIPv6 ? 128 : 32);
        return string.Create(CultureInfo.InvariantCulture, $"{(Negated ? "!" : "")}{Network}{(single ? "" : $"/{Bits}")}");
    }

    internal bool Contains(AddressKey client) => client.IsIPv6 == _network.IsIPv6 && (client.Value & _mask) == _network.Value;

    internal bool Matches(AddressKey client) => client.IsIPv6 == _network.IsIPv6 && (client.Value & _mask) == _network.Value != Negated;

    /// <summary>Splits <c>address/mask</c>, <c>[address/mask]</c> or <c>[address]/mask</c>; the mask is null when there is no slash.</summary>
    private static string? Split(ReadOnlySpan<char> body, out string address, out string? mask)
    {
        address = "";
        mask = null;
        if (body[0] == '[')
        {
            var close = body.IndexOf(']');
            if (close < 0) return $"missing ']' character after \"{body}\"";

            var inner = body[1..close];
            var rest = body[(close + 1)..];
            if (rest.Length > 0 && rest[0] != '/') return $"garbage after \"[{inner}]\"";
            if (rest.Length > 0)
            {
                (address, mask) = (inner.ToString(), rest[1..].ToString());
                return null;
            }

            body = inner;
        }

        var slash = body.IndexOf('/');
        address = (slash < 0 ? body : body[..slash]).ToString();
        mask = slash < 0 ? null : body[(slash + 1)..].ToString();
        return null;
    }

    private static bool TryReadMask(string text, out int bits)
    {
        bits = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            bits = Math.Min((bits * 10) + digit - '0', 1_000);
        }

        return text.Length > 0;
    }

    /// <summary>As inet_pton(3) reads: four plain decimals, or IPv6 without scope, brackets or port.</summary>
    private static bool TryReadAddress(string text, bool ipv6, out AddressKey key)
    {
        key = default;
        if (ipv6)
        {
            if (text.AsSpan().ContainsAnyExcept(s_ipv6Characters) || !IPAddress.TryParse(text, out var address)) return false;
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out _);
            key = new AddressKey(true, BinaryPrimitives.ReadUInt128BigEndian(bytes));
            return true;
        }

        uint value = 0;
        var octets = 0;
        foreach (var part in text.AsSpan().Split('.'))
        {
            var digits = text.AsSpan()[part];
            if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') || digits.ContainsAnyExceptInRange('0', '9')) return false;
            var octet = uint.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            if (octet > 255 || ++octets > 4) return false;
            value = (value << 8) | octet;
        }

        key = new AddressKey(false, value);
        return octets == 4;
    }
}
