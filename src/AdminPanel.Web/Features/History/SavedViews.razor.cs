using AdminPanel.Store.Views;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>Keeps and offers named searches of the history.</summary>
public sealed partial class SavedViews : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<SavedView> _views = [];
    private PanelRights? _rights;
    private string _name = "";
    private bool _shared;
    private bool _isLoaded;
    private string? _trouble;

    /// <summary>The search to save.</summary>
    [Parameter, EditorRequired]
    public ConnectionFilter Filter { get; set; } = ConnectionFilter.None;

    [Inject]
    private SavedViewCommands Commands { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private Task LoadAsync() => TryAsync(static () => Task.FromResult<string?>(null));

    private Task SaveAsync() => TryAsync(async () =>
    {
        var refused = await Commands.SaveAsync(_name, Filter.ToQueryString(), _shared && _rights?.CanEdit == true, _gone.Token);
        if (refused is null) _name = "";
        return refused;
    });

    private Task RemoveAsync(SavedView view) => TryAsync(() => Commands.RemoveAsync(view, _gone.Token));

    /// <summary>Does something, says why it was refused, and reads the list anew.</summary>
    private async Task TryAsync(Func<Task<string?>> change)
    {
        try
        {
            _trouble = await change();
            (_views, _rights) = await Commands.ListAsync(_gone.Token);
            _isLoaded = true;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            _trouble = $"The saved searches cannot be read or stored: {e.Message}";
        }
    }
}
