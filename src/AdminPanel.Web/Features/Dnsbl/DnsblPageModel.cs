using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>What the DNSBL page shows besides the draft: the last 24 hours of every list. Used on one circuit.</summary>
internal sealed class DnsblPageModel(DraftSession session, HistoryStore history, DnsblWatch watch, TimeProvider time)
{
    private IReadOnlyDictionary<string, ListStatistics> _statistics = new Dictionary<string, ListStatistics>();

    /// <summary>When the figures were read; null before that.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Why there are no newer figures; null when they are fresh.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The table.</summary>
    public IReadOnlyList<DnsblSiteRow> Rows => DnsblSiteRow.Build(session.Settings.Dnsbl, _statistics, DnsblCatalogue.Obituary, watch.Lists);

    /// <summary>The last suspensions and returns, newest first.</summary>
    public IEnumerable<DnsblStandingChange> Changes => watch.Changes.Reverse();

    /// <summary>Reads the figures again. Keeps the old ones when that fails.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var list = await history.GetListStatisticsAsync(now.AddDays(-1), now, cancellationToken);
            _statistics = list.GroupBy(s => s.List, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Aggregate(Merge), StringComparer.OrdinalIgnoreCase);
            (AsOf, Trouble) = (now, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The history could not be read: {e.Message}";
        }
    }

    /// <summary>A zone that was written in another case before is one list. Latencies cannot be added: those of the busier row stand.</summary>
    private static ListStatistics Merge(ListStatistics one, ListStatistics other)
    {
        var busier = one.Answers >= other.Answers ? one : other;
        var later = (one.LastErrorAt ?? DateTimeOffset.MinValue) >= (other.LastErrorAt ?? DateTimeOffset.MinValue) ? one : other;
        return busier with
        {
            Hits = one.Hits + other.Hits,
            UniqueHits = one.UniqueHits + other.UniqueHits,
            Errors = one.Errors + other.Errors,
            Answers = one.Answers + other.Answers,
            LastError = later.LastError,
            LastErrorAt = later.LastErrorAt,
        };
    }
}
