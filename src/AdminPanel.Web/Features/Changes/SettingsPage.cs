using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Changes;

/// <summary>A component that shows the draft: loads it, renders again when it changes, and saves edits.</summary>
public abstract class SettingsPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    [Inject]
    private protected DraftSession Session { get; private set; } = default!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Closed => _closed.Token;

    /// <summary>True when fields must not be changed.</summary>
    protected bool ReadOnly => !Session.CanEdit;

    /// <summary>False for a row whose page renders it anyway when the draft changed.</summary>
    protected virtual bool Follows => true;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Follows) Session.Changed += OnSessionChanged;
        await Session.EnsureLoadedAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Unsubscribes.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        Session.Changed -= OnSessionChanged;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>Runs on the page's dispatcher when the draft changed, before the render.</summary>
    protected virtual void OnDraftChanged()
    {
    }

    private protected Task EditAsync(string what, Func<Screening.Settings.ScreeningSettings, Screening.Settings.ScreeningSettings> apply, Screening.Settings.ScreeningSettings? seen = null) =>
        Session.EditAsync(what, apply, seen);

    // The session's event comes from any thread; a page that is gone by then has nothing left to show.
    private void OnSessionChanged() => _ = InvokeAsync(() =>
    {
        if (_closed.IsCancellationRequested) return;
        OnDraftChanged();
        StateHasChanged();
    });
}
