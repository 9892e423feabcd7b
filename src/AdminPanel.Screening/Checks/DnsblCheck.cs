using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>The weighted DNS blocklists (<c>postscreen_dnsbl_*</c>).</summary>
internal static class DnsblCheck
{
    /// <summary>Postfix accepts times that no timer takes; no lookup is worth more than this.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>What is left of the greet wait for lists that are asked one after another; half of a longer wait.</summary>
    private static readonly TimeSpan TimeToAskInOrder = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Asks every list, or with cheapest first those that are needed, after the time in which most early talkers give themselves away.
    /// <paramref name="observer"/> hears of the replies on any thread, possibly before this returns.
    /// </summary>
    public static void Start(ScreeningState state, IDnsblLookupObserver observer, TimeSpan wait)
    {
        var timeout = state.Snapshot.Settings.Dnsbl.Timeout;
        if (timeout > LongestTimeout) timeout = LongestTimeout;
        var lookup = new DnsblLookup(state.Snapshot.Dnsbl, state.Services.Resolver, state.ClientState.Address, timeout, observer, state.Services.Standings, state.Snapshot.DnsblOrder);
        state.Evidence.Lookup = lookup;
        state.Evidence.LogsListings = state.ClientState.BeginLookup();
        lookup.Start(Delay(state, wait), state.Services.Time);

        // It may have failed before its turn to be looked up came.
        if ((state.Fail & CheckSet.Pregreet) != 0 && state.Action(CheckSet.Pregreet) != Settings.ScreeningAction.Ignore) lookup.StopAsking();
    }

    private static TimeSpan Delay(ScreeningState state, TimeSpan wait)
    {
        if ((state.Todo & CheckSet.Pregreet) == 0) return TimeSpan.Zero;
        var kept = wait / 2 > TimeToAskInOrder ? wait / 2 : TimeToAskInOrder;
        return wait > kept ? wait - kept : TimeSpan.Zero;
    }

    /// <summary>Logs one list's reply as it arrives. Any thread, at any time: also after the connection is gone.</summary>
    public static void LogReply(ScreeningState state, DnsblZoneResult result)
    {
        if (!state.Evidence.LogsListings) return;
        foreach (var note in Notes(state, result, state.Services.Time.GetUtcNow())) state.Services.Verdicts.Publish(note);
    }

    /// <summary>Takes the rank as it stands, and applies the allowlist threshold. Does nothing when it was taken before.</summary>
    public static void Collect(ScreeningState state)
    {
        if (state.Evidence.Rank is not null) return;
        if (state.Given is { } given)
        {
            Take(state, given.Tally);
            return;
        }

        if (state.Evidence.Lookup is not { } lookup) return;
        state.ClientState.EndLookup();
        state.ListingsTaken();
        Take(state, lookup.Score.Tally);
    }

    private static void Take(ScreeningState state, DnsblTally tally)
    {
        state.Evidence.Rank = tally.Rank;
        state.Evidence.RepliesInTime = tally.Replies;
        ApplyAllowlistThreshold(state, tally.Rank);
    }

    /// <summary>What the lists added up to when the rank was taken.</summary>
    private static DnsblTally Tally(ScreeningState state) =>
        state.Given is { } given ? given.Tally : state.Evidence.Lookup?.Score.TallyOf(state.Evidence.RepliesInTime) ?? default;

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
        var list = Tally(state).DisplayName ?? "a DNS blocklist";
        return state.ApplyFailure(
            CheckSet.Dnsbl,
            Replies.Listed(521, state.ClientState.Address, list),
            Replies.Listed(550, state.ClientState.Address, list));
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
        return state.NowSeconds + (long)Tally(state).Ttl(settings.MinTtl, settings.MaxTtl).TotalSeconds;
    }

    /// <summary>What the log says of one list's reply.</summary>
    public static IEnumerable<ScreeningNote> Notes(ScreeningState state, DnsblZoneResult result, DateTimeOffset at)
    {
        var list = result.Zone.DisplayName;
        switch (result.Reply)
        {
            case null or { Outcome: DnsblOutcome.NotAsked }:
                yield break;
            case { Outcome: DnsblOutcome.Error, Answered: false }:
                yield return new ScreeningNote { Kind = NoteKind.DnsblTimeout, At = at, Client = state.Client, Text = list, Elapsed = state.Snapshot.Settings.Dnsbl.Timeout };
                yield break;
            case { Outcome: DnsblOutcome.Error, Error: var error }:
                yield return new ScreeningNote { Kind = NoteKind.DnsblError, At = at, Client = state.Client, Text = list, Detail = error };
                yield break;
            case { Addresses: var addresses }:
                foreach (var address in addresses)
                    yield return new ScreeningNote { Kind = NoteKind.DnsblListed, At = at, Client = state.Client, Text = list, Detail = Dotted(address) };
                yield break;
        }
    }

    /// <summary>An answer in host byte order as dotted text.</summary>
    public static string Dotted(uint address) =>
        new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]).ToString();
}
