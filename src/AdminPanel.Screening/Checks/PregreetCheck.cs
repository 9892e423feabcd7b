using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>Does the client speak before its turn (<c>postscreen_greet_*</c>)?</summary>
internal static class PregreetCheck
{
    /// <summary>The most bytes of early talk that are looked at. They stay in the kernel for whoever reads next.</summary>
    public const int PeekLength = 1_023;

    /// <summary>The client talked. True when the connection must be dropped.</summary>
    public static bool OnEarlyTalk(ScreeningState state, ReadOnlySpan<byte> peeked)
    {
        var text = LogText.Escape(peeked, LogText.MaxLength);
        var elapsed = state.TestsElapsed;
        state.Evidence.EarlyTalk = text;
        state.Evidence.EarlyTalkAfter = elapsed;
        state.Note(state.NewNote(NoteKind.Pregreet) with { Count = peeked.Length, Elapsed = elapsed, Text = text });

        // Under ignore the failure still counts until the decision: it keeps a low rank from skipping the other checks.
        state.Fail |= CheckSet.Pregreet;
        state.Done |= CheckSet.Pregreet;
        return state.ApplyFailure(CheckSet.Pregreet, Replies.ProtocolErrorDrop, Replies.ProtocolErrorRcpt);
    }

    /// <summary>The wait is over: pass the silent, forget an ignored failure.</summary>
    public static void Decide(ScreeningState state)
    {
        if ((state.Todo & CheckSet.Pregreet) == 0) return;
        if (((state.Fail | state.Done) & CheckSet.Pregreet) == 0)
        {
            state.Pass |= CheckSet.Pregreet;
            state.ClientState.Stamp(CheckSet.Pregreet, state.NowSeconds + (long)state.Snapshot.Settings.Greet.Ttl.TotalSeconds);
        }
        else if ((state.Fail & CheckSet.Pregreet) != 0 && state.Action(CheckSet.Pregreet) == Settings.ScreeningAction.Ignore)
        {
            state.Fail &= ~CheckSet.Pregreet;
        }
    }
}
