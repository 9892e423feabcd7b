using System.Net;
using AdminPanel.Screening.Dnsbl;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsWireTests
{
    [Fact]
    public void TryRead_EveryTruncationAndChangeOfAByte_NeverThrows()
    {
        byte[] question = [1, (byte)'2', 4, .. "list"u8, 0, 0, 1, 0, 1];
        byte[] proper = [0, 7, .. DnsStub.Code(3, soa: (60, 60))(question)];
        Span<uint> room = stackalloc uint[4];

        for (var length = 0; length <= proper.Length; length++)
        {
            var findings = new DnsFindings(room);
            Assert.Equal(length == proper.Length, DnsWire.TryRead(proper.AsSpan(0, length), ref findings));
        }

        for (var at = 0; at < proper.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                byte[] changed = [.. proper];
                changed[at] = (byte)value;
                var findings = new DnsFindings(room);
                DnsWire.TryRead(changed, ref findings);
                _ = DnsblReplyReader.Read(findings, TimeSpan.Zero);
            }
        }
    }

    [Fact]
    public void TryRead_MoreAddressesThanRoom_KeepsTheFirst()
    {
        byte[] question = [1, (byte)'2', 0, 0, 1, 0, 1];
        byte[] proper = [0, 7, .. DnsStub.Addresses((9, "127.0.0.2"), (5, "127.0.0.3"), (7, "127.0.0.4"))(question)];
        Span<uint> room = stackalloc uint[2];
        var findings = new DnsFindings(room);

        Assert.True(DnsWire.TryRead(proper, ref findings));

        Assert.Equal([0x7F000002, 0x7F000003], findings.Addresses.ToArray());
        Assert.Equal(5u, findings.Ttl);
    }

    [Fact]
    public void WriteQuestion_LongestNames_FitTheMessage()
    {
        var zone = string.Join('.', Enumerable.Repeat(new string('z', 47), 4))[..189];
        Assert.True(DnsWire.TryEncodeZone(zone, out var wire));
        Assert.False(DnsWire.TryEncodeZone(zone + "z", out _));
        Span<byte> message = stackalloc byte[DnsWire.QuestionLimit];
        Assert.Equal(DnsWire.QuestionLimit, DnsWire.WriteQuestion(message, 7, IPAddress.IPv6Loopback, wire));
    }
}
