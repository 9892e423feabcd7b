using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>Leads one session through recorded moments, as waiting room and dialogue would. One use.</summary>
/// <param name="session">The session.</param>
/// <param name="shape">What happened then.</param>
/// <param name="bits">What to assume where the record does not tell (<see cref="CaseBits"/>).</param>
/// <param name="at">Sets the clock to a moment.</param>
internal sealed class SessionCourse(ScreeningSession session, SessionShape shape, int bits, Action<int> at)
{
    /// <summary>The end of the draft's greet wait, where the record has no such moment.</summary>
    public const int EndOfWait = 33;

    private const int AllDeep = (int)CheckSet.Deep;
    private int _next;

    /// <summary>Runs to the verdict; otherwise says what the record lacks.</summary>
    public Unjudged Run()
    {
        var moments = shape.Moments;
        var step = session.Begin(moments.Contains(SessionMomentKind.RefusedFirst), moments.Contains(SessionMomentKind.RefusedLater));
        if (step == SessionStep.Hold && CaseBits.AreListsFirst(bits) && AwaitsLists)
        {
            at(0);
            step = session.OnLookupsDone();
        }

        if (step == SessionStep.Hold && CaseBits.TalksEarly(bits) && session.WatchesInput)
        {
            at(0);
            step = Talks();
        }

        while (true)
        {
            switch (step)
            {
                case SessionStep.Hold:
                    if (Hold(ref step) is not Unjudged.No and var missing) return missing;
                    break;
                case SessionStep.HandOff:
                    if (HandOff(ref step)) return Unjudged.No;
                    break;
                case SessionStep.Converse:
                    return Converse();
                default:
                    session.Closed();
                    return Unjudged.No;
            }
        }
    }

    private Unjudged Hold(ref SessionStep step)
    {
        while (_next < shape.Moments.Length)
        {
            at(_next);
            switch (shape.Moments[_next++])
            {
                case SessionMomentKind.EarlyTalk when session.WatchesInput:
                    step = Talks();
                    return Unjudged.No;
                case SessionMomentKind.EarlyTalkAtEnd when session.WatchesInput:
                    step = session.OnEarlyTalk("?"u8, waitOver: true);
                    return Unjudged.No;
                case SessionMomentKind.ListsIn when AwaitsLists:
                    step = session.OnLookupsDone();
                    return Unjudged.No;
                case SessionMomentKind.EarlyTalkAtEnd or SessionMomentKind.WaitOver:
                    step = session.OnWaitOver();
                    return Unjudged.No;
                case SessionMomentKind.Hangup when session.WatchesInput:
                    step = session.OnHangup();
                    return Unjudged.No;
                case SessionMomentKind.EarlyTalk or SessionMomentKind.ListsIn or SessionMomentKind.Hangup:
                    break;
                default:
                    // The session went on then: the wait was shorter, or there was none.
                    _next--;
                    if (session.WatchesInput && Watched(CheckSet.Pregreet)) return Unjudged.EndedEarly;
                    at(EndOfWait);
                    step = session.OnWaitOver();
                    return Unjudged.No;
            }
        }

        return Unjudged.EndedEarly;
    }

    /// <summary>True when the mail server has the connection; otherwise the step to take since it could not be handed off.</summary>
    private bool HandOff(ref SessionStep step)
    {
        for (var i = _next; i < shape.Moments.Length; i++)
        {
            if (shape.Moments[i] != SessionMomentKind.HandoffFailed) continue;
            at(i);
            _next = i + 1;
            step = session.OnHandoffFailed(NoteKind.HandoffConnectFailed, "", "");
            return false;
        }

        if (shape.Moments.Length > 0) at(shape.Moments.Length - 1);
        session.HandedOff("replay");
        return true;
    }

    private Unjudged Converse()
    {
        var state = session.State;
        var begin = shape.Moments.IndexOf(SessionMomentKind.Dialogue, Math.Min(_next, shape.Moments.Length));
        at(begin >= 0 ? begin : Math.Max(0, shape.Moments.Length - 1));
        DeepTests.Enter(state);
        var unseen = (int)state.Todo & AllDeep & ~(int)state.Pass & (begin < 0 ? AllDeep : ~shape.Todo);
        if (unseen != 0 && !state.AnyFail) return Unjudged.DeepTestsNotRun;
        if (begin >= 0 && !Talk(begin + 1) && !state.AnyFail) return Unjudged.EndedEarly;
        Conclusion.Conclude(state);
        session.Closed();
        return Unjudged.No;
    }

    /// <summary>False when the dialogue would have gone on where it was dropped then.</summary>
    private bool Talk(int from)
    {
        var state = session.State;
        var dropped = false;
        for (var i = from; i < shape.Moments.Length; i++)
        {
            at(i);
            switch (shape.Moments[i])
            {
                case SessionMomentKind.Recipient:
                    DeepTests.Grant(state);
                    break;
                case SessionMomentKind.DialogueLimit:
                    state.Evidence.LimitReached = true;
                    return true;
                case SessionMomentKind.Hangup:
                    ScreeningSession.Hangup(state);
                    return true;
                case SessionMomentKind.Closed:
                    return !dropped;
                case var caught when Test(caught) is var test and not CheckSet.None:
                    if (DeepTests.Watches(state, test) && DeepTests.OnViolation(state, test, state.NewNote(NoteKind.CommandPipelining))) return true;
                    dropped = shape.Moments[^1] == SessionMomentKind.Closed && i == shape.Moments.Length - 2;
                    break;
            }
        }

        return true;
    }

    private bool AwaitsLists => (session.State.Todo & ~session.State.Done & CheckSet.Dnsbl) != 0;

    private SessionStep Talks()
    {
        var step = session.OnEarlyTalk("?"u8, waitOver: false);
        return step == SessionStep.Hold && CaseBits.AreListsAfterTalk(bits) && AwaitsLists ? session.OnLookupsDone() : step;
    }

    private bool Watched(CheckSet check) => (shape.Todo & (int)check) != 0;

    private static CheckSet Test(SessionMomentKind caught) => caught switch
    {
        SessionMomentKind.Pipelining => CheckSet.Pipelining,
        SessionMomentKind.NonSmtpCommand => CheckSet.NonSmtpCommand,
        SessionMomentKind.BareNewline => CheckSet.BareNewline,
        _ => CheckSet.None,
    };
}
