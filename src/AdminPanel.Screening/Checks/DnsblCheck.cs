using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>The weighted DNS blocklists (<c>postscreen_dnsbl_*</c>).</summary>
internal static class DnsblCheck
{
    /// <summary>Asks every list. <paramref name="onAllIn"/> is called once when all have replied, on any thread, possibly before this returns.</summary>
    public static void Start(ScreeningState state, Action onAllIn) =>
        state.Evidence.Lookup = DnsblLookup.Start(
            state.Services.Resolver, state.Snapshot.Dnsbl, state.Client.Address, state.Snapshot.Settings.Dnsbl.Timeout, state.Services.Time, onAllIn);

    /// <summary>Takes the rank as it stands, and applies the allowlist threshold. Does nothing when it was taken before.</summary>
    public static void Collect(ScreeningState state)
    {
        if (state.Evidence.Rank is not null || state.Evidence.Lookup is not { } lookup) return;
        var rank = lookup.Score.Rank;
        state.Evidence.Rank = rank;
        LogReplies(state, lookup);
        ApplyAllowlistThreshold(state, rank);
    }

    /// <summary>All replies are in before the wait is over.</summary>
    public static void OnAllIn(ScreeningState state)
    {
        Collect(state);
        state.Done |= CheckSet.Dnsbl;
    }

    /// <summary>The wait is over. True when the connection must be dropped.</summary>
    public static bool Decide(ScreeningState state)
    {
        if ((state.Todo & CheckSet.Dnsbl) == 0) return false;
        Collect(state);
        var rank = state.Evidence.Rank ?? 0;
        if (rank < state.Snapshot.Settings.Dnsbl.Threshold)
        {
            state.Pass |= CheckSet.Dnsbl;
            state.ClientState.Stamp(CheckSet.Dnsbl, PassUntil(state));
            return false;
        }

        state.Note(state.NewNote(NoteKind.DnsblRank) with { Count = rank });
        var list = state.Evidence.Lookup?.Score.DisplayName ?? "a DNS blocklist";
        return state.ApplyFailure(
            CheckSet.Dnsbl,
            Replies.Listed(521, state.Client.Address, list),
            Replies.Listed(550, state.Client.Address, list));
    }

    private static void ApplyAllowlistThreshold(ScreeningState state, int rank)
    {
        var settings = state.Snapshot.Settings.Dnsbl;
        if (state.AnyFail || rank >= settings.Threshold || settings.AllowlistThreshold >= 0 || rank > settings.AllowlistThreshold) return;
        var until = PassUntil(state);
        foreach (var check in CheckSets.All)
        {
            if (check == CheckSet.Dnsbl) continue;
            if ((state.Todo & check) != 0 && (state.Pass & check) == 0)
            {
                state.Done |= check;
                state.Pass |= check;
                state.PassedByRank |= check;
            }

            state.ClientState.Stamp(check, until, onlyRaise: true);
        }
    }

    private static long PassUntil(ScreeningState state)
    {
        var settings = state.Snapshot.Settings.Dnsbl;
        var ttl = state.Evidence.Lookup?.Score.Ttl(settings.MinTtl, settings.MaxTtl) ?? settings.MinTtl;
        return state.NowSeconds + (long)ttl.TotalSeconds;
    }

    private static void LogReplies(ScreeningState state, DnsblLookup lookup)
    {
        foreach (var answer in lookup.Score.Answers)
        {
            if (answer.Reply is not { } reply)
            {
                continue;
            }

            if (reply.Outcome == DnsblOutcome.Error)
            {
                state.Note(reply.Answered
                    ? state.NewNote(NoteKind.DnsblError) with { Text = answer.Zone.DisplayName, Detail = reply.Error }
                    : state.NewNote(NoteKind.DnsblTimeout) with { Text = answer.Zone.DisplayName, Elapsed = state.Snapshot.Settings.Dnsbl.Timeout });
                continue;
            }

            foreach (var address in reply.Addresses)
                state.Note(state.NewNote(NoteKind.DnsblListed) with { Text = answer.Zone.DisplayName, Detail = DnsblAddress.Format(address) });
        }
    }
}
