using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace AdminPanel.Web.Demo;

/// <summary>A DNS question and the few answers the demonstration gives (RFC 1035).</summary>
/// <param name="Query">The datagram as it came.</param>
/// <param name="Name">The name asked for, lower case, without the final dot.</param>
/// <param name="Type">1 is A.</param>
/// <param name="QuestionEnd">Where the question ends in the datagram.</param>
internal sealed record DemoDnsMessage(byte[] Query, string Name, int Type, int QuestionEnd)
{
    private const int NegativeTtl = 300;

    /// <summary>Reads a query; null when it is not one question that can be read.</summary>
    public static DemoDnsMessage? Read(byte[] datagram)
    {
        if (datagram.Length < 17 || (datagram[2] & 0x80) != 0 || BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(4)) != 1) return null;

        var name = new StringBuilder();
        var position = 12;
        while (datagram[position] != 0)
        {
            var length = datagram[position];
            if (length > 63 || position + length + 5 >= datagram.Length) return null;
            if (name.Length > 0) name.Append('.');
            name.Append(Encoding.ASCII.GetString(datagram, position + 1, length));
            position += length + 1;
        }

        return position + 5 > datagram.Length
            ? null
            : new(datagram, name.ToString().ToLowerInvariant(), BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(position + 1)), position + 5);
    }

    /// <summary>One PTR record with five minutes to live.</summary>
    public byte[] Named(string host)
    {
        var name = Encode(host);
        return Reply(0, [0xC0, 12, 0, 12, 0, 1, 0, 0, 1, 44, (byte)(name.Length >> 8), (byte)name.Length, .. name], authority: null);
    }

    /// <summary>One A record with five minutes to live.</summary>
    public byte[] Listed(IPAddress answer) => Reply(0, [0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, .. answer.GetAddressBytes()], authority: null);

    /// <summary>The name does not exist; the zone's SOA says for how long that is true.</summary>
    public byte[] NotListed(string zone) => Reply(3, answer: null, Soa(zone));

    /// <summary>The name exists without such a record.</summary>
    public byte[] NoData(string zone) => Reply(0, answer: null, Soa(zone));

    /// <summary>SERVFAIL (2) or REFUSED (5).</summary>
    public byte[] Failed(int code) => Reply(code, answer: null, authority: null);

    private byte[] Reply(int code, byte[]? answer, byte[]? authority)
    {
        byte[] reply = [.. Query.AsSpan(0, QuestionEnd), .. answer ?? [], .. authority ?? []];
        reply[2] = (byte)(0x84 | (Query[2] & 1));
        reply[3] = (byte)code;
        reply.AsSpan(6, 6).Clear();
        reply[7] = (byte)(answer is null ? 0 : 1);
        reply[9] = (byte)(authority is null ? 0 : 1);
        return reply;
    }

    private static byte[] Soa(string zone)
    {
        byte[] owner = Encode(zone);
        byte[] data = [.. Encode("ns." + zone), .. Encode("hostmaster." + zone), .. Number(1), .. Number(600), .. Number(300), .. Number(86_400), .. Number(NegativeTtl)];
        return [.. owner, 0, 6, 0, 1, .. Number(NegativeTtl), (byte)(data.Length >> 8), (byte)data.Length, .. data];
    }

    private static byte[] Encode(string name) =>
        [.. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
