using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Evidence;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>
/// The state of the tuning page: evidence of a range, the replay of the settings shown, counts at every threshold. A new replay cancels the one
/// before. One per circuit; calls come from the circuit, <see cref="Changed"/> is raised on any thread.
/// </summary>
internal sealed class TuningPageModel(EvidenceSource source, EvidenceStore store, TimeProvider time) : IDisposable
{
    /// <summary>The most connections listed.</summary>
    public const int ShownRows = 100;

    private static readonly TimeSpan s_searchTime = TimeSpan.FromMilliseconds(800);
    private CancellationTokenSource _replaying = new();
    private ReplayView? _view;
    private ReplayStanding? _inForce;
    private string? _inForceHash;
    private bool _shownIsInForce;

    /// <summary>Raised when anything here changed.</summary>
    public event Action? Changed;

    /// <summary>The range.</summary>
    public TuningRange Range { get; private set; } = TuningRange.Of(null);

    /// <summary>What the range holds; null until it was read.</summary>
    public EvidenceFacts? Facts { get; private set; }

    /// <summary>The newest finished replay; the page says when it is not of the settings shown.</summary>
    public ReplaySummary? Summary { get; private set; }

    /// <summary>Near misses and cost of <see cref="Summary"/>; of an older replay while they are worked out.</summary>
    public ReplayStanding? Standing { get; private set; }

    /// <summary>The same under the settings in force; null until worked out, and when those are what is shown.</summary>
    public ReplayStanding? InForce => _shownIsInForce ? null : _inForce;

    /// <summary>Whether a replay is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Why the evidence could not be read; null when it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Counts at every threshold so far, by threshold.</summary>
    public IReadOnlyList<ThresholdCount> Curve { get; private set; } = [];

    /// <summary>What the search found; null before a search.</summary>
    public WeightSuggestion? Suggestion { get; private set; }

    /// <summary>Whether a search is under way, or has found nothing.</summary>
    public string? SearchState { get; private set; }

    /// <summary>Reads the evidence of a range and replays it.</summary>
    public async Task LoadAsync(TuningRange range, ScreeningSettings settings, ScreeningSettings inForce)
    {
        Range = range;
        (Suggestion, SearchState) = (null, null);
        var stop = Restart();
        try
        {
            var archive = await source.GetAsync(stop);
            var (connections, withEvidence) = await store.CountAsync(stop);
            var now = time.GetUtcNow();
            _view = await Task.Run(() => archive.View(range.Length is { } length ? now - length : null, newest: source.Limit), stop);
            Facts = new EvidenceFacts(connections, withEvidence, source.Limit, now);
            Trouble = null;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            Trouble = e.Message;
            IsBusy = false;
            Changed?.Invoke();
            return;
        }

        (_inForce, _inForceHash) = (null, null);
        await ReplayAsync(settings, inForce);
    }

    /// <summary>Replays the range under other settings, and once under those in force to compare the cost; a replay under way ends.</summary>
    public async Task ReplayAsync(ScreeningSettings settings, ScreeningSettings inForce)
    {
        if (_view is not { } view) return;
        var stop = Restart();
        try
        {
            var summary = await Task.Run(() => Replay(view, settings, stop), stop);
            Summary = summary;
            IsBusy = false;
            Changed?.Invoke();
            await CompareAsync(view, summary.Result, settings, inForce, stop);
            await CountThresholdsAsync(view, settings, summary.Result, stop);
        }
        catch (OperationCanceledException)
        {
            // Another replay has begun.
        }
        catch (ArgumentException e)
        {
            // The draft has an error: the bar names it, and the last good replay stays.
            Trouble = $"The draft cannot be replayed: {e.Message}";
            IsBusy = false;
            Changed?.Invoke();
        }
    }

    /// <summary>Looks for better weights.</summary>
    public async Task SearchAsync()
    {
        if (Summary is not { } summary) return;
        (Suggestion, SearchState) = (null, "searching");
        Changed?.Invoke();
        try
        {
            Suggestion = await Task.Run(() => WeightSearch.Find(summary.Result, s_searchTime, _replaying.Token), _replaying.Token);
            SearchState = Suggestion is null ? "nothing" : null;
        }
        catch (OperationCanceledException)
        {
            SearchState = null;
        }

        Changed?.Invoke();
    }

