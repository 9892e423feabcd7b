namespace AdminPanel.Screening.Replay;

/// <summary>
/// What asking the lists costs under a draft: queries, and time. Worked out from the recorded answers and their latencies, over the connections
/// whose lists the draft asks and that can be judged. Immutable.
/// </summary>
public sealed record ReplayCost
{
    /// <summary>How many connections that are.</summary>
    public required int Connections { get; init; }

    /// <summary>The draft's lists, in configured order.</summary>
    public required IReadOnlyList<ListCost> Lists { get; init; }

    /// <summary>From the connection until every list that is needed has answered, or the greet wait is over. Null when no latency was recorded.</summary>
    public required DelaySpread? ListsIn { get; init; }

    /// <summary>From the connection until the tests before the greeting are decided. Null when no latency was recorded.</summary>
    public required DelaySpread? Verdict { get; init; }

    /// <summary>The part of <see cref="Verdict"/> in which only lists were waited for. Null when no latency was recorded.</summary>
    public required DelaySpread? AddedByLists { get; init; }

    /// <summary>Connections whose latencies are known.</summary>
    public required int Timed { get; init; }

    /// <summary>Of <see cref="Timed"/>, those decided without a list that had not answered in time.</summary>
    public required int NotAllIn { get; init; }

    /// <summary>Questions that go out to a resolver.</summary>
    public long Queries => Lists.Sum(static list => list.Queries);

    /// <summary>Questions that the cache answers.</summary>
    public long FromCache => Lists.Sum(static list => list.FromCache);

    /// <summary>Works it out on all processors. Throws <see cref="OperationCanceledException"/> soon after a cancel.</summary>
    public static ReplayCost Of(ReplayResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var parts = ReplayRun.Parts(result.View, Environment.ProcessorCount);
        var counters = new CostCounter[parts.Count];
        Parallel.For(0, parts.Count, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            counters[part] = new CostCounter(result);
            counters[part].Run(parts[part].Start, parts[part].End, cancellationToken);
        });
        var total = new CostCounter(result);
        foreach (var counter in counters) total.Add(counter);
        return total.ToCost();
    }
}

/// <summary>What one list costs.</summary>
/// <param name="List">The name that may be shown.</param>
/// <param name="Queries">Questions that go out.</param>
/// <param name="FromCache">Questions that the cache answers.</param>
public sealed record ListCost(string List, long Queries, long FromCache);
