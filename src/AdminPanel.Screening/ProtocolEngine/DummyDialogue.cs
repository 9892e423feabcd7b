using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>What the dialogue wants done after a line.</summary>
/// <param name="Reply">The reply without its CRLF, or null for none.</param>
/// <param name="End">Whether the connection ends after the reply.</param>
/// <param name="StartTls">Whether a TLS handshake follows the reply.</param>
internal readonly record struct DialogueStep(string? Reply, bool End, bool StartTls = false);

/// <summary>
/// The dummy SMTP engine without its I/O: lines in, replies out. It never accepts a recipient. One per connection, one thread at a
/// time (postscreen(8); the order of tests is postscreen's).
/// </summary>
internal sealed partial class DummyDialogue
{
    private readonly ScreeningState _state;
    private readonly Func<bool> _tlsReady;
    private string _where = "CONNECT";
    private string _protocol = "SMTP";
    private string? _helo;
    private string? _sender;
    private int _commands;
    private bool _encrypted;
    private int _discarded;

    /// <param name="state">The connection.</param>
    /// <param name="tlsReady">Whether a usable certificate is at hand, asked at each STARTTLS.</param>
    public DummyDialogue(ScreeningState state, Func<bool>? tlsReady = null)
    {
        _state = state;
        _tlsReady = tlsReady ?? (static () => false);
        DeepTests.Enter(state);
    }

    /// <summary>The handshake succeeded: SMTP starts anew (RFC 3207, section 4.2).</summary>
    public void OnEncrypted()
    {
        _encrypted = true;
        _helo = null;
        _sender = null;
    }

    /// <summary>The 220 greeting; null for a client that already spoke: it is answered directly.</summary>
    public byte[]? Greeting => (_state.Fail & CheckSet.Pregreet) != 0 ? null : _state.Snapshot.Greeting.Final;

    /// <summary>One complete line arrived.</summary>
    /// <param name="line">The line without its line end.</param>
    /// <param name="bareNewline">True when it ended with LF alone.</param>
    /// <param name="rest">What the last read brought beyond the line.</param>
    public DialogueStep OnLine(ReadOnlySpan<byte> line, bool bareNewline, ReadOnlySpan<byte> rest)
    {
        if (bareNewline && DeepTests.Watches(_state, CheckSet.BareNewline))
        {
            var note = _state.NewNote(NoteKind.BareNewline) with { Text = LogText.Escape(Cut(line), int.MaxValue) };
            if (DeepTests.OnViolation(_state, CheckSet.BareNewline, note)) return Final();
        }

        var command = new SmtpCommand(Filtered(line) ?? line);
        if (_state.HandoffRefused && command.Verb != SmtpVerb.Quit) return Final();
        if (command.Verb == SmtpVerb.Unknown && DeepTests.Watches(_state, CheckSet.NonSmtpCommand) && ForbiddenCommand.Matches(_state.Snapshot, command))
        {
            var verb = LogText.Printable(command.VerbText, LogText.MaxLength);
            var note = _state.NewNote(NoteKind.NonSmtpCommand) with { Detail = _where, Text = $"{verb} {LogText.Escape(Cut(command.Arguments), int.MaxValue)}" };
            if (DeepTests.OnViolation(_state, CheckSet.NonSmtpCommand, note)) return Final();
        }

        if (command.Verb != SmtpVerb.Bdat && rest.Length > 0 && DeepTests.Watches(_state, CheckSet.Pipelining))
        {
            var note = _state.NewNote(NoteKind.CommandPipelining) with
            {
                Detail = LogText.Printable(command.VerbText, LogText.MaxLength),
                Text = LogText.Escape(Cut(rest), int.MaxValue),
            };
            if (DeepTests.OnViolation(_state, CheckSet.Pipelining, note)) return Final();
        }

        if (command.Verb == SmtpVerb.Rcpt) DeepTests.Grant(_state);
        if (++_commands > _state.Snapshot.Settings.Protocol.CommandCountLimit && command.Verb != SmtpVerb.Quit)
            return Limit(NoteKind.CommandCountLimit, $"421 {_state.Snapshot.Greeting.Hostname} Service unavailable - try again later");

        _where = SmtpCommand.LogName(command.Verb);
        return Execute(command);
    }

    /// <summary>A line grew over <c>line_length_limit</c>.</summary>
    public DialogueStep OnLengthLimit() =>
        Limit(NoteKind.CommandLengthLimit, $"421 {_state.Snapshot.Greeting.Hostname} Service unavailable - try again later");

    /// <summary>No complete line within <c>postscreen_command_time_limit</c>.</summary>
    public DialogueStep OnTimeLimit() =>
        Limit(NoteKind.CommandTimeLimit, $"421 4.4.2 {_state.Snapshot.Greeting.Hostname} Error: timeout exceeded");

    private DialogueStep Limit(NoteKind kind, string reply)
    {
        _state.Note(_state.NewNote(kind) with { Detail = _where });
        _state.Evidence.LimitReached = true;
        _state.Happened(SessionMomentKind.DialogueLimit);
        return End(reply);
    }

    private DialogueStep Final() => End(_state.FinalReply);

    private DialogueStep End(string reply)
    {
        _state.FinalReply = reply;
        if (reply[0] is '4' or '5') _state.Evidence.RefusedWith = SmtpReply.Soften(_state, reply);
        return new DialogueStep(reply, true);
    }

    private static DialogueStep Say(string reply) => new(reply, false);

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes) => bytes.Length > LogText.MaxLength ? bytes[..LogText.MaxLength] : bytes;
}
