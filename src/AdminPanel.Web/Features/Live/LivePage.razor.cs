using System.Runtime.CompilerServices;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AdminPanel.Web.Features.Live;

/// <summary>Connections as they happen. One subscription and one coalesced render every 250 ms, every 500 ms when each would replace every row.</summary>
public sealed partial class LivePage : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConditionalWeakTable<VerdictEvent, ConnectionLine> _lines = [];
    private LivePageModel? _model;
    private ConnectionFilter _filter = ConnectionFilter.None;
    private Task _following = Task.CompletedTask;

    [Inject]
    private VerdictStream Stream { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _filter = ConnectionFilter.Parse(new Uri(Navigation.Uri).Query);
        if (!RendererInfo.IsInteractive) return;
        Navigation.LocationChanged += OnLocationChanged;
        _model = new LivePageModel(Stream, _filter, Time);
        _following = FollowAsync(_model);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        await _stop.CancelAsync();
        await _following;
        _model?.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync(LivePageModel model)
    {
        using var timer = new PeriodicTimer(Beat, Time);
        try
        {
            for (var beat = 0; await timer.WaitForNextTickAsync(_stop.Token); beat++)
            {
                if (model.IsFlood && beat % 2 == 1) continue;

                // Already on the circuit's dispatcher: the loop began there.
                if (model.Drain()) StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private ConnectionLine Line(VerdictEvent verdict) => _lines.GetValue(verdict, ConnectionLine.From);

    private void Pause() => _model?.Pause();

    private void Follow() => _model?.Follow();

    private void Toggle(Guid id) => _model?.Toggle(id);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var now = new Uri(e.Location);
        if (now.AbsolutePath != "/live") return;
        _filter = ConnectionFilter.Parse(now.Query);
        _model?.Use(_filter);
        _ = InvokeAsync(StateHasChanged);
    }

    private void Navigate(ConnectionFilter filter) => Navigation.NavigateTo(filter.Href("/live"), replace: true);
}
