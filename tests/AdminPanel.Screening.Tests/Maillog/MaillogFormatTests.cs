using System.Buffers;
using System.Net;
using System.Text;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Maillog;

public sealed class MaillogFormatTests
{
    private static readonly ScreeningNote s_note = new()
    {
        Kind = NoteKind.Connect,
        At = new DateTimeOffset(2026, 11, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Client = IPEndPoint.Parse("192.0.2.1:4711"),
    };

    /// <summary>One line for every kind, as Postfix 3.7 writes it.</summary>
    public static TheoryData<NoteKind, string> Golden => new()
    {
        { NoteKind.Connect, "CONNECT from [192.0.2.1]:4711 to [198.51.100.7]:25" },
        { NoteKind.TooManyConnections, "NOQUEUE: reject: CONNECT from [192.0.2.1]:4711: too many connections" },
        { NoteKind.AllServerPortsBusy, "NOQUEUE: reject: CONNECT from [192.0.2.1]:4711: all server ports busy" },
        { NoteKind.AllScreeningPortsBusy, "reject: connect from [192.0.2.1]:4711: all screening ports busy" },
        { NoteKind.Allowlisted, "ALLOWLISTED [192.0.2.1]:4711" },
        { NoteKind.Denylisted, "DENYLISTED [192.0.2.1]:4711" },
        { NoteKind.AllowlistVeto, "ALLOWLIST VETO [192.0.2.1]:4711" },
        { NoteKind.PassNew, "PASS NEW [192.0.2.1]:4711" },
        { NoteKind.PassOld, "PASS OLD [192.0.2.1]:4711" },
        { NoteKind.Pregreet, @"PREGREET 16 after 0.05 from [192.0.2.1]:4711: EHLO early\001\\\\x\r\n" },
        { NoteKind.DnsblRank, "DNSBL rank 4 for [192.0.2.1]:4711" },
        { NoteKind.DnsblListed, "addr 192.0.2.1 listed by domain bl.example as 127.0.0.4" },
        { NoteKind.DnsblError, "warning: dnsblog_query: lookup error for DNS query 1.2.0.192.bl.example: server failure (SERVFAIL)" },
        { NoteKind.DnsblTimeout, "warning: dnsblog reply timeout 10s for bl.example" },
        { NoteKind.Hangup, "HANGUP after 0.31 from [192.0.2.1]:4711 in tests before SMTP handshake" },
        { NoteKind.Disconnect, "DISCONNECT [192.0.2.1]:4711" },
        { NoteKind.BareNewline, "BARE NEWLINE from [192.0.2.1]:4711 after EHLO x" },
        { NoteKind.NonSmtpCommand, "NON-SMTP COMMAND from [192.0.2.1]:4711 after CONNECT: GET / HTTP/1.0" },
        { NoteKind.CommandPipelining, @"COMMAND PIPELINING from [192.0.2.1]:4711 after EHLO: MAIL FROM:<a@b>\r\n" },
        { NoteKind.CommandTimeLimit, "COMMAND TIME LIMIT from [192.0.2.1]:4711 after CONNECT" },
        { NoteKind.CommandCountLimit, "COMMAND COUNT LIMIT from [192.0.2.1]:4711 after RSET" },
        { NoteKind.CommandLengthLimit, "COMMAND LENGTH LIMIT from [192.0.2.1]:4711 after CONNECT" },
        {
            NoteKind.RcptRejected,
            "NOQUEUE: reject: RCPT from [192.0.2.1]:4711: 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using bl.example; from=<a@b>, to=<c@d>, proto=ESMTP, helo=<mx.example>"
        },
        { NoteKind.DataWithoutRcpt, "DATA without valid RCPT from [192.0.2.1]:4711" },
        { NoteKind.BdatWithoutRcpt, "BDAT without valid RCPT from [192.0.2.1]:4711" },
        { NoteKind.EnteringStress, "entering STRESS mode with 90 connections" },
        { NoteKind.LeavingStress, "leaving STRESS mode with 70 connections" },
        { NoteKind.HandoffConnectFailed, "warning: cannot connect to service private/smtpd: Connection refused" },
        { NoteKind.HandoffPassFailed, "warning: cannot pass connection to service private/smtpd: Broken pipe" },
        { NoteKind.HandoffTimeout, "warning: timeout sending connection to service private/smtpd" },
        { NoteKind.WriteError, "warning: write [192.0.2.1]:4711: No buffer space available" },
        { NoteKind.DiscardingEhloKeywords, "[192.0.2.1]4711: discarding EHLO keywords: DSN ETRN" },
        { NoteKind.UpstreamProxyFailed, "warning: haproxy read: time limit exceeded" },
        { NoteKind.TlsConnect, "CONNECT from [192.0.2.1]:4711" },
        { NoteKind.TlsHandshakeFailed, "TLS handshake failed for service=smtpd peer=[192.0.2.1]:4711" },
        { NoteKind.TlsDisconnect, "DISCONNECT [192.0.2.1]:4711" },
        { NoteKind.ReplacedCommand, "[192.0.2.1]:4711: replacing command \"HALO x\" with \"HELO x\"" },
        { NoteKind.TableWarning, "warning: hash:/t: unknown command: OK -- ignoring the remainder of this access list" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Body_EveryKind_PostfixLine(NoteKind kind, string line) => Assert.Equal(line, MaillogFormat.Body(Fill(kind)));

    [Fact]
    public void Golden_EveryKind_IsCovered() => Assert.Equal(Enum.GetValues<NoteKind>(), Golden.Select(row => row.Data.Item1));

    [Fact]
    public void Body_IPv6Client_NoBracketsInsideAndNibblesReversed()
    {
        var note = Fill(NoteKind.DnsblError) with { Client = IPEndPoint.Parse("[2001:db8::1]:25") };
        Assert.StartsWith("warning: dnsblog_query: lookup error for DNS query 1.0.0.0.", MaillogFormat.Body(note), StringComparison.Ordinal);
        Assert.Contains(".8.b.d.0.1.0.0.2.bl.example: ", MaillogFormat.Body(note), StringComparison.Ordinal);
        Assert.Equal("PASS NEW [2001:db8::1]:25", MaillogFormat.Body(note with { Kind = NoteKind.PassNew }));
        Assert.Equal("PASS NEW [192.0.2.9]:25", MaillogFormat.Body(note with { Kind = NoteKind.PassNew, Client = IPEndPoint.Parse("[::ffff:192.0.2.9]:25") }));
    }

    [Fact]
    public void Body_ControlCharacters_StayInOneLine() =>
        Assert.Equal("BARE NEWLINE from [192.0.2.1]:4711 after a?b?c\u00fc", MaillogFormat.Body(s_note with { Kind = NoteKind.BareNewline, Text = "a\nb\u0085c\u00fc" }));

    [Theory]
    [InlineData(NoteKind.PassNew, false, "Nov  2 03:04:05 mx postfix/postscreen[321]: PASS NEW [192.0.2.1]:4711\n")]
    [InlineData(NoteKind.DnsblListed, false, "Nov  2 03:04:05 mx postfix/dnsblog[321]: addr 192.0.2.1 listed by domain bl.example as 127.0.0.4\n")]
    [InlineData(NoteKind.PassOld, true, "2026-11-02T03:04:05.678000+00:00 mx postfix/postscreen[321]: PASS OLD [192.0.2.1]:4711\n")]
    public void AppendLine_Prefix_AsSyslogWrites(NoteKind kind, bool iso, string line)
    {
        var text = new ArrayBufferWriter<byte>();
        MaillogFormat.AppendLine(text, Fill(kind), s_note.At, "mx", 321, iso);
        Assert.Equal(line, Encoding.UTF8.GetString(text.WrittenSpan));
    }

    private static ScreeningNote Fill(NoteKind kind) => kind switch
    {
        NoteKind.Connect => s_note with { Server = IPEndPoint.Parse("198.51.100.7:25") },
        NoteKind.Pregreet => s_note with { Count = 16, Elapsed = TimeSpan.FromMilliseconds(52), Text = LogText.Escape("EHLO early\u0001\\\\x\r\n", LogText.MaxLength) },
        NoteKind.DnsblRank => s_note with { Count = 4 },
        NoteKind.DnsblListed => s_note with { Text = "bl.example", Detail = "127.0.0.4" },
        NoteKind.DnsblError => s_note with { Text = "bl.example", Detail = "server failure (SERVFAIL)" },
        NoteKind.DnsblTimeout => s_note with { Text = "bl.example", Elapsed = TimeSpan.FromSeconds(10) },
        NoteKind.Hangup => s_note with { Elapsed = TimeSpan.FromMilliseconds(314), Text = "tests before SMTP handshake" },
        NoteKind.BareNewline => s_note with { Text = "EHLO x" },
        NoteKind.NonSmtpCommand => s_note with { Detail = "CONNECT", Text = "GET / HTTP/1.0" },
        NoteKind.CommandPipelining => s_note with { Detail = "EHLO", Text = @"MAIL FROM:<a@b>\r\n" },
        NoteKind.CommandTimeLimit or NoteKind.CommandLengthLimit => s_note with { Detail = "CONNECT" },
        NoteKind.CommandCountLimit => s_note with { Detail = "RSET" },
        NoteKind.RcptRejected => s_note with
        {
            Text = "550 5.7.1 Service unavailable; client [192.0.2.1] blocked using bl.example",
            Sender = "a@b",
            Recipient = "c@d",
            Protocol = "ESMTP",
            Helo = "mx.example",
        },
        NoteKind.EnteringStress => s_note with { Client = null, Count = 90 },
        NoteKind.LeavingStress => s_note with { Client = null, Count = 70 },
        NoteKind.HandoffConnectFailed => s_note with { Text = "private/smtpd", Detail = "Connection refused" },
        NoteKind.HandoffPassFailed => s_note with { Text = "private/smtpd", Detail = "Broken pipe" },
        NoteKind.HandoffTimeout => s_note with { Text = "private/smtpd" },
        NoteKind.WriteError => s_note with { Detail = "No buffer space available" },
        NoteKind.UpstreamProxyFailed => s_note with { Detail = "time limit exceeded" },
        NoteKind.ReplacedCommand => s_note with { Detail = "HALO x", Text = "HELO x" },
        NoteKind.TableWarning => s_note with { Text = "hash:/t: unknown command: OK -- ignoring the remainder of this access list" },
        NoteKind.DiscardingEhloKeywords => s_note with { Text = "DSN ETRN" },
        _ => s_note,
    } with
    { Kind = kind };
}
