using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;

namespace AdminPanel.Screening.Sessions;

/// <summary>
/// The dummy SMTP session of one client without its I/O: bytes in, replies out. The waiting room drives it for clients in the clear,
/// <see cref="SmtpConversation"/> for all others. One thread at a time.
/// </summary>
internal sealed class SmtpTalk : IDisposable
{
    /// <summary>Postfix accepts times that no timer takes.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly ScreeningState _state;
    private readonly LineReader _lines;

    /// <summary>The client enters the dummy SMTP engine.</summary>
    public SmtpTalk(ScreeningSession session, TlsCertificates certificates)
    {
        _state = session.State;
        _lines = new LineReader(_state.Snapshot.Settings.Protocol.LineLengthLimit);
        session.Stage = "dummy SMTP";
        Dialogue = new DummyDialogue(_state, () => certificates.Get(_state.Snapshot.Settings.Tls) is not null);
    }

    /// <summary>Who answers.</summary>
    public DummyDialogue Dialogue { get; }

    /// <summary>What the client had no room for yet; goes out before the next reply. Null when there is none.</summary>
    public byte[]? Unsent { get; set; }

    /// <summary>The answer to the next line of <paramref name="read"/> from <paramref name="consumed"/> on; null when no whole line is left.</summary>
    /// <param name="read">What one read brought.</param>
    /// <param name="consumed">How much of it was taken; moved on.</param>
    public DialogueStep? Next(ReadOnlySpan<byte> read, ref int consumed)
    {
        if (consumed == read.Length) return null;
        var rest = read[consumed..];
        var status = _lines.TryRead(ref rest, out var line, out var bareNewline);
        consumed = read.Length - rest.Length;
        return status switch
        {
            LineStatus.Line => Dialogue.OnLine(line, bareNewline, rest),
            LineStatus.TooLong => Dialogue.OnLengthLimit(),
            _ => null,
        };
    }

    /// <summary>How long the client may take for its next command.</summary>
    public TimeSpan CommandTime(bool stress)
    {
        var wait = _state.Snapshot.Settings.Protocol.CommandTimeLimit.In(stress);
        return wait < LongestTimer ? wait : LongestTimer;
    }

    /// <summary>The session is over, however it ended; the caller closes the connection.</summary>
    public void Conclude()
    {
        Dispose();
        Conclusion.Conclude(_state);
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
