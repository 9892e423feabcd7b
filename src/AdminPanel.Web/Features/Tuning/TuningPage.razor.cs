using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>Replays what was recorded against the draft, and against what is tried on the page.</summary>
public sealed partial class TuningPage
{
    private const string AllRange = "all";
    private IReadOnlyList<int> _rows = [];
    private IReadOnlyDictionary<long, Guid> _ids = new Dictionary<long, Guid>();
    private int _rowsTotal;
    private string _rowsTitle = "";
    private (OutcomeClass? Before, OutcomeClass? After, bool Changed) _chosen = (null, null, true);
    private int? _below;
    private List<string> _rowOrder = [];
    private ReplaySummary? _listed;
    private string _replayed = "";

    [Inject]
    private TuningPageModel Model { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>How far back, as the address says it.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    private string? RangeName { get; set; }

    private TuningTrial Trial { get; set; } = TuningTrial.None;

    /// <summary>What is replayed: the draft, with the trial on top.</summary>
    private ScreeningSettings Shown => Trial.Apply(Session.Settings);

    private int Highest => Math.Max(TuningPageModel.HighestThreshold(Session.Settings), Shown.Dnsbl.Threshold);

    private string RangeWords => Model.Range.Length is { } length ? $"of the last {Numbers.Span(length)}" : "so far";

    private string EmptyWords => Model.Facts is { Connections: > 0, WithEvidence: 0 }
        ? "The connections in the history were recorded before evidence was kept. It is kept from now on, for every connection."
        : "Evidence is kept for every connection that is screened. Come back when some have been, or import an old log.";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        Model.Changed += OnModelChanged;
        if (RendererInfo.IsInteractive) await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Model.Changed -= OnModelChanged;
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void OnDraftChanged() => _ = ReplayAsync();

    private static string Number(long number) => Numbers.Thin(number);

    private static string Before(long before, long after) => before == after ? "as then" : $"{Numbers.Thin(before)} then";

    private static IEnumerable<OutcomeClass> UsedBefore(ReplayResult result) =>
        Enum.GetValues<OutcomeClass>().Where(c => result.UnjudgedBefore[(int)c] > 0 || Enum.GetValues<OutcomeClass>().Any(after => result.Matrix[(int)c, (int)after] > 0));

    private static IEnumerable<OutcomeClass> UsedAfter(ReplayResult result) =>
        Enum.GetValues<OutcomeClass>().Where(c => Enum.GetValues<OutcomeClass>().Any(before => result.Matrix[(int)before, (int)c] > 0));

    private static IEnumerable<(Unjudged Why, int Count)> Reasons(ReplayResult result) =>
        Enum.GetValues<Unjudged>().Where(why => why != Unjudged.No && result.UnjudgedWhy[(int)why] > 0).Select(why => (why, result.UnjudgedWhy[(int)why])).OrderByDescending(static r => r.Item2);

    private static string Words(OutcomeClass outcome) => TuningText.Words(outcome);

    private static string Why(Unjudged why) => TuningText.Why(why);

    private static long PerDay(long queries, ReplayView view) => (long)(queries / Days(view));

    private static double Days(ReplayView view)
    {
        var (first, last) = view.Extent;
        return Math.Max((last - first).TotalDays, 1.0 / 24);
    }

    /// <summary>The entries of a list, each with its own weight.</summary>
    private List<(DnsblSite Site, TriedEntry Key)> EntriesOf(string list) =>
        [.. TuningTrial.Entries(Shown).Where(entry => entry.Key is not null && entry.Site.DisplayName == list).Select(static entry => (entry.Site, entry.Key!.Value))];

    /// <summary>The most needed first, but a list keeps its row while something is tried: nothing moves under the pointer.</summary>
    private IEnumerable<ListWorth> Ordered(IReadOnlyCollection<ListWorth> worths)
    {
        if (Trial == TuningTrial.None || _rowOrder.Count == 0) _rowOrder = [.. worths.OrderByDescending(static w => w.Needed).ThenByDescending(static w => w.Hits).Select(static w => w.List)];
        return worths.OrderBy(worth => _rowOrder.IndexOf(worth.List) is >= 0 and var place ? place : int.MaxValue);
    }

    private void OnModelChanged() => _ = InvokeAsync(async () =>
    {
        if (Closed.IsCancellationRequested) return;
        await ListAsync();
        StateHasChanged();
    });

    private async Task LoadAsync()
    {
        _replayed = SettingsJson.Hash(Shown);
        await Model.LoadAsync(TuningRange.Of(RangeName ?? Model.Range.Name), Shown, Session.Published.Settings);
    }

    private async Task SelectAsync(TuningRange range)
    {
        Navigation.NavigateTo($"/tuning?range={range.Name}", replace: true);
        _replayed = SettingsJson.Hash(Shown);
        await Model.LoadAsync(range, Shown, Session.Published.Settings);
    }

    private async Task ReplayAsync()
    {
        var hash = SettingsJson.Hash(Shown);
        if (hash == _replayed) return;
        _replayed = hash;
        await Model.ReplayAsync(Shown, Session.Published.Settings);
    }

    private Task SlideAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value?.ToString(), out var threshold) ? PickThresholdAsync(threshold) : Task.CompletedTask;

