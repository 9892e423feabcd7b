namespace AdminPanel.Screening.Replay;

/// <summary>Works out what the lists of a replay are worth. Stateless, thread-safe.</summary>
public static class ListWorths
{
    /// <summary>A list per zone of the draft, in configured order; on all processors. Throws <see cref="OperationCanceledException"/> soon after a cancel.</summary>
    public static IReadOnlyList<ListWorth> Of(ReplayResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var parts = ReplayRun.Parts(result.View, Environment.ProcessorCount);
        var counters = new WorthCounter[parts.Count];
        Parallel.For(0, parts.Count, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            counters[part] = new WorthCounter(result);
            counters[part].Run(parts[part].Start, parts[part].End, cancellationToken);
        });
        var total = new WorthCounter(result);
        foreach (var counter in counters) total.Add(counter);
        return total.ToWorths();
    }
}
