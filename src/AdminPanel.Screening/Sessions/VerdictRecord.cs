using System.Collections.Immutable;
using System.Numerics;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Sessions;

/// <summary>Writes the one decision record of a connection.</summary>
internal static class VerdictRecord
{
    public static VerdictEvent Build(ScreeningState state, VerdictDisposition disposition)
    {
        var evidence = state.Evidence;
        var (reason, wouldHave) = Reason(state);
        return new VerdictEvent
        {
            Id = Guid.CreateVersion7(state.ConnectedAt),
            ConnectedAt = state.ConnectedAt,
            Duration = state.Services.Time.GetElapsedTime(state.ConnectedTimestamp),
            Client = state.Client,
            Server = state.Server,
            SettingsVersion = state.Snapshot.Version,
            Reason = reason,
            Disposition = disposition,
            WouldHave = wouldHave,
            AccessRule = state.AccessRule,
            AccessEntryId = state.AccessEntryId,
            CacheState = evidence.CacheState,
            Checks = Outcomes(state),
            Dnsbl = Answers(evidence.Lookup),
            Rank = evidence.Rank,
            Threshold = state.Snapshot.Settings.Dnsbl.Threshold,
            Helo = evidence.Helo,
            Sender = evidence.Sender,
            Recipients = evidence.Recipients is { } recipients ? [.. recipients] : [],
            Reply = evidence.RefusedWith,
            Handoff = evidence.Handoff,
            Notes = [.. state.Notes],
            Evidence = EvidenceRecord.Build(state),
        };
    }

    /// <summary>What was done with a connection that the panel closed itself.</summary>
    public static VerdictDisposition Disposition(ScreeningState state)
    {
        if (state.Dropped) return VerdictDisposition.Dropped;
        if (state.Evidence.Owner != CheckSet.None || state.DenylistFail) return VerdictDisposition.Rejected;
        return state.HungUp && !state.Evidence.Passed ? VerdictDisposition.HungUp : VerdictDisposition.Deferred;
    }

    private static (VerdictReason Reason, bool WouldHave) Reason(ScreeningState state)
    {
        var evidence = state.Evidence;
        if (evidence.Owner != CheckSet.None) return (CheckSets.Reason(evidence.Owner), false);
        if (state.DenylistFail) return (VerdictReason.Denylisted, false);
        if (state.Access == AccessAction.Permit) return (VerdictReason.Allowlisted, false);
        if (evidence.LimitReached && !evidence.Passed) return (VerdictReason.Limit, false);
        if (evidence.EverFailed != CheckSet.None)
            return (CheckSets.Reason((CheckSet)(1 << BitOperations.Log2((uint)evidence.EverFailed))), true);
        if (evidence.Denylisted) return (VerdictReason.Denylisted, true);
        if (evidence.Passed) return (evidence.PassedNew ? VerdictReason.PassNew : VerdictReason.PassOld, false);
        if (state.AllowlistVeto) return (VerdictReason.AllowlistVeto, false);
        if (state.HungUp) return (VerdictReason.Hangup, false);
        return state.NoForward ? (VerdictReason.Undecided, false) : (VerdictReason.PassOld, false);
    }

    private static ImmutableArray<CheckOutcome> Outcomes(ScreeningState state)
    {
        var enabled = CheckSets.Enabled(state.Snapshot);
        var outcomes = ImmutableArray.CreateBuilder<CheckOutcome>(5);
        foreach (var check in CheckSets.All)
        {
            if (((enabled | state.Todo) & check) == 0) continue;
            var (action, result) = (state.Action(check), Result(state, check));
            outcomes.Add(new CheckOutcome(CheckSets.Name(check), result, action.ToString().ToLowerInvariant(), Duration(state, check), Detail(state, check))
            {
                Spared = result == CheckResult.Failed && action != CheckSets.Action(state.Snapshot.Settings, check),
            });
        }

        return outcomes.DrainToImmutable();
    }

    private static CheckResult Result(ScreeningState state, CheckSet check)
    {
        if ((state.Evidence.EverFailed & check) != 0) return CheckResult.Failed;
        if ((state.PassedByRank & check) != 0) return CheckResult.SkippedByAllowlistThreshold;
        if (((state.Pass | state.Evidence.EverPassed) & check) != 0) return CheckResult.Passed;
        return (state.Todo & check) == 0 && state.Evidence.CacheState is "valid" or "expired" ? CheckResult.Cached : CheckResult.NotRun;
    }

    private static TimeSpan? Duration(ScreeningState state, CheckSet check)
    {
        var evidence = state.Evidence;
        return check switch
        {
            _ when (state.Todo & check) == 0 => null,
            CheckSet.Pregreet => evidence.EarlyTalkAfter ?? evidence.GreetWait,
            CheckSet.Dnsbl => evidence.Lookup?.Score.Results.Max(static r => r.Reply?.Latency) ?? evidence.GreetWait,
            _ => null,
        };
    }

    private static string? Detail(ScreeningState state, CheckSet check)
    {
        if (check == CheckSet.Pregreet) return state.Evidence.EarlyTalk;
        return state.Evidence.DeepDetails is { } details && details.TryGetValue(check, out var detail) ? detail : null;
    }

    private static ImmutableArray<DnsblAnswer> Answers(DnsblLookup? lookup)
    {
        if (lookup is null) return [];
        var answers = ImmutableArray.CreateBuilder<DnsblAnswer>();
        foreach (var (zone, reply, weight, filteredOut) in lookup.Score.Results)
        {
            answers.Add(new DnsblAnswer
            {
                List = zone.DisplayName,
                Outcome = reply switch
                {
                    null or { Answered: false } => "no reply",
                    { Outcome: DnsblOutcome.Listed } => "listed",
                    { Outcome: DnsblOutcome.NotListed } => "not listed",
                    { Outcome: DnsblOutcome.NotAsked } => "not asked",
                    _ => "error",
                },
                Codes = reply is null ? [] : [.. reply.Addresses.Select(DnsblCheck.Dotted)],
                Weight = weight,
                FilteredOut = filteredOut,
                Latency = reply?.Latency,
                Ttl = reply?.Ttl,
                Error = reply?.Error,
                Withheld = reply?.Withheld,
                Shared = reply?.Shared ?? false,
            });
        }

        return answers.DrainToImmutable();
    }
}
