using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.Replay;

/// <summary>Decides recorded connections again under other settings. Stateless, thread-safe.</summary>
public static class ReplayRun
{
    /// <summary>
    /// Replays <paramref name="view"/> under <paramref name="draft"/>, on all processors. The temporary allowlist starts as it was at each client's
    /// first connection and is then led on under the draft. Throws <see cref="OperationCanceledException"/> soon after a cancel.
    /// </summary>
    public static ReplayResult Run(ReplayView view, ScreeningSnapshot draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(draft);
        var scores = new DraftScores(view, draft);
        var rows = new ReplayedRow[view.Count];
        var parts = Parts(view, Environment.ProcessorCount);
        Parallel.For(0, parts.Count, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            var worker = new ClientReplay(view, draft, scores, rows);
            worker.Run(parts[part].Start, parts[part].End, cancellationToken);
        });
        return new ReplayResult(view, draft, scores, rows);
    }

    /// <summary>Parts of about the same length, each with whole clients.</summary>
    internal static List<(int Start, int End)> Parts(ReplayView view, int count)
    {
        var parts = new List<(int, int)>();
        var start = 0;
        for (var i = 1; i <= count && start < view.Count; i++)
        {
            var end = i == count ? view.Count : (int)((long)view.Count * i / count);
            while (end > start && end < view.Count && view.Rows[end].Client == view.Rows[end - 1].Client) end++;
            if (end <= start) continue;
            parts.Add((start, end));
            start = end;
        }

        return parts;
    }
}

/// <summary>What became of one connection under the draft.</summary>
internal struct ReplayedRow
{
    /// <summary>The decision (<see cref="ReplayOutcome.Code"/>); of no meaning when it cannot be judged.</summary>
    public short After;

    /// <summary>Why it cannot be judged.</summary>
    public Unjudged Missing;

    /// <summary>Whether the draft asks the lists.</summary>
    public bool Asks;

    /// <summary>Whether the draft has it wait for early talk.</summary>
    public bool Waits;

    /// <summary>Whether the answers came from an earlier connection of the client: the index of the row that has them, or −1.</summary>
    public int AnswersOf;
}
