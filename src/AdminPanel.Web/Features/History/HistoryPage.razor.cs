using AdminPanel.Store.History;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>Recorded connections, searchable; the search is the address.</summary>
public sealed partial class HistoryPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private HistoryPageModel _model = default!;
    private bool _searched;

    [Inject]
    private HistoryStore Store { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _model = new HistoryPageModel(Store, Time);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        var filter = ConnectionFilter.Parse(Navigation.ToAbsoluteUri(Navigation.Uri).Query);
        if (_searched && filter == _model.Filter) return;
        _searched = true;
        await _model.SearchAsync(filter, _gone.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
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
