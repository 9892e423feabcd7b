using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>Reads <c>sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
internal static class KernelAddress
{
    /// <summary>Room for the larger of the two.</summary>
    public const int Size = 28;

    /// <summary>The end point; IPv4-mapped IPv6 becomes IPv4, scopes are dropped. Null for another family.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address)
    {
        const int InterNetwork = 2, InterNetworkV6 = 10;
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        switch (BinaryPrimitives.ReadUInt16LittleEndian(address))
        {
            case InterNetwork:
                return new IPEndPoint(new IPAddress(address.Slice(4, 4)), port);
            case InterNetworkV6:
                var v6 = new IPAddress(address.Slice(8, 16));
                return new IPEndPoint(v6.IsIPv4MappedToIPv6 ? v6.MapToIPv4() : v6, port);
            default:
                return null;
        }
    }
}
