using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>What one visitor will do, whatever the server does.</summary>
internal sealed record Visit(int Number, DateTimeOffset At, IPAddress Client)
{
    public TimeSpan? TalksAfter { get; init; }

    public TimeSpan? LeavesAfter { get; init; }

    public ImmutableArray<SessionMomentKind> Dialogue { get; init; } = [];

    public bool HandoffFails { get; init; }

    public bool ServerBusy { get; init; }
}

/// <summary>
/// The engine's sessions, lookups and temporary allowlist under visitors from a script, with a clock that runs as fast as it can. What the lists
/// answer depends on zone and client alone.
/// </summary>
internal sealed class TrafficLab : IDnsblResolver, IVerdictSink
{
    private readonly LabClock _clock = new();
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> _agenda = new();
    private readonly Dictionary<IPAddress, ClientState> _open = [];
    private readonly TemporaryAllowlist _allowlist = new();
    private readonly ScreeningServices _services;
    private readonly List<(Visit Visit, VerdictEvent Verdict)> _verdicts = [];
    private readonly Func<string, IPAddress, (DnsblReply Reply, TimeSpan Latency)> _lists;
    private ScreeningSnapshot _settings;
    private Visit? _ending;
    private int _order;

    public TrafficLab(ScreeningSnapshot settings, Func<string, IPAddress, (DnsblReply Reply, TimeSpan Latency)> lists)
    {
        _settings = settings;
        _lists = lists;
        var verdicts = new VerdictStream();
        verdicts.Add(this);
        _services = new ScreeningServices(_allowlist, this, verdicts, _clock);
    }

    /// <summary>Plays the visits; the verdicts come in the order of their ends.</summary>
    public Task<IReadOnlyList<(Visit Visit, VerdictEvent Verdict)>> PlayAsync(IEnumerable<Visit> visits) => Task.Run(() =>
    {
        foreach (var visit in visits) Plan(visit.At, () => Connect(visit));
        while (_agenda.TryDequeue(out var act, out var when))
        {
            _clock.Now = when.At;
            act();
        }

        return (IReadOnlyList<(Visit, VerdictEvent)>)_verdicts;
    });

    public void PublishAt(DateTimeOffset at, ScreeningSnapshot settings) => Plan(at, () => _settings = settings);

    public void ForgetAt(DateTimeOffset at, IPAddress client) => Plan(at, () => _allowlist.Remove(client));

    public static RecordedConnection Record(VerdictEvent verdict, long key) => new(
        key, verdict.ConnectedAt, verdict.Client.Address, verdict.SettingsVersion, new ReplayOutcome(verdict.Reason, verdict.Disposition, verdict.WouldHave), verdict.Evidence!);

    public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (reply, latency) = _lists(zone, client);
        var answer = new TaskCompletionSource<DnsblReply>();
        Plan(_clock.Now + latency, () => answer.SetResult(reply with { Latency = latency }));
        return new ValueTask<DnsblReply>(answer.Task);
    }

    public void OnVerdict(VerdictEvent verdict) => _verdicts.Add((_ending!, verdict));

    private void Plan(DateTimeOffset at, Action act) => _agenda.Enqueue(act, (at, _order++));

    private void Connect(Visit visit)
    {
        if (!_open.TryGetValue(visit.Client, out var client)) client = _open[visit.Client] = new ClientState(visit.Client);
        client.Connections++;
        var session = new ScreeningSession(_services, _settings, client, new IPEndPoint(visit.Client, 1_024 + (visit.Number % 60_000)), new IPEndPoint(IPAddress.Loopback, 25));
        var seat = new Seat(this, visit, session);
        seat.Go(session.Begin(visit.ServerBusy, false));
        if (seat.Gone) return;
        session.StartLookups(_ => Plan(_clock.Now, () => seat.When(static s => s.OnLookupsDone())));
        Plan(_clock.Now + _settings.Settings.Greet.Wait.Normal, () => seat.When(static s => s.OnWaitOver()));
        if (visit.TalksAfter is { } talks) Plan(_clock.Now + talks, () => seat.When(static s => s.WatchesInput ? s.OnEarlyTalk("HELO x\r\n"u8, false) : SessionStep.Hold));
        if (visit.LeavesAfter is { } leaves) Plan(_clock.Now + leaves, () => seat.When(static s => s.WatchesInput ? s.OnHangup() : SessionStep.Hold));
    }

    private void Leave(ScreeningSession session, Visit visit, Action end)
    {
        _ending = visit;
        end();
        if (--session.State.ClientState.Connections == 0) _open.Remove(visit.Client);
    }

    /// <summary>One connection in the waiting room, then in the dialogue.</summary>
    private sealed class Seat(TrafficLab lab, Visit visit, ScreeningSession session)
    {
        private bool _failed;

        public bool Gone { get; private set; }

        public void When(Func<ScreeningSession, SessionStep> happens)
        {
            if (!Gone) Go(happens(session));
        }

        public void Go(SessionStep step)
        {
            if (step == SessionStep.Hold) return;
            if (step == SessionStep.HandOff && visit.HandoffFails && !_failed)
            {
                _failed = true;
                Go(session.OnHandoffFailed(NoteKind.HandoffConnectFailed, "smtpd", "refused"));
                return;
            }

            Gone = true;
            if (step == SessionStep.HandOff) lab.Leave(session, visit, () => session.HandedOff("pass"));
            else if (step == SessionStep.Close) lab.Leave(session, visit, session.Closed);
            else Converse();
        }

        private void Converse()
        {
            var state = session.State;
            DeepTests.Enter(state);
            var at = lab._clock.Now;
            foreach (var moment in visit.Dialogue) lab.Plan(at += TimeSpan.FromMilliseconds(700), () => Says(moment));
            lab.Plan(at + TimeSpan.FromMilliseconds(300), () => Says(SessionMomentKind.Hangup));
        }

        private void Says(SessionMomentKind moment)
        {
            var state = session.State;
            if (_over) return;
            var test = moment switch
            {
                SessionMomentKind.Pipelining => CheckSet.Pipelining,
                SessionMomentKind.NonSmtpCommand => CheckSet.NonSmtpCommand,
                SessionMomentKind.BareNewline => CheckSet.BareNewline,
                _ => CheckSet.None,
            };
            switch (moment)
            {
                case SessionMomentKind.Recipient:
                    DeepTests.Grant(state);
                    return;
                case SessionMomentKind.DialogueLimit:
                    state.Evidence.LimitReached = true;
                    state.Happened(SessionMomentKind.DialogueLimit);
                    break;
                case SessionMomentKind.Hangup:
                    ScreeningSession.Hangup(state);
                    break;
                default:
                    if (!DeepTests.Watches(state, test) || !DeepTests.OnViolation(state, test, state.NewNote(NoteKind.CommandPipelining))) return;
                    break;
            }

            _over = true;
            Conclusion.Conclude(state);
            lab.Leave(session, visit, session.Closed);
        }

        private bool _over;
    }

    private sealed class LabClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }
}
