using System.Net;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Sessions;

/// <summary>What the waiting room must do with a connection next.</summary>
internal enum SessionStep
{
    /// <summary>Keep holding it until the deadline.</summary>
    Hold,

    /// <summary>Give it to the mail server.</summary>
    HandOff,

    /// <summary>Let it talk to the dummy SMTP engine.</summary>
    Converse,

    /// <summary>Send the final reply, if any, and close it.</summary>
    Close,
}

/// <summary>
/// One connection's way through screening, without I/O: the waiting room reports what happened and is told what to do
/// (postscreen(8), connection life cycle). Called by one thread at a time.
/// </summary>
internal sealed class ScreeningSession : IDnsblLookupObserver
{
    private Action<ScreeningSession>? _onAllIn;

    public ScreeningSession(
        ScreeningServices services, ScreeningSnapshot snapshot, ClientState clientState, IPEndPoint client, IPEndPoint server, GivenFacts? given = null) =>
        State = new ScreeningState(services, snapshot, clientState, client, server) { Given = given };

    /// <summary>Flags, replies and evidence.</summary>
    public ScreeningState State { get; }

    /// <summary>What the connection is in now, for the panel.</summary>
    public string Stage { get; set; } = "greet wait";

    /// <summary>When it was to be handed off (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long PassingSince { get; set; }

    /// <summary>Where the waiting room keeps the connection; meaningless elsewhere.</summary>
    public ulong Ticket { get; set; }

    /// <summary>True when the client is watched for early talk; otherwise its data and even its leaving go unnoticed until the deadline.</summary>
    public bool WatchesInput => (State.Todo & ~State.Done & CheckSet.Pregreet) != 0;

    /// <summary>True when the teaser is to be sent.</summary>
    public bool NeedsTeaser => (State.Todo & CheckSet.Pregreet) != 0;

    /// <summary>What is sent on <see cref="SessionStep.Close"/>; null when there is nobody to send it to.</summary>
    public string? ClosingReply => State.HungUp ? null : State.FinalReply;

    /// <summary>The connection was accepted: limits, access list, temporary allowlist, veto.</summary>
    /// <param name="postQueueBusy">The post-queue limit is reached.</param>
    /// <param name="preQueueBusy">The pre-queue limit is reached.</param>
    public SessionStep Begin(bool postQueueBusy, bool preQueueBusy)
    {
        var state = State;
        var limit = state.Snapshot.Settings.Limits.ClientConnectionCount;
        state.TestsStarted = state.ConnectedTimestamp;
        state.Connected();
        if (limit > 0 && state.ClientState.Connections + state.ClientState.Relayed > limit) return Refuse(NoteKind.TooManyConnections, Replies.TooManyConnections, SessionMomentKind.RefusedFirst);
        if (postQueueBusy) return Refuse(NoteKind.AllServerPortsBusy, Replies.AllServerPortsBusy, SessionMomentKind.RefusedFirst);
        switch (AccessListCheck.Run(state))
        {
            case AccessOutcome.Permit: return SessionStep.HandOff;
            case AccessOutcome.Drop: return SessionStep.Close;
        }

        if (AllowlistCheck.Run(state)) return SessionStep.HandOff;
        AccessListCheck.ApplyVeto(state);
        if (preQueueBusy) return Refuse(NoteKind.AllScreeningPortsBusy, Replies.AllScreeningPortsBusy, SessionMomentKind.RefusedLater);
        if ((state.Todo & CheckSet.Early) == 0) return AfterEarlyTests();
        state.TestsStarted = state.Services.Time.GetTimestamp();
        return SessionStep.Hold;
    }

    /// <summary>Asks the lists when they are due. <paramref name="onAllIn"/> is called at most once, possibly at once, on any thread.</summary>
    /// <param name="wait">How long the client is held.</param>
    public void StartLookups(Action<ScreeningSession> onAllIn, TimeSpan wait = default)
    {
        if ((State.Todo & CheckSet.Dnsbl) == 0) return;
        _onAllIn = onAllIn;
        DnsblCheck.Start(State, this, wait);
    }

    /// <inheritdoc/>
    void IDnsblLookupObserver.OnReply(DnsblLookup lookup, int zone) => DnsblCheck.LogReply(State, lookup.Score[zone]);

    /// <inheritdoc/>
    void IDnsblLookupObserver.OnAllIn(DnsblLookup lookup) => _onAllIn?.Invoke(this);

