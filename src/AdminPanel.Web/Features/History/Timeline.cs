using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.History;

/// <summary>A stretch of time in a lane.</summary>
/// <param name="From">Since the client connected.</param>
/// <param name="To">Its end.</param>
/// <param name="Tone">The css suffix of its colour.</param>
/// <param name="Words">What it is, for the hover and for those who cannot see it.</param>
internal sealed record TimelineBar(TimeSpan From, TimeSpan To, string Tone, string Words);

/// <summary>A moment in a lane.</summary>
/// <param name="At">Since the client connected.</param>
/// <param name="Tone">The css suffix of its colour.</param>
/// <param name="Words">What happened.</param>
internal sealed record TimelineMark(TimeSpan At, string Tone, string Words);

/// <summary>One row of the picture.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Note">What came of it, in a word or two; null when there is nothing to say.</param>
/// <param name="Bars">Stretches of time.</param>
/// <param name="Marks">Moments.</param>
internal sealed record TimelineLane(string Name, string? Note, ImmutableArray<TimelineBar> Bars, ImmutableArray<TimelineMark> Marks);

/// <summary>
/// One connection from connect to hand-off as a picture over time: the greet wait, each list's answer, TLS, the dummy SMTP dialogue, the
/// verdict. Made from the decision alone.
/// </summary>
internal sealed class Timeline
{
    private readonly VerdictEvent _verdict;
    private readonly List<TimelineLane> _lanes = [];

    private Timeline(VerdictEvent verdict)
    {
        _verdict = verdict;
        var latest = verdict.Dnsbl.Select(static a => a.Latency ?? TimeSpan.Zero).Append(verdict.Duration).Concat(verdict.Notes.Select(At)).Max();
        Length = TimeSpan.FromTicks(Math.Max((long)(latest.Ticks * 1.03), TimeSpan.FromMilliseconds(5).Ticks));
        AddGreeting();
        foreach (var answer in verdict.Dnsbl) AddList(answer);
        AddTls();
        AddDialogue();
        AddVerdict();
    }

    /// <summary>The rows, in the order of a session.</summary>
    public IReadOnlyList<TimelineLane> Lanes => _lanes;

    /// <summary>The time that the whole width stands for.</summary>
    public TimeSpan Length { get; }

    /// <summary>Round moments to label, from 0; at most seven.</summary>
    public IEnumerable<TimeSpan> Ticks
    {
        get
        {
            var step = Math.Pow(10, Math.Floor(Math.Log10(Length.TotalMilliseconds / 6)));
            foreach (var factor in (double[])[1, 2, 5, 10])
            {
                if (Length.TotalMilliseconds / (step * factor) > 6.5) continue;
                step *= factor;
                break;
            }

            for (var at = 0.0; at <= Length.TotalMilliseconds; at += step) yield return TimeSpan.FromMilliseconds(at);
        }
    }

    /// <summary>Draws <paramref name="verdict"/>.</summary>
    public static Timeline Of(VerdictEvent verdict) => new(verdict);

    /// <summary>Where <paramref name="at"/> is, in per cent of the width.</summary>
    public double Place(TimeSpan at) => Math.Clamp(100 * (at / Length), 0, 100);

    private TimeSpan GreetEnd => _verdict.Checks.FirstOrDefault(static c => c is { Check: CheckName.Pregreet, Result: CheckResult.Passed })?.Duration
        ?? (_verdict.Rank is null ? TimeSpan.Zero : _verdict.Checks.Max(static c => c.Duration) ?? TimeSpan.Zero);

    private TimeSpan At(ScreeningNote note) => note.At > _verdict.ConnectedAt ? note.At - _verdict.ConnectedAt : TimeSpan.Zero;

    private void AddGreeting()
    {
        if (_verdict.Checks.FirstOrDefault(static c => c.Check == CheckName.Pregreet) is not { } check) return;
        if (check.Result is CheckResult.NotRun or CheckResult.Cached && check.Duration is null)
        {
            _lanes.Add(new("Greet wait", DecisionText.Result(check.Result), [], []));
            return;
        }

        var failed = check.Result == CheckResult.Failed;
        var took = check.Duration ?? GreetEnd;
        ImmutableArray<TimelineMark> marks = failed ? [new(took, "dnsbl", $"Spoke before its turn, after {Numbers.Span(took)}: {check.Detail}")] : [];
        _lanes.Add(new("Greet wait", failed ? $"PREGREET after {Numbers.Span(took)}" : DecisionText.Result(check.Result), [new(TimeSpan.Zero, took, failed ? "talk" : "pass", $"Waited {Numbers.Span(took)} for early talk")], marks));
    }

