using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>The deep protocol tests: pipelining, non-SMTP command, bare newline. They run in the dummy SMTP engine.</summary>
internal static class DeepTests
{
    /// <summary>The client enters the dummy SMTP engine. A failure so far switches all deep tests on.</summary>
    public static void Enter(ScreeningState state)
    {
        state.Happened(SessionMomentKind.Dialogue);
        state.NoForward = true;
        state.AfterHandshake = true;
        state.TestsStarted = state.Services.Time.GetTimestamp();
        if (state.HandoffRefused) state.Todo &= ~CheckSet.Deep;
        else if (state.AnyFail) state.Todo |= CheckSet.Deep;
    }

    /// <summary>Whether the test still watches for its first violation.</summary>
    public static bool Watches(ScreeningState state, CheckSet test) => (state.Todo & ~state.Done & test) != 0;

    /// <summary>A RCPT is about to be executed: every deep test without a violation passes.</summary>
    public static void Grant(ScreeningState state)
    {
        if (!state.Granted) state.Happened(SessionMomentKind.Recipient);
        state.Granted = true;
        foreach (var test in CheckSets.All[2..])
        {
            if ((state.Todo & test) == 0 || ((state.Pass | state.Fail) & test) != 0) continue;
            state.Pass |= test;
            state.ClientState.Stamp(test, state.NowSeconds + (long)CheckSets.Ttl(state.Snapshot.Settings, test).TotalSeconds);
        }
    }

    private static SessionMomentKind Moment(CheckSet test) => test switch
    {
        CheckSet.Pipelining => SessionMomentKind.Pipelining,
        CheckSet.NonSmtpCommand => SessionMomentKind.NonSmtpCommand,
        _ => SessionMomentKind.BareNewline,
    };

    /// <summary>The first violation of a test. True when the connection must be dropped.</summary>
    public static bool OnViolation(ScreeningState state, CheckSet test, ScreeningNote note)
    {
        state.Note(note);
        state.Evidence.DeepDetail(test, note.Text ?? "");
        state.Happened(Moment(test));
        state.Pass &= ~test;
        state.Done |= test;
        state.ClientState.Stamp(test, 1);
        if (state.ApplyFailure(test, test == CheckSet.NonSmtpCommand ? Replies.NonSmtpDrop : Replies.ProtocolErrorDrop, Replies.ProtocolErrorRcpt))
            return true;

        if (state.Action(test) == ScreeningAction.Ignore)
        {
            state.Pass |= test;
            state.ClientState.Stamp(test, state.NowSeconds + (long)CheckSets.ShortPass(state.Snapshot.Settings).TotalSeconds);
        }

        return false;
    }
}
