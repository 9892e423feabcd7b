using System.Collections.Immutable;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Sessions;

/// <summary>Writes down what a connection went through, for replays.</summary>
internal static class EvidenceRecord
{
    public static DecisionEvidence Build(ScreeningState state)
    {
        var evidence = state.Evidence;
        return new DecisionEvidence
        {
            Passes = evidence.Passes,
            StampsBefore = evidence.Passes == KnownPasses.Exact ? Stamps(evidence.StampsBefore) : default,
            StampsAfter = evidence.StampsAfter is { } stored ? Stamps(stored) : default,
            Todo = (int)state.Todo,
            Shared = evidence.Shared,
            PassNewTaken = evidence.PassNewTaken,
            Veto = state.AllowlistVeto,
            Moments = [.. state.Moments],
            Replies = evidence.Lookup is { } lookup ? Replies(lookup.Score, evidence.Rank is null ? 0 : evidence.RepliesInTime) : [],
        };
    }

    private static ImmutableArray<long> Stamps(ExpiryStamps stamps) =>
        [stamps.Pregreet, stamps.Dnsbl, stamps.Pipelining, stamps.NonSmtpCommand, stamps.BareNewline];

    private static ImmutableArray<ZoneReply> Replies(DnsblScore score, int inTime)
    {
        var arrivals = score.Arrivals;
        var replies = ImmutableArray.CreateBuilder<ZoneReply>();
        for (var i = 0; i < arrivals.Length; i++)
        {
            // A list that was not needed was not asked: what it would have said is not known, and a replay must not think it is.
            if (arrivals[i].Reply is not { Needless: true }) replies.Add(Reply(arrivals[i], i < inTime ? ZoneReplyState.InTime : ZoneReplyState.Late));
        }

        foreach (var result in score.Results)
        {
            if (arrivals.All(arrival => !ReferenceEquals(arrival.Zone, result.Zone))) replies.Add(Reply(result with { Reply = null }, ZoneReplyState.Silent));
        }

        return replies.DrainToImmutable();
    }

    private static ZoneReply Reply(DnsblZoneResult result, ZoneReplyState state)
    {
        if (result.Reply is not { Answered: true } reply) return new ZoneReply(result.Zone.Digest, ZoneReplyState.Silent, ZoneAnswer.Error) { List = result.Zone.DisplayName };
        var answer = reply.Outcome switch
        {
            DnsblOutcome.Listed => ZoneAnswer.Listed,
            DnsblOutcome.NotListed => ZoneAnswer.NotListed,
            _ => ZoneAnswer.Error,
        };
        if (reply.Outcome == DnsblOutcome.NotAsked) return new ZoneReply(result.Zone.Digest, ZoneReplyState.NotAsked, answer) { List = result.Zone.DisplayName };
        if (reply.Withheld is not null && state == ZoneReplyState.InTime) state = ZoneReplyState.Withheld;
        return new ZoneReply(result.Zone.Digest, state, answer)
        {
            List = result.Zone.DisplayName,
            Codes = reply.Addresses,
            Ttl = reply.Ttl,
            Latency = reply.Latency,
            FromCache = reply.Shared,
        };
    }
}
