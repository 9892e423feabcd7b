using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>One recorded connection under an address of its own.</summary>
public sealed partial class ConnectionPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private VerdictEvent? _verdict;
    private string? _trouble;
    private bool _isLoading = true;

    /// <summary>The connection.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private HistoryStore Store { get; set; } = default!;

    [Inject]
    private VerdictStream Stream { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Link => Navigation.ToAbsoluteUri($"/connections/{Id}").ToString();

    private string Title => _verdict is null ? "Connection" : $"Connection of {_verdict.Client.Address}";

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => RendererInfo.IsInteractive && _verdict?.Id != Id ? LoadAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task LoadAsync()
    {
        (_isLoading, _trouble) = (true, null);
        try
        {
            // The newest verdicts may not have reached the history yet.
            _verdict = Stream.Recent.Newest(1_000).FirstOrDefault(v => v.Id == Id) ?? await Store.GetAsync(Id, _gone.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows it and offers to try again.
            _trouble = e.Message;
        }

        _isLoading = false;
    }
}
