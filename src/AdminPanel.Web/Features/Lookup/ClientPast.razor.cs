using System.Net;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.History;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>The newest connections of one client. Make a new one for another client.</summary>
public sealed partial class ClientPast : IDisposable
{
    private const int Newest = 20;
    private readonly CancellationTokenSource _gone = new();
    private HistoryPageModel _model = default!;
    private ClientPastSummary? _summary;

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public IPAddress Client { get; set; } = default!;

    /// <summary>The heading.</summary>
    [Parameter]
    public string Title { get; set; } = "What it did before";

    /// <summary>A connection that is shown elsewhere on the page.</summary>
    [Parameter]
    public Guid? Except { get; set; }

    [Inject]
    private HistoryStore Store { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private IEnumerable<ConnectionLine> Others => _model.Rows.Where(line => line.Id != Except);

    /// <inheritdoc/>
    protected override void OnInitialized() => _model = new HistoryPageModel(Store, Time);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task LoadAsync()
    {
        try
        {
            await _model.ListAsync(new HistoryQuery { Client = Client.ToString(), Max = Newest }, _gone.Token);
            if (_model.Trouble is null && !_model.Rows.IsEmpty) _summary = await Store.GetClientAsync(Client, _gone.Token);
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private async Task ToggleAsync(Guid id)
    {
        var reading = _model.ToggleAsync(id, _gone.Token);
        StateHasChanged();
        await reading;
        StateHasChanged();
    }
}
