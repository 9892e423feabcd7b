using System.Diagnostics.CodeAnalysis;
using System.Text;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// Reads from a mail server's log what became of the mail of each client: amavisd-new, rspamd, SpamAssassin's spamd, milters, smtpd's own refusals, and
/// clients that came back after greylisting. Follows a message by its queue id (smtpd's client=, cleanup's message-id=) to the filter that names
/// one of them. Feed it every line in order and take what is ready. Memory is bounded; never throws, whatever the bytes. Not thread-safe.
/// </summary>
public sealed class MailSignReader
{
    private const int Remembered = 50_000;
    private static readonly TimeSpan s_greylistMemory = TimeSpan.FromDays(2);
    private readonly BoundedMap<int, SmtpdSession> _sessions = new(5_000);
    private readonly BoundedMap<string, Origin> _queueIds = new(Remembered);
    private readonly BoundedMap<string, Origin> _messageIds = new(Remembered);
    private readonly BoundedMap<LogAddress, DateTime> _greylisted = new(Remembered);
    private readonly BoundedMap<int, double> _spamdScores = new(1_000);
    private readonly Queue<MailSign> _ready = new();

    /// <summary>Takes a line of any program.</summary>
    public void Add(in MailLine line)
    {
        var program = line.Program;
        if (program.SequenceEqual("smtpd"u8)) Smtpd(line);
        else if (program.SequenceEqual("cleanup"u8)) Cleanup(line);
        else if (program.SequenceEqual("amavis"u8) || program.SequenceEqual("amavisd"u8)) Amavis(line);
        else if (program.SequenceEqual("rspamd"u8)) Rspamd(line);
        else if (program.SequenceEqual("spamd"u8)) Spamd(line);
    }

    /// <summary>Takes a sign that is ready.</summary>
    public bool TryTake([MaybeNullWhen(false)] out MailSign sign) => _ready.TryDequeue(out sign);

    private void Smtpd(in MailLine line)
    {
        var body = line.Body;
        if (LogFields.Skip(ref body, "connect from "u8))
        {
            // Users of the submission service are not screened.
            if (LogFields.TryReadClient(body, out var client, out var port) && line.Tag.IndexOf("submission"u8) < 0 && line.Tag.IndexOf("smtps"u8) < 0)
                _sessions.Set(line.ProcessId, new SmtpdSession(new Origin(client, port, line.At)));
            return;
        }

        if (!_sessions.TryGet(line.ProcessId, out var session)) return;
        if (body.StartsWith("disconnect from "u8))
        {
            _sessions.Remove(line.ProcessId, out _);
            if (session is { Refused: > 0, Accepted: 0 }) Say(session.Origin, MailSignSource.MailServer, MailLabel.Spam, null);
            return;
        }

        if (body.StartsWith("NOQUEUE: reject: "u8))
        {
            Refused(session, body, line.At);
        }
        else if (body.IndexOf(": client="u8) is > 0 and < 40 and var at)
        {
            if (body.IndexOf(", sasl_"u8) > 0) return;
            session.Accepted++;
            _queueIds.Set(Encoding.ASCII.GetString(body[..at]), session.Origin);
            if (_greylisted.Remove(session.Origin.Client, out var since) && line.At - since < s_greylistMemory) Say(session.Origin, MailSignSource.Greylisting, MailLabel.Good, null);
        }
    }

    private void Refused(SmtpdSession session, ReadOnlySpan<byte> body, DateTime at)
    {
        var reply = body.IndexOf("]: "u8);
        if (reply < 0 || reply + 3 >= body.Length) return;
        var code = body[reply + 3];
        if (code == '5') session.Refused++;
        else if (code == '4' && LogFields.ContainsWord(body, "greylist"u8)) _greylisted.Set(session.Origin.Client, at);
    }

    private void Cleanup(in MailLine line)
    {
        if (line.Body.IndexOf(": "u8) is not (> 0 and < 40 and var colon)) return;
        var rest = line.Body[(colon + 2)..];
        var queueId = Encoding.ASCII.GetString(line.Body[..colon]);
        if (!_queueIds.TryGet(queueId, out var origin)) return;
        if (LogFields.Skip(ref rest, "message-id="u8)) _messageIds.Set(LogFields.MessageId(rest), origin);
        else if (rest.StartsWith("milter-reject: "u8) && rest.IndexOf("]: 5"u8) > 0) Say(origin, MailSignSource.Milter, MailLabel.Spam, null);
    }

