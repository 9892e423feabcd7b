using System.Net;
using System.Text;
using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Maillog;

public sealed class PostscreenLineTests
{
    private static readonly NoteKind[] s_aboutClients =
    [
        .. Enum.GetValues<NoteKind>().Except(
        [
            NoteKind.EnteringStress, NoteKind.LeavingStress, NoteKind.HandoffConnectFailed, NoteKind.HandoffPassFailed, NoteKind.HandoffTimeout, NoteKind.DnsblTimeout,
            NoteKind.UpstreamProxyFailed, NoteKind.TableWarning, NoteKind.TlsConnect, NoteKind.TlsDisconnect, NoteKind.TlsHandshakeFailed,
        ]),
    ];

    private static readonly Gen<IPAddress> s_address = Gen.OneOf(Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes)), Gen.Byte.Array[16].Where(NotMapped).Select(bytes => new IPAddress(bytes)));
    private static readonly Gen<string> s_word = Gen.Char["abcXYZ.-_"].Array[1, 20].Select(chars => new string(chars));
    private static readonly Gen<string> s_text = Gen.Char.Array[1, 30].Select(chars => Screening.Verdicts.LogText.Escape(new string(chars)).Trim()).Where(text => text.Length > 0);

    private static readonly Gen<ScreeningNote> s_note =
        from kind in Gen.Int[0, s_aboutClients.Length - 1].Select(i => s_aboutClients[i])
        from address in s_address
        from port in Gen.Int[1, 65535]
        from text in s_text
        from word in s_word
        from count in Gen.Int[0, 1023]
        select new ScreeningNote
        {
            Kind = kind,
            At = DateTimeOffset.UnixEpoch,
            Client = new IPEndPoint(address, kind is NoteKind.DnsblListed or NoteKind.DnsblError ? 0 : port),
            Server = kind == NoteKind.Connect ? new IPEndPoint(IPAddress.Loopback, 25) : null,
            Count = kind is NoteKind.Pregreet or NoteKind.DnsblRank ? count : 0,
            Elapsed = kind is NoteKind.Pregreet or NoteKind.Hangup ? TimeSpan.FromSeconds(count) : default,
            Text = kind switch
            {
                NoteKind.Pregreet or NoteKind.CommandPipelining or NoteKind.NonSmtpCommand or NoteKind.BareNewline or NoteKind.DiscardingEhloKeywords or NoteKind.ReplacedCommand => text,
                NoteKind.DnsblListed or NoteKind.DnsblError => word,
                NoteKind.Hangup => "tests before SMTP handshake",
                NoteKind.RcptRejected => "550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.test",
                _ => null,
            },
            Detail = kind switch
            {
                NoteKind.CommandPipelining or NoteKind.NonSmtpCommand or NoteKind.CommandTimeLimit or NoteKind.CommandCountLimit or NoteKind.CommandLengthLimit => "RCPT",
                NoteKind.DnsblListed => "127.0.0.4",
                NoteKind.DnsblError or NoteKind.WriteError => text,
                NoteKind.ReplacedCommand => word,
                _ => null,
            },
            Sender = kind == NoteKind.RcptRejected ? word + "@x.test" : null,
            Recipient = kind == NoteKind.RcptRejected ? "u@y.test" : null,
            Protocol = kind == NoteKind.RcptRejected ? "ESMTP" : null,
            Helo = kind == NoteKind.RcptRejected ? word : null,
        };

    /// <summary>What the engine's own log says can be read back without loss.</summary>
    [Fact]
    public void Read_EveryLineOfTheEngine_GivesItsNote() => s_note.Sample(
        note =>
        {
            var body = Encoding.Latin1.GetBytes(MaillogFormat.Body(note));
            var use = MaillogFormat.Program(note.Kind) == "dnsblog" ? PostscreenLineParser.ReadDnsblog(body, out var line) : PostscreenLineParser.Read(body, out line);

            Assert.Equal(LineUse.Event, use);
            Assert.Equal(note, line.ToNote(DateTime.UnixEpoch));
        },
        iter: 20_000);

    [Theory]
    [InlineData("WHITELISTED [192.0.2.1]:25", NoteKind.Allowlisted)]
    [InlineData("BLACKLISTED [2001:db8::1]:25", NoteKind.Denylisted)]
    [InlineData("WHITELIST VETO [192.0.2.1]:25", NoteKind.AllowlistVeto)]
    [InlineData("COMMAND LENGTH LIMIT from [192.0.2.1]:25", NoteKind.CommandLengthLimit)]
    [InlineData("NON-SMTP COMMAND from [192.0.2.1]:25: GET / HTTP/1.0", NoteKind.NonSmtpCommand)]
    [InlineData("HANGUP after 0.3 from [192.0.2.1]:25", NoteKind.Hangup)]
    [InlineData("PREGREET 11 after 0.2 from [192.0.2.1]:25: EHLO x\\r\\n", NoteKind.Pregreet)]
    public void Read_WordsOfOlderVersions_AreUnderstood(string body, NoteKind kind)
    {
        var use = PostscreenLineParser.Read(Encoding.ASCII.GetBytes(body), out var line);

        Assert.Equal((LineUse.Event, kind), (use, line.Kind));
    }

    [Theory]
    [InlineData("cache btree:/var/lib/postfix/postscreen_cache full cleanup: retained=4 dropped=1 entries", LineUse.Notice)]
    [InlineData("entering STRESS mode with 90 connections", LineUse.Notice)]
    [InlineData("warning: psc_cache_update: btree:/x update average delay is 120 ms", LineUse.Warning)]
    [InlineData("fatal: watchdog timeout", LineUse.Warning)]
    [InlineData("PASS NEW", LineUse.Unknown)]
    [InlineData("PASS NEW [192.0.2.256]:25", LineUse.Unknown)]
    [InlineData("PASS NEW [192.0.2.1]:70000", LineUse.Unknown)]
    [InlineData("PASS MAYBE [192.0.2.1]:25", LineUse.Unknown)]
    [InlineData("", LineUse.Unknown)]
    public void Read_OtherLines_AreToldApart(string body, LineUse use) =>
        Assert.Equal(use, PostscreenLineParser.Read(Encoding.ASCII.GetBytes(body), out _));

    [Fact]
    public void Read_HostileSender_DoesNotMoveTheClient()
    {
        var body = "NOQUEUE: reject: RCPT from [192.0.2.1]:25: 450 4.3.2 Service currently unavailable; from=<a>, to=<b>, proto=SMTP, helo=<x>, to=<c@d>, proto=ESMTP, helo=<y>"u8;

        PostscreenLineParser.Read(body, out var line);

        Assert.Equal("[192.0.2.1]:25 a b", $"[{line.Client.ToAddress()}]:{line.Port} {Encoding.ASCII.GetString(line.Sender)} {Encoding.ASCII.GetString(line.Recipient)}");
    }

    private static bool NotMapped(byte[] bytes) => new IPAddress(bytes) is { IsIPv4MappedToIPv6: false };
}
