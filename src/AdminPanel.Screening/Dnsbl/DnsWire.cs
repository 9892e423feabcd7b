using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>DNS messages on the wire (RFC 1035), as far as blocklists need them. Stateless; no input makes a call throw.</summary>
internal static class DnsWire
{
    /// <summary>The header's length.</summary>
    public const int HeaderLength = 12;

    /// <summary>Room for the longest question message.</summary>
    public const int QuestionLimit = HeaderLength + NameLimit + 4;

    private const int NameLimit = 255;
    private const int LabelLimit = 63;
    private const int PrefixLimit = 64;
    private const int TypeA = 1;
    private const int TypeSoa = 6;
    private const int ClassInternet = 1;

    /// <summary>The zone's name in wire form with its root label; false when it is no name that a client's address can be put in front of.</summary>
    public static bool TryEncodeZone(string zone, [NotNullWhen(true)] out byte[]? wire)
    {
        wire = null;
        var labels = (zone.EndsWith('.') ? zone[..^1] : zone).Split('.');
        if (!Ascii.IsValid(zone) || labels.Any(static l => l.Length is 0 or > LabelLimit)) return false;
        var encoded = new byte[labels.Sum(static l => l.Length + 1) + 1];
        if (encoded.Length > NameLimit - PrefixLimit) return false;
        var at = 0;
        foreach (var label in labels)
        {
            encoded[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, encoded.AsSpan(at));
        }

        wire = encoded;
        return true;
    }

    /// <summary>Writes the question for a client's addresses in a zone and returns the message's length.</summary>
    /// <param name="message">At least <see cref="QuestionLimit"/> bytes.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="client">The client; an IPv4-mapped address is taken as IPv4.</param>
    /// <param name="zone">From <see cref="TryEncodeZone"/>.</param>
    public static int WriteQuestion(Span<byte> message, ushort id, IPAddress client, byte[] zone)
    {
        message[..HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        message[2] = 1; // recursion desired
        message[5] = 1; // one question
        var at = HeaderLength + WriteReversed(message[HeaderLength..], client);
        zone.CopyTo(message[at..]);
        at += zone.Length;
        BinaryPrimitives.WriteUInt16BigEndian(message[at..], TypeA);
        BinaryPrimitives.WriteUInt16BigEndian(message[(at + 2)..], ClassInternet);
        return at + 4;
    }

    /// <summary>
    /// Whether a response repeats the question that was asked, letter by letter; a resolver may change the case (RFC 4343). Whoever forges
    /// a response has to know what was asked.
    /// </summary>
    public static bool Repeats(ReadOnlySpan<byte> response, ReadOnlySpan<byte> question) =>
        response.Length >= question.Length && Ascii.EqualsIgnoreCase(response[HeaderLength..question.Length], question[HeaderLength..]);

    /// <summary>Reads a response with one question; false when it is none, or broken.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref DnsFindings findings)
    {
        const int Response = 0x80, OperationCode = 0x78, Truncation = 2;
        if (message.Length < HeaderLength || (message[2] & (Response | OperationCode)) != Response) return false;
        if (Count(message, 4) != 1) return false;
        findings.Code = message[3] & 15;
        findings.Truncated = (message[2] & Truncation) != 0;
        var at = HeaderLength;
        if (!SkipName(message, ref at) || at + 4 > message.Length) return false;
        at += 4;

        // Truncation cuts anywhere: what was read until then still holds.
        for (var i = Count(message, 6); i > 0; i--)
        {
            if (!ReadRecord(message, ref at, out var record)) return findings.Truncated;
            if (record is { Type: TypeA, Data.Length: 4 }) findings.AddAddress(BinaryPrimitives.ReadUInt32BigEndian(record.Data), record.Ttl);
        }

        for (var i = Count(message, 8); i > 0; i--)
        {
            if (!ReadRecord(message, ref at, out var record)) return findings.Truncated;

            // Two names of at least a byte, then five numbers, of which the last is the minimum.
            if (record is { Type: TypeSoa, Data.Length: >= 22 }) findings.AddSoa(record.Ttl, BinaryPrimitives.ReadUInt32BigEndian(record.Data[^4..]));
        }

        return true;
    }

    private static int WriteReversed(Span<byte> name, IPAddress client)
    {
        Span<byte> address = stackalloc byte[16];
        client.TryWriteBytes(address, out var length);
        if (client.IsIPv4MappedToIPv6)
        {
            address = address[12..];
            length = 4;
        }

        var at = 0;
        for (var i = length - 1; i >= 0; i--)
        {
            if (length == 4)
            {
                address[i].TryFormat(name[(at + 1)..], out var digits);
                name[at] = (byte)digits;
                at += digits + 1;
                continue;
            }

            name[at] = name[at + 2] = 1;
            name[at + 1] = Hex(address[i] & 15);
            name[at + 3] = Hex(address[i] >> 4);
            at += 4;
        }

        return at;
    }

    private static byte Hex(int nibble) => "0123456789abcdef"u8[nibble];

    private static int Count(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    private static bool SkipName(ReadOnlySpan<byte> message, ref int at)
    {
        while (at < message.Length)
        {
            var length = message[at];
            switch (length >> 6)
            {
                case 0 when length == 0:
                    at++;
                    return true;
                case 0:
                    at += length + 1;
                    break;
                case 3:
                    // A pointer ends the name; where it leads does not matter here.
                    at += 2;
                    return at <= message.Length;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool ReadRecord(ReadOnlySpan<byte> message, ref int at, out Record record)
    {
        const int FixedLength = 10;
        record = default;
        if (!SkipName(message, ref at) || at + FixedLength > message.Length) return false;
        var type = Count(message, at);
        var isInternet = Count(message, at + 2) == ClassInternet;
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]);
        var length = Count(message, at + 8);
        at += FixedLength;
        if (at + length > message.Length) return false;
        record = new Record { Type = isInternet ? type : 0, Ttl = ttl, Data = message.Slice(at, length) };
        at += length;
        return true;
    }

    private ref struct Record
    {
        public int Type;
        public uint Ttl;
        public ReadOnlySpan<byte> Data;
    }
}
