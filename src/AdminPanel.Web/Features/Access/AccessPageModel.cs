using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.Access;

/// <summary>What the access list page shows besides the draft: what each entry did in the last 30 days. Used on one circuit.</summary>
internal sealed class AccessPageModel(HistoryStore history, TimeProvider time)
{
    private const int Days = 30;
    private IReadOnlyDictionary<string, EntryStatistics> _statistics = new Dictionary<string, EntryStatistics>();

    /// <summary>When the figures were read; null before that.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Why there are no newer figures; null when they are fresh.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The present moment.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The time that the figures are of, for a sentence; as long as the history reaches back, 30 days at most.</summary>
    public string RangeWords { get; private set; } = $"of the last {Days} days";

    /// <summary>What the entry did; null when it did nothing.</summary>
    public EntryStatistics? Of(string id) => _statistics.GetValueOrDefault(id);

    /// <summary>Reads the figures again. Keeps the old ones when that fails.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var list = await history.GetEntryStatisticsAsync(now.AddDays(-Days), now, cancellationToken);
            var oldest = (await history.GetExtentAsync(cancellationToken)).Oldest;
            RangeWords = oldest > now.AddDays(-Days) ? $"since {oldest:yyyy-MM-dd}, when the history begins" : $"of the last {Days} days";
            _statistics = list.ToDictionary(s => s.EntryId, StringComparer.Ordinal);
            (AsOf, Trouble) = (now, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The history could not be read: {e.Message}";
        }
    }
}
