using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Screening.Handoff;

/// <summary>PROXY protocol headers, versions 1 and 2 (HAProxy's proxy-protocol.txt), as Postfix reads them.</summary>
internal static class ProxyHeader
{
    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>The header that tells the mail server who the client is.</summary>
    public static byte[] Encode(int version, IPEndPoint client, IPEndPoint server)
    {
        var v6 = client.AddressFamily == AddressFamily.InterNetworkV6;
        if (version == 1)
        {
            return Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"PROXY {(v6 ? "TCP6" : "TCP4")} {client.Address} {server.Address} {client.Port} {server.Port}\r\n"));
        }

        var size = v6 ? 16 : 4;
        var header = new byte[16 + (2 * size) + 4];
        Signature.CopyTo(header);
        header[12] = 0x21;
        header[13] = (byte)(v6 ? 0x21 : 0x11);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(14), (ushort)((2 * size) + 4));
        client.Address.TryWriteBytes(header.AsSpan(16), out _);
        server.Address.TryWriteBytes(header.AsSpan(16 + size), out _);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(16 + (2 * size)), (ushort)client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(18 + (2 * size)), (ushort)server.Port);
        return header;
    }
}
