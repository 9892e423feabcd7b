using System.Net;
using System.Text;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>What a line of postscreen(8) or dnsblog(8) is good for.</summary>
public enum LineUse
{
    /// <summary>Not understood.</summary>
    Unknown,

    /// <summary>Tells something about one client: the line's <see cref="PostscreenLine.Kind"/>.</summary>
    Event,

    /// <summary>Understood, but about no client: cache cleanups, reloads, stress mode.</summary>
    Notice,

    /// <summary>A warning or an error of Postfix itself.</summary>
    Warning,
}

/// <summary>
/// One line of postscreen(8) or dnsblog(8), in old words and new: the reverse of <c>MaillogFormat</c>. Text stays as it is in the log
/// (escaped). Points into the line.
/// </summary>
public ref struct PostscreenLine
{
    /// <summary>What happened.</summary>
    public NoteKind Kind { get; internal set; }

    /// <summary>The client.</summary>
    public LogAddress Client { get; internal set; }

    /// <summary>The client's port; 0 where dnsblog does not say it.</summary>
    public ushort Port { get; internal set; }

    /// <summary>The server's address, for <see cref="NoteKind.Connect"/>.</summary>
    public LogAddress Server { get; internal set; }

    /// <summary>The server's port.</summary>
    public ushort ServerPort { get; internal set; }

    /// <summary>A count, as in <see cref="ScreeningNote.Count"/>.</summary>
    public int Count { get; internal set; }

    /// <summary>A time span, as in <see cref="ScreeningNote.Elapsed"/>.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>As <see cref="ScreeningNote.Text"/>.</summary>
    public ReadOnlySpan<byte> Text { get; internal set; }

    /// <summary>As <see cref="ScreeningNote.Detail"/>.</summary>
    public ReadOnlySpan<byte> Detail { get; internal set; }

    /// <summary>Envelope sender.</summary>
    public ReadOnlySpan<byte> Sender { get; internal set; }

    /// <summary>Envelope recipient.</summary>
    public ReadOnlySpan<byte> Recipient { get; internal set; }

    /// <summary><c>SMTP</c> or <c>ESMTP</c>.</summary>
    public ReadOnlySpan<byte> Protocol { get; internal set; }

    /// <summary>HELO name.</summary>
    public ReadOnlySpan<byte> Helo { get; internal set; }

    /// <summary>The same as a note of its own.</summary>
    public readonly ScreeningNote ToNote(DateTime at) => new()
    {
        Kind = Kind,
        At = new DateTimeOffset(at, TimeSpan.Zero),
        Client = new IPEndPoint(Client.ToAddress(), Port),
        Server = Kind == NoteKind.Connect ? new IPEndPoint(Server.ToAddress(), ServerPort) : null,
        Count = Count,
        Elapsed = Elapsed,
        Text = String(Text),
        Detail = String(Detail),
        Sender = Kind == NoteKind.RcptRejected ? Decode(Sender) : null,
        Recipient = Kind == NoteKind.RcptRejected ? Decode(Recipient) : null,
        Protocol = String(Protocol),
        Helo = Kind == NoteKind.RcptRejected ? Decode(Helo) : null,
    };

    /// <summary>UTF-8 where it is, else <c>?</c>; control characters never pass.</summary>
    internal static string Decode(ReadOnlySpan<byte> text) =>
        text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? LogText.Printable(text, 2_048) : Encoding.ASCII.GetString(text.Length > 2_048 ? text[..2_048] : text);

    private static string? String(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Decode(text);
}
