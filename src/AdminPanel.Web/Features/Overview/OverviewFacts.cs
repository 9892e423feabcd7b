using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.Overview;

/// <summary>What the overview read from the stores at one moment.</summary>
internal sealed record OverviewFacts
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Where the time range begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Counts of the range.</summary>
    public required HistoryTotals Totals { get; init; }

    /// <summary>Counts per slice.</summary>
    public required IReadOnlyList<HistoryBucket> Buckets { get; init; }

    /// <summary>What each list did.</summary>
    public required IReadOnlyList<ListHealth> Lists { get; init; }

    /// <summary>The clients turned away most.</summary>
    public required IReadOnlyList<ClientStatistics> Clients { get; init; }

    /// <summary>How many settings the draft changes; 0 when nothing waits.</summary>
    public int WaitingChanges { get; init; }

    /// <summary>Who last saved the draft.</summary>
    public string DraftBy { get; init; } = "";

    /// <summary>What the checks and limits found, most often first; passes and hang-ups left out.</summary>
    public ImmutableArray<(VerdictReason Reason, int Count)> Findings =>
    [
        .. Totals.ByReason
            .Where(static r => r.Value > 0 && r.Key is not (VerdictReason.PassNew or VerdictReason.PassOld or VerdictReason.Allowlisted or VerdictReason.Hangup or VerdictReason.Undecided))
            .OrderByDescending(static r => r.Value).ThenBy(static r => r.Key)
            .Select(static r => (r.Key, r.Value)),
    ];
}

/// <summary>How well a list answers.</summary>
internal enum ListState
{
    /// <summary>It answers.</summary>
    Ok,

    /// <summary>At least one lookup in ten fails.</summary>
    Degraded,

    /// <summary>No lookup is answered.</summary>
    Silent,

    /// <summary>Not scored until it is well again.</summary>
    Suspended,
}

/// <summary>One list and how well it answers.</summary>
internal sealed record ListHealth(ListStatistics Statistics)
{
    private const int FewErrors = 5;

    /// <summary>Why it is not scored now; null when it is.</summary>
    public DnsblSuspension? Suspension { get; init; }

    /// <summary>The state that the counts add up to. A handful of errors says nothing.</summary>
    public ListState State => Statistics switch
    {
        _ when Suspension is not null => ListState.Suspended,
        { Errors: < FewErrors } => ListState.Ok,
        { Answers: 0 } => ListState.Silent,
        var s when s.Errors * 10 >= s.Errors + s.Answers => ListState.Degraded,
        _ => ListState.Ok,
    };

    /// <summary>The state in a word.</summary>
    public string Word => State switch { ListState.Ok => "ok", ListState.Degraded => "degraded", ListState.Suspended => "suspended", _ => "silent" };

    /// <summary>The css suffix of the chip.</summary>
    public string Tone => State switch { ListState.Ok => "pass", ListState.Degraded => "limit", _ => "deny" };
}