    private Task PickThresholdAsync(int threshold)
    {
        Trial = Trial with { Threshold = threshold };
        return ReplayAsync();
    }

    /// <summary>Steps from the weight that is tried now: a quick second click comes before the first is on the page.</summary>
    private Task StepAsync(TriedEntry entry, int by)
    {
        if (TuningTrial.Entries(Shown).FirstOrDefault(each => each.Key == entry) is not { Site: { } site }) return Task.CompletedTask;
        Trial = Trial with { Weights = Trial.Weights.SetItem(entry, site.Weight + by) };
        return ReplayAsync();
    }

    private Task TryAsync(WeightSuggestion suggestion)
    {
        Trial = new TuningTrial(suggestion.Threshold, Trial.Weights.SetItems(suggestion.Weights.Select(static weight => KeyValuePair.Create(new TriedEntry(weight.Zone, weight.Rule), weight.After))));
        return ReplayAsync();
    }

    private Task GiveUpAsync()
    {
        Trial = TuningTrial.None;
        return ReplayAsync();
    }

    private async Task PutIntoDraftAsync()
    {
        var trial = Trial;
        if (await Session.EditAsync($"Tuning: {trial.Words(Session.Settings)}", trial.Apply) is EditOutcome.Saved or EditOutcome.Unchanged) Trial = TuningTrial.None;
    }

    private async Task ChooseRank(NearMiss near)
    {
        (_below, _listed) = (near.Below, null);
        await ListAsync();
    }

    private async Task Choose(OutcomeClass? before, OutcomeClass? after, bool changed)
    {
        (_chosen, _below) = ((before, after, changed), null);
        _listed = null;
        await ListAsync();
    }

    private async Task ListAsync()
    {
        if (Model.Summary is not { } summary || ReferenceEquals(_listed, summary)) return;
        _listed = summary;
        var result = summary.Result;
        if (_below is { } below)
        {
            var rank = result.Draft.Settings.Dnsbl.Threshold - below;
            _rows = result.OfRank(rank, TuningPageModel.ShownRows);
            _rowsTitle = $"Rank {rank}, {NearMissCard.Words(new NearMiss(rank, rank + below))}";
            _rowsTotal = _rows.Count < TuningPageModel.ShownRows ? _rows.Count : NearMiss.Of(result).FirstOrDefault(near => near.Below == below)?.Connections ?? 0;
        }
        else
        {
            var (before, after, changed) = _chosen;
            _rows = TuningPageModel.Rows(summary, before, after, changed);
            _rowsTitle = changed ? "Who changes" : after is null ? before is { } then ? $"{Words(then)} then, cannot be judged" : "Cannot be judged" : $"{Words(before!.Value)} then, {Words(after.Value)} under the draft";
            _rowsTotal = (changed, before, after) switch
            {
                (true, _, _) => result.ChangedCount,
                (_, null, _) => result.UnjudgedCount,
                (_, { } b, null) => result.UnjudgedBefore[(int)b],
                (_, { } b, { } a) => result.Matrix[(int)b, (int)a],
            };
        }

        _ids = await Model.IdsAsync(_rows.Select(summary.Result.View.Key), Closed);
    }
}