    /// <summary>The ids of connections, for links to their pages.</summary>
    public async Task<IReadOnlyDictionary<long, Guid>> IdsAsync(IEnumerable<long> keys, CancellationToken cancellationToken) =>
        (await store.GetIdsAsync([.. keys], cancellationToken)).ToDictionary(static row => row.Key, static row => row.Id);

    /// <summary>The connections of one cell of the matrix, newest first.</summary>
    public static IReadOnlyList<int> Rows(ReplaySummary summary, OutcomeClass? before, OutcomeClass? after, bool changed) =>
        changed ? summary.Result.Changed(ShownRows) : summary.Result.Rows(before, after, ShownRows);

    public void Dispose()
    {
        _replaying.Cancel();
        _replaying.Dispose();
    }

    private static ReplaySummary Replay(ReplayView view, ScreeningSettings settings, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = ReplayRun.Run(view, ScreeningSnapshot.Compile(0, settings), stop);
        var worths = ListWorths.Of(result, stop);
        return new ReplaySummary(result, worths, TimeProvider.System.GetElapsedTime(started));
    }

    private async Task CompareAsync(ReplayView view, ReplayResult result, ScreeningSettings settings, ScreeningSettings inForce, CancellationToken stop)
    {
        Standing = await Task.Run(() => ReplayStanding.Of(result, stop), stop);
        var hash = SettingsJson.Hash(inForce);
        _shownIsInForce = hash == SettingsJson.Hash(settings);
        if (hash != _inForceHash && !_shownIsInForce)
        {
            _inForce = await Task.Run(() => ReplayStanding.Of(ReplayRun.Run(view, ScreeningSnapshot.Compile(0, inForce), stop), stop), stop);
            _inForceHash = hash;
        }

        Changed?.Invoke();
    }

    private async Task CountThresholdsAsync(ReplayView view, ScreeningSettings settings, ReplayResult result, CancellationToken stop)
    {
        var highest = HighestThreshold(settings);
        var counts = new SortedDictionary<int, ThresholdCount> { [settings.Dnsbl.Threshold] = ThresholdCount.Of(settings.Dnsbl.Threshold, result) };
        foreach (var threshold in Enumerable.Range(1, highest).OrderBy(t => Math.Abs(t - settings.Dnsbl.Threshold)))
        {
            if (threshold == settings.Dnsbl.Threshold) continue;
            var other = settings with { Dnsbl = settings.Dnsbl with { Threshold = threshold } };
            var replayed = await Task.Run(() => ReplayRun.Run(view, ScreeningSnapshot.Compile(0, other), stop), stop);
            counts[threshold] = ThresholdCount.Of(threshold, replayed);
        }

        Curve = [.. counts.Values];
        Changed?.Invoke();
    }

    /// <summary>The highest threshold worth a look: one above what all lists can reach together, within reason.</summary>
    public static int HighestThreshold(ScreeningSettings settings) =>
        Math.Clamp(settings.Dnsbl.Sites.Where(static site => site.Enabled).Sum(static site => Math.Max(0, site.Weight)) + 1, settings.Dnsbl.Threshold, Math.Max(15, settings.Dnsbl.Threshold));

    private CancellationToken Restart()
    {
        _replaying.Cancel();
        _replaying.Dispose();
        _replaying = new CancellationTokenSource();
        IsBusy = true;
        Changed?.Invoke();
        return _replaying.Token;
    }
}

/// <summary>What the history has for replays.</summary>
/// <param name="Connections">Connections in the history.</param>
/// <param name="WithEvidence">Those with evidence.</param>
/// <param name="Limit">The most that are replayed.</param>
/// <param name="AsOf">When this was read.</param>
internal sealed record EvidenceFacts(int Connections, int WithEvidence, int Limit, DateTimeOffset AsOf);

/// <summary>A finished replay.</summary>
internal sealed record ReplaySummary(ReplayResult Result, IReadOnlyList<ListWorth> Worths, TimeSpan Took);

/// <summary>How close to the threshold connections come under some settings, and what asking their lists costs.</summary>
internal sealed record ReplayStanding(ReplayResult Result, IReadOnlyList<NearMiss> Near, ReplayCost Cost)
{
    public static ReplayStanding Of(ReplayResult result, CancellationToken cancellationToken) => new(result, NearMiss.Of(result), ReplayCost.Of(result, cancellationToken));
}
