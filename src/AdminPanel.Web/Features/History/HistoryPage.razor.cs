using AdminPanel.Store.History;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AdminPanel.Web.Features.History;

/// <summary>Recorded connections, searchable; the search is the address.</summary>
public sealed partial class HistoryPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private HistoryPageModel _model = default!;

    [Inject]
    private HistoryStore Store { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>How many match, as far as it was counted.</summary>
    private string? CountText => _model.Count switch
    {
        null => null,
        { IsAll: true, Count: var all } => Numbers.Thin(all),
        { Count: HistoryPageModel.Counted } => $"more than {Numbers.Thin(HistoryPageModel.Counted)}",
        { Count: var some } => $"at least {Numbers.Thin(some)}",
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _model = new HistoryPageModel(Store, Time, () => _ = InvokeAsync(StateHasChanged));
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => RendererInfo.IsInteractive ? SearchAsync(new Uri(Navigation.Uri)) : Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
        _gone.Dispose();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var now = new Uri(e.Location);
        if (now.AbsolutePath == "/connections") _ = InvokeAsync(() => SearchAsync(now));
    }

    private async Task SearchAsync(Uri address)
    {
        try
        {
            var searching = _model.SearchAsync(ConnectionFilter.Parse(address.Query), _gone.Token);
            StateHasChanged();
            await searching;
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private Task RefreshAsync() => _model.SearchAsync(_model.Filter, _gone.Token);

    private Task MoreAsync() => _model.MoreAsync(_gone.Token);

    private async Task ToggleAsync(Guid id)
    {
        var reading = _model.ToggleAsync(id, _gone.Token);
        StateHasChanged();
        await reading;
        StateHasChanged();
    }

    private void Navigate(ConnectionFilter filter) => Navigation.NavigateTo(filter.Href("/connections"), replace: true);
}
