using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Maillog;

/// <summary>
/// The words of the log: each note is one line, spelled as postscreen(8) and dnsblog(8) spell it, so that pflogsumm and its relatives
/// read it. Display names stand where Postfix would print a secret zone. Stateless.
/// </summary>
public static class MaillogFormat
{
    /// <summary>Room for what stands before the body, without the host.</summary>
    private const int PrefixLimit = 96;

    private static readonly SearchValues<char> s_breaks = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(Breaks)]);

    /// <summary>The program that Postfix would log the note as: <c>postscreen</c>, <c>dnsblog</c> or <c>tlsproxy</c>.</summary>
    public static string Program(NoteKind kind) => kind switch
    {
        NoteKind.DnsblListed or NoteKind.DnsblError => "dnsblog",
        NoteKind.TlsConnect or NoteKind.TlsDisconnect or NoteKind.TlsHandshakeFailed => "tlsproxy",
        _ => "postscreen",
    };

    /// <summary>The line without its prefix.</summary>
    public static string Body(ScreeningNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Clean(Words(note));
    }

    /// <summary>Appends the whole line with its line feed: <c>Nov  2 03:04:05 host postfix/postscreen[123]: …</c> or, with <paramref name="iso"/>, an RFC 3339 time.</summary>
    public static void AppendLine(IBufferWriter<byte> text, ScreeningNote note, DateTimeOffset local, string host, int pid, bool iso)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(host);
        var body = Body(note);
        var line = text.GetSpan(Encoding.UTF8.GetMaxByteCount(host.Length + body.Length) + PrefixLimit);
        var length = iso ? WriteIsoTime(line, local) : WriteTime(line, local);
        Utf8.TryWrite(line[length..], CultureInfo.InvariantCulture, $" {host} postfix/{Program(note.Kind)}[{pid}]: {body}\n", out var rest);
        text.Advance(length + rest);
    }

    private static int WriteIsoTime(Span<byte> line, DateTimeOffset local)
    {
        local.TryFormat(line, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>By hand: there is one in every line.</summary>
    private static int WriteTime(Span<byte> line, DateTimeOffset local)
    {
        "JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice(3 * (local.Month - 1), 3).CopyTo(line);
        "    00:00:00"u8.CopyTo(line[3..]);
        WriteTwo(line[4..], local.Day);
        if (local.Day < 10) line[4] = (byte)' ';
        WriteTwo(line[7..], local.Hour);
        WriteTwo(line[10..], local.Minute);
        WriteTwo(line[13..], local.Second);
        return 15;
    }

    private static void WriteTwo(Span<byte> line, int number) => (line[0], line[1]) = ((byte)('0' + (number / 10)), (byte)('0' + (number % 10)));

    private static string Words(ScreeningNote note)
    {
        var client = EndPoint(note.Client);
        return note.Kind switch
        {
            NoteKind.Connect => $"CONNECT from {client} to {EndPoint(note.Server)}",
            NoteKind.TooManyConnections => $"NOQUEUE: reject: CONNECT from {client}: too many connections",
            NoteKind.AllServerPortsBusy => $"NOQUEUE: reject: CONNECT from {client}: all server ports busy",
            NoteKind.AllScreeningPortsBusy => $"reject: connect from {client}: all screening ports busy",
            NoteKind.Allowlisted => $"ALLOWLISTED {client}",
            NoteKind.Denylisted => $"DENYLISTED {client}",
            NoteKind.AllowlistVeto => $"ALLOWLIST VETO {client}",
            NoteKind.PassNew => $"PASS NEW {client}",
            NoteKind.PassOld => $"PASS OLD {client}",
            NoteKind.Pregreet => $"PREGREET {Number(note.Count)} after {LogText.Delta(note.Elapsed)} from {client}: {note.Text}",
            NoteKind.DnsblRank => $"DNSBL rank {Number(note.Count)} for {client}",
            NoteKind.DnsblListed => $"addr {Address(note.Client)} listed by domain {note.Text} as {note.Detail}",
            NoteKind.DnsblError => $"warning: dnsblog_query: lookup error for DNS query {Reversed(note.Client)}.{note.Text}: {note.Detail}",
            NoteKind.DnsblTimeout => $"warning: dnsblog reply timeout {Number((int)note.Elapsed.TotalSeconds)}s for {note.Text}",
            NoteKind.Hangup => $"HANGUP after {LogText.Delta(note.Elapsed)} from {client} in {note.Text}",
            NoteKind.Disconnect => $"DISCONNECT {client}",
            NoteKind.BareNewline => $"BARE NEWLINE from {client} after {note.Text}",
            NoteKind.NonSmtpCommand => $"NON-SMTP COMMAND from {client} after {note.Detail}: {note.Text}",
            NoteKind.CommandPipelining => $"COMMAND PIPELINING from {client} after {note.Detail}: {note.Text}",
            NoteKind.CommandTimeLimit => $"COMMAND TIME LIMIT from {client} after {note.Detail}",
            NoteKind.CommandCountLimit => $"COMMAND COUNT LIMIT from {client} after {note.Detail}",
            NoteKind.CommandLengthLimit => $"COMMAND LENGTH LIMIT from {client} after {note.Detail}",
            NoteKind.RcptRejected =>
                $"NOQUEUE: reject: RCPT from {client}: {note.Text}; from=<{note.Sender}>, to=<{note.Recipient}>, proto={note.Protocol}, helo=<{note.Helo}>",
            NoteKind.DataWithoutRcpt => $"DATA without valid RCPT from {client}",
            NoteKind.BdatWithoutRcpt => $"BDAT without valid RCPT from {client}",
            NoteKind.EnteringStress => $"entering STRESS mode with {Number(note.Count)} connections",
            NoteKind.LeavingStress => $"leaving STRESS mode with {Number(note.Count)} connections",
            NoteKind.HandoffConnectFailed => $"warning: cannot connect to service {note.Text}: {note.Detail}",
            NoteKind.HandoffPassFailed => $"warning: cannot pass connection to service {note.Text}: {note.Detail}",
            NoteKind.HandoffTimeout => $"warning: timeout sending connection to service {note.Text}",
            NoteKind.WriteError => $"warning: write {client}: {note.Detail}",
            NoteKind.DiscardingEhloKeywords => $"[{Address(note.Client)}]{Number(note.Client?.Port ?? 0)}: discarding EHLO keywords: {note.Text}",
            NoteKind.ReplacedCommand => $"{client}: replacing command \"{note.Detail}\" with \"{note.Text}\"",
            NoteKind.TableWarning => $"warning: {note.Text}",
            NoteKind.UpstreamProxyFailed => $"warning: haproxy read: {note.Detail}",
            NoteKind.TlsConnect => $"CONNECT from {client}",
            NoteKind.TlsDisconnect => $"DISCONNECT {client}",
            NoteKind.TlsHandshakeFailed => $"TLS handshake failed for service=smtpd peer={client}",
            _ => throw new ArgumentOutOfRangeException(nameof(note), note.Kind, "No line for this kind of note."),
        };
    }

    private static EndPointText EndPoint(IPEndPoint? endPoint) => new(endPoint);

    private static string Address(IPEndPoint? endPoint)
    {
        if (endPoint is null) return "unknown";
        var address = endPoint.Address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()).ToString() : address.ToString();
    }

    /// <summary>The client part of a DNSBL query name.</summary>
    private static string Reversed(IPEndPoint? client)
    {
        if (client is null) return "unknown";
        var address = client.Address.IsIPv4MappedToIPv6 ? client.Address.MapToIPv4() : client.Address;
        var bytes = address.GetAddressBytes();
        Array.Reverse(bytes);
        return string.Join('.', bytes.Select(b => bytes.Length == 4 ? $"{b}" : $"{b & 15:x}.{b >> 4:x}"));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text in notes is escaped already; a control character that slipped through must not break a line in two.</summary>
    private static string Clean(string body)
    {
        return !body.AsSpan().ContainsAny(s_breaks) ? body : string.Create(body.Length, body, static (clean, dirty) =>
        {
            for (var i = 0; i < clean.Length; i++) clean[i] = Breaks(dirty[i]) ? '?' : dirty[i];
        });
    }

    private static bool Breaks(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    /// <summary>An end point as the log spells it, written straight into the line.</summary>
    private readonly struct EndPointText(IPEndPoint? endPoint) : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            if (endPoint is null) return destination.TryWrite($"[unknown]:0", out charsWritten);
            var address = endPoint.Address;
            return address.IsIPv4MappedToIPv6 || address.IsIPv6LinkLocal
                ? destination.TryWrite(CultureInfo.InvariantCulture, $"[{Address(endPoint)}]:{endPoint.Port}", out charsWritten)
                : destination.TryWrite(CultureInfo.InvariantCulture, $"[{address}]:{endPoint.Port}", out charsWritten);
        }

        public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

        public override string ToString() => endPoint is null ? "[unknown]:0" : $"[{Address(endPoint)}]:{Number(endPoint.Port)}";
    }
}
