using System.Globalization;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.History;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Overview;

/// <summary>The first page: is mail flowing, what is turned away, is anything sick, does a change wait.</summary>
public sealed partial class OverviewPage : IAsyncDisposable
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _gone = new();
    private OverviewPageModel _model = default!;
    private Task _following = Task.CompletedTask;

    [Inject]
    private HistoryStore History { get; set; } = default!;

    [Inject]
    private DraftStore Drafts { get; set; } = default!;

    [Inject]
    private DnsblWatch Watch { get; set; } = default!;

    [Inject]
    private SettingsSource Settings { get; set; } = default!;

    [Inject]
    private VerdictStream Stream { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>True when verdicts were published that the history may not have yet.</summary>
    private bool IsBusy => Stream.Count > 0;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _model = new OverviewPageModel(History, Drafts, Settings, Watch, Time);
        if (RendererInfo.IsInteractive) _following = FollowAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _following;
        _gone.Dispose();
    }

    private static string Width(int part, int whole) => (100.0 * part / Math.Max(1, whole)).ToString("0.#", CultureInfo.InvariantCulture);

    private static string ErrorWords(ListHealth list) => list.Suspension is { } suspension ? $"Not scored until it is well. {suspension.Why}" : list.Statistics.Errors == 0
        ? $"{Numbers.Thin(list.Statistics.Answers)} lookups answered, none failed"
        : $"{Numbers.Share(list.Statistics.Errors, list.Statistics.Errors + list.Statistics.Answers)} of lookups failed. Last: {list.Statistics.LastError}";

    private Task RefreshAsync() => _model.RefreshAsync(_gone.Token);

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(RefreshEvery, Time);
        try
        {
            do
            {
                await RefreshAsync();
                StateHasChanged();
            }
            while (await timer.WaitForNextTickAsync(_gone.Token));
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
