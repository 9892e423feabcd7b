using System.Net;

namespace AdminPanel.Screening.Verdicts;

/// <summary>What a <see cref="ScreeningNote"/> reports; each has one maillog line (postscreen(8); <c>Maillog/MaillogFormat</c> owns the words).</summary>
public enum NoteKind
{
    /// <summary>A session began.</summary>
    Connect,
    /// <summary>Too many connections from this client.</summary>
    TooManyConnections,
    /// <summary>Post-queue limit reached.</summary>
    AllServerPortsBusy,
    /// <summary>Pre-queue limit reached.</summary>
    AllScreeningPortsBusy,
    /// <summary>The access list permits.</summary>
    Allowlisted,
    /// <summary>The access list rejects.</summary>
    Denylisted,
    /// <summary>Allowlist status cannot be earned on this server address.</summary>
    AllowlistVeto,
    /// <summary>First pass.</summary>
    PassNew,
    /// <summary>Pass of a known client.</summary>
    PassOld,
    /// <summary>Early talk: Count bytes, Elapsed, Text escaped.</summary>
    Pregreet,
    /// <summary>Rank (Count) at or above the threshold.</summary>
    DnsblRank,
    /// <summary>One listing answer: Text the list's display name, Detail the address.</summary>
    DnsblListed,
    /// <summary>A list gave no usable answer: Text its display name, Detail the reason.</summary>
    DnsblError,
    /// <summary>A list did not reply in time: Text its display name, Elapsed the limit.</summary>
    DnsblTimeout,
    /// <summary>The client left: Elapsed, Text the tests it left in.</summary>
    Hangup,
    /// <summary>The panel closed the session.</summary>
    Disconnect,
    /// <summary>Bare newline: Text the line.</summary>
    BareNewline,
    /// <summary>Non-SMTP command: Detail the previous verb, Text the command.</summary>
    NonSmtpCommand,
    /// <summary>Pipelining: Detail the verb, Text the buffered rest.</summary>
    CommandPipelining,
    /// <summary>Command time limit: Detail the last verb.</summary>
    CommandTimeLimit,
    /// <summary>Command count limit: Detail the last verb.</summary>
    CommandCountLimit,
    /// <summary>Command length limit: Detail the last verb.</summary>
    CommandLengthLimit,
    /// <summary>RCPT refused: Text the reply, Sender, Recipient, Protocol, Helo.</summary>
    RcptRejected,
    /// <summary>DATA without valid RCPT.</summary>
    DataWithoutRcpt,
    /// <summary>BDAT without valid RCPT.</summary>
    BdatWithoutRcpt,
    /// <summary>Stress mode began with Count connections (no client).</summary>
    EnteringStress,
    /// <summary>Stress mode ended with Count connections (no client).</summary>
    LeavingStress,
    /// <summary>The mail server could not be reached: Text the service, Detail the reason.</summary>
    HandoffConnectFailed,
    /// <summary>The connection could not be passed: Text the service, Detail the reason.</summary>
    HandoffPassFailed,
    /// <summary>The mail server did not take the connection in time: Text the service.</summary>
    HandoffTimeout,
    /// <summary>A reply could not be written: Detail the reason.</summary>
    WriteError,
    /// <summary>An EHLO keyword list was discarded: Text the list.</summary>
    DiscardingEhloKeywords,
    /// <summary>A PROXY protocol header was missing or broken: Detail the reason.</summary>
    UpstreamProxyFailed,
    /// <summary>A TLS handshake began (logged as tlsproxy).</summary>
    TlsConnect,
    /// <summary>A TLS handshake failed (logged as tlsproxy).</summary>
    TlsHandshakeFailed,
    /// <summary>A TLS session ended (logged as tlsproxy).</summary>
    TlsDisconnect,
    /// <summary>A command was rewritten: Detail the old line, Text the new one.</summary>
    ReplacedCommand,
    /// <summary>A lookup table or the access list warned: Text the warning.</summary>
    TableWarning,
}

/// <summary>One thing that happened in a session, at the moment it happened. Immutable; text is already escaped and cut.</summary>
public sealed record ScreeningNote
{
    /// <summary>What happened.</summary>
    public required NoteKind Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The client; null for notes about the server as a whole.</summary>
    public IPEndPoint? Client { get; init; }

    /// <summary>The server address, for <see cref="NoteKind.Connect"/>.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>A count, see the kind.</summary>
    public int Count { get; init; }

    /// <summary>A time span, see the kind.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Main text, see the kind.</summary>
    public string? Text { get; init; }

    /// <summary>Second text, see the kind.</summary>
    public string? Detail { get; init; }

    /// <summary>Envelope sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Envelope recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary><c>SMTP</c> or <c>ESMTP</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>HELO name.</summary>
    public string? Helo { get; init; }
}