    /// <summary><c>(id) Passed CLEAN {RelayedInbound}, [client]:port …, Queue-ID: Q, Message-ID: &lt;M&gt;, …, Hits: -1.9, …</c></summary>
    private void Amavis(in MailLine line)
    {
        var body = line.Body;
        var passed = body.IndexOf(") Passed "u8);
        var blocked = passed < 0 ? body.IndexOf(") Blocked "u8) : -1;
        if (passed < 0 && blocked < 0) return;
        var what = passed >= 0 ? body[(passed + 9)..] : body[(blocked + 10)..];
        if (what.StartsWith("CLEAN"u8) && LogFields.Until(what, (byte)'}').IndexOf("Outbound"u8) >= 0) return;
        var label = what.StartsWith("SPAM"u8) || what.StartsWith("INFECTED"u8) ? MailLabel.Spam : what.StartsWith("CLEAN"u8) ? MailLabel.Good : MailLabel.Unknown;
        if (label == MailLabel.Unknown) return;

        double? score = Number.TryReadScore(LogFields.After(what, ", Hits: "u8, (byte)','), out var hits) ? hits : null;
        if (FindOrigin(LogFields.After(what, ", Queue-ID: "u8, (byte)','), LogFields.After(what, ", Message-ID: "u8, (byte)',')) is { } origin) Say(origin, MailSignSource.Amavis, label, score);
        else if (what.IndexOf((byte)'[') is >= 0 and var bracket && LogFields.TryReadClient(what[bracket..], out var client, out var port)) Say(new Origin(client, port, line.At), MailSignSource.Amavis, label, score);
    }

    /// <summary><c>rspamd_task_write_log: id: &lt;M&gt;, qid: &lt;Q&gt;, ip: A, …(default: T (reject): [21.30/15.00] […</c></summary>
    private void Rspamd(in MailLine line)
    {
        var at = line.Body.IndexOf("rspamd_task_write_log: "u8);
        if (at < 0) return;
        var body = line.Body[at..];
        var verdict = body.IndexOf("(default: "u8);
        if (verdict < 0) return;
        var rest = body[(verdict + 10)..];
        var action = LogFields.After(rest, "("u8, (byte)')');
        var label = action.SequenceEqual("no action"u8) ? MailLabel.Good
            : action.SequenceEqual("reject"u8) || action.SequenceEqual("add header"u8) || action.SequenceEqual("rewrite subject"u8) ? MailLabel.Spam
            : MailLabel.Unknown;
        if (label == MailLabel.Unknown) return;
        double? score = Number.TryReadScore(LogFields.After(rest, ": ["u8, (byte)'/'), out var points) ? points : null;
        if (FindOrigin(LogFields.After(body, "qid: <"u8, (byte)'>'), LogFields.After(body, "id: "u8, (byte)',')) is { } origin) Say(origin, MailSignSource.Rspamd, label, score);
        else if (LogAddress.TryParse(LogFields.After(body, ", ip: "u8, (byte)','), out var client)) Say(new Origin(client, null, line.At), MailSignSource.Rspamd, label, score);
    }

    /// <summary><c>spamd: identified spam (12.3/5.0) for …</c>, then <c>spamd: result: Y 12 - TESTS …,mid=&lt;M&gt;,…</c> of the same process.</summary>
    private void Spamd(in MailLine line)
    {
        var body = line.Body;
        if (body.IndexOf("identified spam ("u8) >= 0 || body.IndexOf("clean message ("u8) >= 0)
        {
            if (Number.TryReadScore(LogFields.After(body, " ("u8, (byte)'/'), out var exact)) _spamdScores.Set(line.ProcessId, exact);
            return;
        }

        if (body.IndexOf("result: "u8) is not (>= 0 and var at)) return;
        var result = body[(at + 8)..];
        if (result.Length < 4 || result[0] is not ((byte)'Y' or (byte)'.')) return;
        double? score = _spamdScores.Remove(line.ProcessId, out var known) ? known : Number.TryReadScore(LogFields.Until(result[2..], (byte)' '), out var rough) ? rough : null;
        if (FindOrigin(default, LogFields.After(result, ",mid="u8, (byte)',')) is { } origin) Say(origin, MailSignSource.SpamAssassin, result[0] == 'Y' ? MailLabel.Spam : MailLabel.Good, score);
    }

    private Origin? FindOrigin(ReadOnlySpan<byte> queueId, ReadOnlySpan<byte> messageId)
    {
        if (queueId.Length is > 0 and < 40 && _queueIds.TryGet(Encoding.ASCII.GetString(queueId), out var byQueue)) return byQueue;
        return !messageId.IsEmpty && _messageIds.TryGet(LogFields.MessageId(messageId), out var byMessage) ? byMessage : null;
    }

    private void Say(Origin origin, MailSignSource source, MailLabel label, double? score) =>
        _ready.Enqueue(new MailSign(origin.Client.ToAddress(), origin.Port, origin.At, source, label, score));

    /// <summary>Where a message came from, and when smtpd greeted the client.</summary>
    private sealed record Origin(LogAddress Client, int? Port, DateTime At);

    private sealed class SmtpdSession(Origin origin)
    {
        public Origin Origin { get; } = origin;

        public int Accepted { get; set; }

        public int Refused { get; set; }
    }
}
