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
    private SavedViewStore Store { get; set; } = default!;

    [Inject]
    private PanelPerson Person { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private Task LoadAsync() => TryAsync(static _ => Task.CompletedTask);

    private Task SaveAsync() => TryAsync(async rights =>
    {
        if (_name.Trim().Length == 0) return;
        await Store.SaveAsync(_name, Filter.ToQueryString(), _shared && rights.CanEdit, rights.Name, _gone.Token);
        _name = "";
    });

    private Task RemoveAsync(SavedView view) => TryAsync(rights => Store.RemoveAsync(view.Id, rights.Name, rights.CanEdit, _gone.Token));

    /// <summary>Does something with the rights of this moment, then reads the list anew.</summary>
    private async Task TryAsync(Func<PanelRights, Task> change)
    {
        try
        {
            _trouble = null;
            _rights = await Person.GetAsync();
            await change(_rights);
            _views = await Store.ListAsync(_rights.Name, _gone.Token);
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
