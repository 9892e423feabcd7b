using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Store.History;

/// <summary>Recorded connections in history.db, for reading. Thread-safe.</summary>
public sealed class HistoryStore
{
    /// <summary>Connections, newest first.</summary>
    public Task<IReadOnlyList<ConnectionSummary>> ListAsync(HistoryQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One connection's whole decision, or null.</summary>
    public Task<VerdictEvent?> GetAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Counts from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public Task<HistoryTotals> GetTotalsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Counts per slice of <paramref name="slice"/>, every slice present.</summary>
    public Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan slice, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What each list did.</summary>
    public Task<IReadOnlyList<ListStatistics>> GetListStatisticsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What each access list entry did.</summary>
    public Task<IReadOnlyList<EntryStatistics>> GetEntryStatisticsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>Writes verdicts to history.db: bounded queue, one transaction per at most 512 rows or 250 ms, retried, drops counted. Also applies retention.</summary>
public sealed class HistoryWriter : IVerdictSink
{
    /// <summary>Verdicts dropped because the queue was full.</summary>
    public long Dropped => throw new NotImplementedException();

    /// <summary>Verdicts waiting to be written.</summary>
    public int Waiting => throw new NotImplementedException();

    /// <summary>Why the last write failed; null when it worked.</summary>
    public string? Trouble => throw new NotImplementedException();

    /// <inheritdoc/>
    public void OnVerdict(VerdictEvent verdict) => throw new NotImplementedException();
}
