using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.Overview;

/// <summary>Reads what the overview shows. Belongs to one circuit, not thread-safe.</summary>
internal sealed class OverviewPageModel(HistoryStore history, DraftStore drafts, SettingsSource settings, DnsblWatch watch, TimeProvider time)
{
    /// <summary>Length of the time range.</summary>
    public static readonly TimeSpan Range = TimeSpan.FromHours(24);

    /// <summary>Length of one bar of the chart.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMinutes(15);

    /// <summary>What was read last; null before that. Stays when a later read fails.</summary>
    public OverviewFacts? Facts { get; private set; }

    /// <summary>Why the last read failed; null when it worked.</summary>
    public string? Trouble { get; private set; }

    /// <summary>True when what is shown is older than it should be.</summary>
    public bool IsStale => Facts is not null && Trouble is not null;

    /// <summary>Reads everything anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // Whole slices, so that bars do not change their meaning with every refresh.
        var end = new DateTimeOffset((now.UtcTicks / Slice.Ticks + 1) * Slice.Ticks, TimeSpan.Zero);
        var from = end - Range;
        try
        {
            var totals = await history.GetTotalsAsync(from, end, cancellationToken);
            var buckets = await history.GetBucketsAsync(from, end, Slice, cancellationToken);
            var lists = await history.GetListStatisticsAsync(from, end, cancellationToken);
            var clients = await history.GetClientsTurnedAwayAsync(from, end, 8, cancellationToken);
            var draft = await drafts.GetAsync(cancellationToken);
            Facts = new OverviewFacts
            {
                AsOf = now,
                From = from,
                Totals = totals,
                Buckets = buckets,
                Lists = [.. lists.Select(l => new ListHealth(l) { Suspension = watch.Lists.FirstOrDefault(w => w.DisplayName == l.List)?.Suspension }).OrderByDescending(l => l.State).ThenByDescending(l => l.Statistics.Hits)],
                Clients = clients,
                WaitingChanges = draft.Revision == 0 ? 0 : SettingsDiff.Compare(settings.Current.Settings, draft.Settings).Length,
                DraftBy = draft.UpdatedBy,
            };
            Trouble = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and tries again; EF Core has logged it.
            Trouble = e.Message;
        }
    }
}
