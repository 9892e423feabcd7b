using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>The commands, with postscreen's replies.</summary>
internal sealed partial class DummyDialogue
{
    private DialogueStep Execute(in SmtpCommand command)
    {
        var protocol = _state.Snapshot.Settings.Protocol;
        if (!_encrypted && _state.Snapshot.Settings.Tls.Level == TlsLevel.Encrypt
            && command.Verb is not (SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.StartTls or SmtpVerb.Noop or SmtpVerb.Quit
                or SmtpVerb.Auth or SmtpVerb.XClient or SmtpVerb.XForward or SmtpVerb.Unknown))
        {
            return Say("530 5.7.0 Must issue a STARTTLS command first");
        }

        switch (command.Verb)
        {
            case SmtpVerb.Helo:
                return Hello(command, esmtp: false);
            case SmtpVerb.Ehlo:
                return Hello(command, esmtp: true);
            case SmtpVerb.StartTls:
                return StartTls(command);
            case SmtpVerb.Mail:
                return Mail(command);
            case SmtpVerb.Rcpt:
                return Rcpt(command);
            case SmtpVerb.Data:
                _state.Note(NoteKind.DataWithoutRcpt);
                return End(command.Arguments.Length > 0 ? "501 5.5.4 Syntax: DATA"
                    : _sender is null ? "503 5.5.1 Error: need RCPT command"
                    : "554 5.5.1 Error: no valid recipients");
            case SmtpVerb.Bdat:
                _state.Note(NoteKind.BdatWithoutRcpt);
                return End(Discarded("CHUNKING") ? "502 5.5.1 Error: command not implemented"
                    : command.Arguments.Length == 0 ? "501 5.5.4 Syntax: BDAT count [LAST]"
                    : _sender is null ? "554 5.5.1 Error: need MAIL command"
                    : "554 5.5.1 Error: no valid recipients");
            case SmtpVerb.Rset:
                _sender = null;
                return Say("250 2.0.0 Ok");
            case SmtpVerb.Noop:
                return Say("250 2.0.0 Ok");
            case SmtpVerb.Vrfy:
                return Say(command.Arguments.Length == 0 ? "501 5.5.4 Syntax: VRFY address"
                    : protocol.DisableVrfy ? "502 5.5.1 VRFY command is disabled"
                    : _state.RcptReply);
            case SmtpVerb.Etrn:
                return Say(HeloMissing ? "503 5.5.1 Error: send HELO/EHLO first"
                    : command.Arguments.Length == 0 ? "500 Syntax: ETRN domain"
                    : "458 Unable to queue messages");
            case SmtpVerb.Quit:
                return End(Checks.Replies.Bye);
            default:
                return Say("502 5.5.2 Error: command not recognized");
        }
    }

    /// <summary>What EHLO leaves out is refused, but only once EHLO has left it out.</summary>
    private bool Discarded(string keyword) => EhloKeywords.Has(_discarded, keyword);

    private bool HeloMissing => _helo is null && _state.Snapshot.Settings.Protocol.HeloRequired;

    private DialogueStep Hello(in SmtpCommand command, bool esmtp)
    {
        if (command.Arguments.Length == 0) return Say(esmtp ? "501 Syntax: EHLO hostname" : "501 Syntax: HELO hostname");
        _helo = SmtpCommand.Text(command.FirstArgument);
        _sender = null;
        _state.Evidence.Helo = _helo;
        if (!esmtp) return Say($"250 {_state.Snapshot.Greeting.Hostname}");
        _protocol = "ESMTP";
        _discarded = DiscardedKeywords();
        return Say(EhloReply.Build(_state.Snapshot, _encrypted, _discarded));
    }

    private DialogueStep StartTls(in SmtpCommand command)
    {
        if (command.Arguments.Length > 0) return Say("501 5.5.4 Syntax: STARTTLS");
        if (_encrypted) return Say("554 5.5.1 Error: TLS already active");
        if (_state.Snapshot.Settings.Tls.Level == TlsLevel.None || Discarded("STARTTLS"))
            return Say("502 5.5.1 Error: command not implemented");
        if (_tlsReady()) return new DialogueStep("220 2.0.0 Ready to start TLS", End: false, StartTls: true);
        _state.Note(NoteKind.TlsConnect);
        _state.Note(NoteKind.TlsHandshakeFailed);
        _state.Note(NoteKind.TlsDisconnect);
        return Say("454 4.7.0 TLS not available due to local problem");
    }

    private DialogueStep Mail(in SmtpCommand command)
    {
        if (HeloMissing) return Say("503 5.5.1 Error: send HELO/EHLO first");
        if (_sender is not null) return Say("503 5.5.1 Error: nested MAIL command");
        if (EnvelopeAddress.Extract(command.Arguments) is not { } sender) return Say("501 5.5.4 Syntax: MAIL FROM:<address>");
        _sender = sender;
        _state.Evidence.Sender = sender;
        return Say("250 2.1.0 Ok");
    }

    private DialogueStep Rcpt(in SmtpCommand command)
    {
        if (_sender is null) return Say("503 5.5.1 Error: need MAIL command");
        if (EnvelopeAddress.Extract(command.Arguments) is not { } recipient) return Say("501 5.5.4 Syntax: RCPT TO:<address>");
        var reply = SmtpReply.Soften(_state, _state.RcptReply);
        _state.Evidence.AddRecipient(recipient);
        _state.Evidence.RefusedWith = reply;
        _state.Note(_state.NewNote(NoteKind.RcptRejected) with
        {
            Text = reply,
            Sender = _sender,
            Recipient = recipient,
            Protocol = _protocol,
            Helo = _helo ?? "",
        });
        return Say(_state.RcptReply);
    }
}