    private void AddList(DnsblAnswer answer)
    {
        var tone = answer.Outcome switch { "listed" when answer.Weight < 0 => "allow", "listed" when VerdictHits.IsHit(answer) => "dnsbl", "listed" or "not listed" => "known", _ => "limit" };
        var note = answer.Outcome == "listed" ? $"{string.Join(' ', answer.Codes)} {(answer.FilteredOut ? "filtered out" : Numbers.WithSign(answer.Weight))}" : answer.Outcome;
        var words = $"{answer.List}: {note}{(answer.Error is null ? "" : $" ({answer.Error})")}, {(answer.Latency is { } took ? $"after {Numbers.Span(took)}" : "no answer")}{(answer.Shared ? ", shared" : "")}";
        _lanes.Add(new(answer.List, note, [new(TimeSpan.Zero, answer.Latency ?? Length, tone, words)], []));
    }

    private void AddTls()
    {
        if (_verdict.Notes.FirstOrDefault(static n => n.Kind == NoteKind.TlsConnect) is not { } begin) return;
        var end = _verdict.Notes.FirstOrDefault(static n => n.Kind is NoteKind.TlsDisconnect or NoteKind.TlsHandshakeFailed);
        var failed = end?.Kind == NoteKind.TlsHandshakeFailed;
        _lanes.Add(new("TLS", failed ? "handshake failed" : "encrypted", [new(At(begin), end is null ? _verdict.Duration : At(end), failed ? "limit" : "allow", failed ? "The TLS handshake failed" : "The dialogue was encrypted")], []));
    }

    private void AddDialogue()
    {
        ImmutableArray<TimelineMark> marks =
        [
            .. _verdict.Notes.Select(note => (note, words: Words(note))).Where(static n => n.words is not null)
                .Select(n => new TimelineMark(At(n.note), n.note.Kind is NoteKind.Disconnect ? "quiet" : "dnsbl", $"{n.words} at {Numbers.Span(At(n.note))}")),
        ];
        if (_verdict.Helo is null && _verdict.Reply is null && marks.IsEmpty) return;
        if (_verdict.Disposition is VerdictDisposition.Dropped && _verdict.Helo is null) return;
        var from = GreetEnd > _verdict.Duration ? TimeSpan.Zero : GreetEnd;
        _lanes.Add(new("Dummy SMTP", _verdict.Helo is { } helo ? $"HELO {helo}" : null, [new(from, _verdict.Duration, "quiet", $"Spoke with the dummy SMTP engine for {Numbers.Span(_verdict.Duration - from)}")], marks));
    }

    private void AddVerdict()
    {
        var end = $"{VerdictText.Done(_verdict.Disposition)}{(_verdict.Handoff is { } way ? $" ({way})" : "")} after {Numbers.Span(_verdict.Duration)}";
        var marks = ImmutableArray.CreateBuilder<TimelineMark>();
        if (_verdict.Notes.FirstOrDefault(static n => n.Kind is NoteKind.PassNew or NoteKind.PassOld or NoteKind.Allowlisted or NoteKind.Denylisted or NoteKind.DnsblRank or NoteKind.Pregreet) is { } decided)
            marks.Add(new(At(decided), VerdictTone.Of(_verdict.Reason), $"{VerdictText.Badge(_verdict.Reason)} at {Numbers.Span(At(decided))}"));
        marks.Add(new(_verdict.Duration, VerdictTone.Of(_verdict.Disposition), end));
        _lanes.Add(new("Verdict", VerdictText.Badge(_verdict.Reason), [], marks.ToImmutable()));
    }

    private static string? Words(ScreeningNote note) => note.Kind switch
    {
        NoteKind.NonSmtpCommand => $"Command that is not SMTP: {note.Text}",
        NoteKind.CommandPipelining => $"Commands without waiting, behind {note.Detail}",
        NoteKind.BareNewline => "Bare newline",
        NoteKind.RcptRejected => $"RCPT refused for {note.Recipient}",
        NoteKind.CommandTimeLimit => "Command time limit",
        NoteKind.CommandCountLimit => "Command count limit",
        NoteKind.CommandLengthLimit => "Command length limit",
        NoteKind.DataWithoutRcpt or NoteKind.BdatWithoutRcpt => "DATA without a valid RCPT",
        NoteKind.Hangup => "The client left",
        _ => null,
    };
}