    /// <summary>The client talked while it had to wait; the bytes stay in the kernel.</summary>
    public SessionStep OnEarlyTalk(ReadOnlySpan<byte> peeked, bool waitOver)
    {
        State.Happened(waitOver ? SessionMomentKind.EarlyTalkAtEnd : SessionMomentKind.EarlyTalk);
        if (PregreetCheck.OnEarlyTalk(State, peeked)) return SessionStep.Close;
        if (State.Action(CheckSet.Pregreet) != ScreeningAction.Ignore) State.Evidence.Lookup?.StopAsking();
        return EarlyTestsDone || waitOver ? DecideEarlyTests() : SessionStep.Hold;
    }

    /// <summary>Every list has replied.</summary>
    public SessionStep OnLookupsDone()
    {
        State.Happened(SessionMomentKind.ListsIn);
        DnsblCheck.OnAllIn(State);
        return EarlyTestsDone ? DecideEarlyTests() : SessionStep.Hold;
    }

    /// <summary>The greet wait is over.</summary>
    public SessionStep OnWaitOver()
    {
        State.Happened(SessionMomentKind.WaitOver);
        return DecideEarlyTests();
    }

    /// <summary>The client closed or reset the connection.</summary>
    public SessionStep OnHangup()
    {
        Hangup(State);
        Conclusion.Conclude(State);
        return SessionStep.Close;
    }

    /// <summary>The mail server could not take the connection.</summary>
    /// <param name="kind"><see cref="NoteKind.HandoffConnectFailed"/> or <see cref="NoteKind.HandoffPassFailed"/>.</param>
    /// <param name="service">The service's name for the log.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reply">What the client is told; null for postscreen's own words.</param>
    public SessionStep OnHandoffFailed(NoteKind kind, string service, string reason, string? reply = null)
    {
        State.Happened(SessionMomentKind.HandoffFailed);
        State.Note(State.NewNote(kind) with { Text = service, Detail = reason });
        State.Evidence.Handoff = reason;
        State.NoForward = true;
        State.HandoffRefused = true;
        if (NeedsTeaser)
        {
            State.FinalReply = reply ?? Replies.NoSystemResources;
            return SessionStep.Converse;
        }

        State.FinalReply = reply ?? (kind == NoteKind.HandoffConnectFailed ? Replies.AllServerPortsBusy : Replies.NoSystemResources);
        return SessionStep.Close;
    }

    /// <summary>Records that the client left.</summary>
    public static void Hangup(ScreeningState state)
    {
        state.Happened(SessionMomentKind.Hangup);
        state.HungUp = true;
        state.NoForward = true;
        state.Note(state.NewNote(NoteKind.Hangup) with { Elapsed = state.TestsElapsed, Text = state.Tests });
    }

    /// <summary>The mail server has the connection: publishes the verdict.</summary>
    public void HandedOff(string how)
    {
        State.Happened(SessionMomentKind.HandedOff);
        State.Evidence.Handoff = how;
        Publish(VerdictDisposition.HandedOff);
    }

    /// <summary>The connection is closed by the panel: logs it and publishes the verdict.</summary>
    public void Closed()
    {
        State.Happened(SessionMomentKind.Closed);

        // A client that could not be handed off and was told so at once leaves no DISCONNECT line in postscreen either.
        if (!State.HandoffRefused || NeedsTeaser) State.Note(NoteKind.Disconnect);
        if (ClosingReply is { } reply && reply[0] is '4' or '5') State.Evidence.RefusedWith ??= ProtocolEngine.SmtpReply.Soften(State, ClosingReply);
        Publish(VerdictRecord.Disposition(State));
    }

    private bool EarlyTestsDone => (State.Todo & CheckSet.Early & ~State.Done) == 0;

    private SessionStep Refuse(NoteKind kind, string reply, SessionMomentKind moment)
    {
        State.Happened(moment);
        State.Note(kind);
        State.Evidence.LimitReached = true;
        State.NoForward = true;
        State.FinalReply = reply;
        return SessionStep.Close;
    }

    private SessionStep DecideEarlyTests()
    {
        State.Evidence.GreetWait = State.TestsElapsed;
        PregreetCheck.Decide(State);
        if (!DnsblCheck.Decide(State)) return AfterEarlyTests();
        Conclusion.Conclude(State);
        return SessionStep.Close;
    }

    private SessionStep AfterEarlyTests()
    {
        if (State.NoForward || (State.Todo & CheckSet.Deep & ~State.Pass) != 0) return SessionStep.Converse;
        Conclusion.Conclude(State);
        return SessionStep.HandOff;
    }

    private void Publish(VerdictDisposition disposition)
    {
        State.Evidence.Lookup?.Cancel();
        if (State.Evidence is { Lookup: not null, Rank: null }) State.ClientState.EndLookup();
        State.Services.Verdicts.Publish(VerdictRecord.Build(State, disposition));
    }
}
