using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>What follows from the access list.</summary>
internal enum AccessOutcome
{
    /// <summary>Nothing decided: go on.</summary>
    Continue,

    /// <summary>Hand off at once.</summary>
    Permit,

    /// <summary>End the connection with the final reply.</summary>
    Drop,
}

/// <summary>The permanent access list and the interface veto (<c>postscreen_access_list</c>, <c>postscreen_denylist_action</c>, <c>postscreen_allowlist_interfaces</c>).</summary>
internal static class AccessListCheck
{
    public static AccessOutcome Run(ScreeningState state)
    {
        var decision = state.Given is { } given ? new AccessDecision(given.Access, null, null) : state.Snapshot.AccessList.Decide(state.ClientState.Address, state.ConnectedAt);
        (state.Access, state.AccessRule, state.AccessEntryId) = (decision.Action, decision.Rule, decision.EntryId);
        foreach (var warning in decision.Warnings ?? []) state.Note(state.NewNote(NoteKind.TableWarning) with { Text = warning });
        switch (state.Access)
        {
            case AccessAction.Permit:
                state.Note(NoteKind.Allowlisted);
                return AccessOutcome.Permit;
            case AccessAction.Reject:
                return Reject(state);
            default:
                return AccessOutcome.Continue;
        }
    }

    /// <summary>Applies the veto of a server address on which allowlist status cannot be earned.</summary>
    public static void ApplyVeto(ScreeningState state)
    {
        if (state.Snapshot.AllowlistInterfaces is not { } interfaces || !(state.Given?.Veto ?? !interfaces.Contains(state.Server.Address))) return;
        state.AllowlistVeto = true;
        state.NoForward = true;
        state.Note(NoteKind.AllowlistVeto);
    }

    private static AccessOutcome Reject(ScreeningState state)
    {
        state.Note(NoteKind.Denylisted);
        state.Evidence.Denylisted = true;
        switch (state.Snapshot.Settings.Access.DenylistAction)
        {
            case ScreeningAction.Drop:
                state.DenylistFail = true;
                state.Dropped = true;
                state.NoForward = true;
                state.FinalReply = Replies.DenylistDrop;
                return AccessOutcome.Drop;
            case ScreeningAction.Enforce:
                state.DenylistFail = true;
                state.NoForward = true;
                state.RcptReply = Replies.DenylistRcpt;
                return AccessOutcome.Continue;
            default:
                return AccessOutcome.Continue;
        }
    }
}
