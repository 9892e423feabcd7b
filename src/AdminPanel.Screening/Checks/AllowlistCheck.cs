using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>Which checks a connection still has to take, by the temporary allowlist.</summary>
internal static class AllowlistCheck
{
    /// <summary>Sets <see cref="ScreeningState.Todo"/>. True when nothing is to do: the client is known and passes (PASS OLD).</summary>
    public static bool Run(ScreeningState state)
    {
        var client = state.ClientState;
        var enabled = CheckSets.Enabled(state.Snapshot);
        var now = state.NowSeconds;
        if (client.Connections == 1 && !state.AnyFail && state.Services.Allowlist.TryGet(client.Address, out var known))
        {
            client.Stamps = known;
            state.Evidence.Passes = KnownPasses.Exact;
            state.Evidence.StampsBefore = known;
            SetTodo(state, enabled, known, now);
            state.Evidence.CacheState = state.Todo == CheckSet.None ? "valid" : "expired";
            if (state.Todo != CheckSet.None) return false;
            state.Note(NoteKind.PassOld);
            state.Evidence.Passed = true;
            return true;
        }

        if (client.Connections > 1)
        {
            var shared = client.Stamps;
            state.Evidence.Passes = KnownPasses.Exact;
            state.Evidence.StampsBefore = shared;
            state.Evidence.Shared = true;
            SetTodo(state, enabled, shared, now);
            return false;
        }

        client.Stamps = default;
        state.Evidence.Passes = KnownPasses.None;
        state.Todo = enabled;
        state.IsNew = true;
        state.Evidence.CacheState = "unknown";
        return false;
    }

    private static void SetTodo(ScreeningState state, CheckSet enabled, ExpiryStamps stamps, long now)
    {
        var todo = CheckSet.None;
        foreach (var check in CheckSets.All)
        {
            var stamp = stamps[CheckSets.Index(check)];
            if (stamp == 0) state.IsNew = true;
            if ((enabled & check) != 0 && stamp < now) todo |= check;
        }

        state.Todo = todo;
    }
}
