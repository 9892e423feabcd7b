using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>The end of the checks: says PASS when it is one and remembers what was passed.</summary>
internal static class Conclusion
{
    /// <summary>
    /// Concludes the connection. Call before hand-off or close; a connection that could not be handed off and is then talked to is concluded
    /// twice, and says PASS OLD the second time, as in postscreen.
    /// </summary>
    public static void Conclude(ScreeningState state)
    {
        state.Evidence.EverPassed |= state.Pass;
        if (state.AnyFail) state.Pass = CheckSet.None;
        if (state.Pass == CheckSet.None) return;
        if ((state.Pass & state.Todo) == state.Todo)
        {
            state.Evidence.Passed = true;
            var first = state.IsNew && state.ClientState.ClaimPassNew();
            state.Evidence.PassNewTaken |= state.IsNew && !first && !state.Evidence.PassedNew;
            state.Evidence.PassedNew |= first;
            state.Note(first ? NoteKind.PassNew : NoteKind.PassOld);
        }

        var enabled = CheckSets.Enabled(state.Snapshot);
        var stamps = state.ClientState.Stamps;
        foreach (var check in CheckSets.All)
        {
            var index = CheckSets.Index(check);
            if ((enabled & check) == 0 && stamps[index] == 0) stamps = stamps.With(index, 1);
        }

        state.Evidence.StampsAfter = stamps;
        state.Services.Allowlist.Store(state.ClientState.Address, stamps);
    }
}
