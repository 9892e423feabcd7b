using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Screening.AccessLists;

/// <summary>An address as a number, for mask and compare. An IPv4-mapped IPv6 address is its IPv4 address.</summary>
internal readonly record struct AddressKey(bool IsIPv6, UInt128 Value)
{
    public static AddressKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length)) return default;
        if (length == 4) return new AddressKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address.IsIPv4MappedToIPv6 ? new AddressKey(false, (uint)value) : new AddressKey(true, value);
    }

    public static AddressFamily Family(bool ipv6) => ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    /// <summary>The mask of <paramref name="bits"/> leading ones, right-aligned for IPv4.</summary>
    public static UInt128 Mask(bool ipv6, int bits)
    {
        if (ipv6) return bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);
        return bits == 0 ? UInt128.Zero : uint.MaxValue << (32 - bits);
    }

    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsIPv6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
            return new IPAddress(bytes);
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Value);
        return new IPAddress(bytes[..4]);
    }
}
