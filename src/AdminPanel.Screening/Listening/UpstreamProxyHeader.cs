using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Listening;

/// <summary>What a PROXY protocol header says. Null end points: use the connection's own (LOCAL).</summary>
internal readonly record struct UpstreamProxyHeader(int Length, IPEndPoint? Client, IPEndPoint? Server);

/// <summary>
/// Reads the header that a load balancer puts before a client's bytes, versions 1 and 2, with Postfix's error texts. The whole header
/// must be in the first packet. Stateless.
/// </summary>
internal static class UpstreamProxyParser
{
    /// <summary>How much of the input is looked at.</summary>
    public const int PeekLength = 536;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header from what was peeked. On failure <paramref name="error"/> is what follows "haproxy read: ".</summary>
    public static bool TryParse(ReadOnlySpan<byte> input, out UpstreamProxyHeader header, out string error)
    {
        header = default;
        error = input.StartsWith("PROXY "u8) ? ReadVersion1(input, out header)
            : input.Length >= Signature.Length && input.StartsWith(Signature) ? ReadVersion2(input, out header)
            : input.Length < Signature.Length ? "short protocol header"
            : "unrecognized protocol header";
        if (error.Length == 0) return true;
        error = $"{error}: {LogText.Escape(input, LogText.MaxLength)}";
        return false;
    }

    private static string ReadVersion1(ReadOnlySpan<byte> input, out UpstreamProxyHeader header)
    {
        header = default;
        var end = input.IndexOf((byte)'\n');
        if (end < 0) return "missing protocol header terminator";
        var words = Encoding.Latin1.GetString(input[..end]).Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[1].ToUpperInvariant() is not ("TCP4" or "TCP6")) return "bad or missing protocol type";
        var family = words[1].EndsWith('4') ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (Address(words, 2, family) is not { } client) return "bad or missing client address";
        if (Address(words, 3, family) is not { } server) return "bad or missing server address";
        if (Port(words, 4) is not { } clientPort) return "bad or missing client port";
        if (Port(words, 5) is not { } serverPort) return "bad or missing server port";
        header = new UpstreamProxyHeader(end + 1, new IPEndPoint(client, clientPort), new IPEndPoint(server, serverPort));
        return "";
    }

    private static IPAddress? Address(string[] words, int index, AddressFamily family)
    {
        if (index >= words.Length || words[index].Contains('%', StringComparison.Ordinal)) return null;
        if (!IPAddress.TryParse(words[index], out var address) || address.AddressFamily != family) return null;
        if (family == AddressFamily.InterNetwork && words[index].Count(static c => c == '.') != 3) return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static int? Port(string[] words, int index)
    {
        if (index >= words.Length || (words[index].Length > 1 && words[index][0] == '0')) return null;
        return ushort.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    private static string ReadVersion2(ReadOnlySpan<byte> input, out UpstreamProxyHeader header)
    {
        const int Fixed = 16, Local = 0, Proxy = 1;
        header = default;
        if (input.Length < Fixed) return "short version 2 protocol header";
        if (input[12] >> 4 != 2) return "unrecognized protocol version";
        var length = Fixed + BinaryPrimitives.ReadUInt16BigEndian(input[14..]);
        if (input.Length < length) return "short version 2 protocol header";
        switch (input[12] & 0x0F)
        {
            case Local:
                header = new UpstreamProxyHeader(length, null, null);
                return "";
            case Proxy:
                break;
            default:
                return "bad command in proxy header";
        }

        var size = input[13] switch { 0x11 => 4, 0x21 => 16, _ => 0 };
        if (size == 0) return "unsupported network protocol";
        var body = input[Fixed..length];
        if (body.Length < (2 * size) + 4) return "short address field";
        header = new UpstreamProxyHeader(length, EndPoint(body, 0, size), EndPoint(body, 1, size));
        return "";
    }

    private static IPEndPoint EndPoint(ReadOnlySpan<byte> body, int which, int size)
    {
        var address = new IPAddress(body.Slice(which * size, size));
        var port = BinaryPrimitives.ReadUInt16BigEndian(body[((2 * size) + (2 * which))..]);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
    }
}
