using System.Globalization;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AdminPanel.Web.Features.Access;

/// <summary>Asks for the reason and the time of an entry that takes effect at once.</summary>
public sealed partial class AllowForm : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _reason;
    private string _why = "";
    private string _days = "7";
    private string? _problem;
    private bool _isBusy;

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public IPAddress Client { get; set; } = IPAddress.None;

    /// <summary>Permit or reject.</summary>
    [Parameter]
    public AccessAction Action { get; set; } = AccessAction.Permit;

    /// <summary>The reason to begin with.</summary>
    [Parameter]
    public string Why { get; set; } = "";

    /// <summary>Whether the person may edit settings: then the entry may be without end, or go into the draft.</summary>
    [Parameter]
    public bool CanEdit { get; set; }

    /// <summary>Raised with what happened, once it is in force.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    /// <summary>Raised with the reason when the entry is for the draft.</summary>
    [Parameter]
    public EventCallback<string> OnDraft { get; set; }

    /// <summary>Raised when nothing is to be done.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Inject]
    private AllowNow Command { get; set; } = default!;

    [Inject]
    private SettingsSource Settings { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Word => Action == AccessAction.Permit ? "Allow" : "Deny";

    private TimeSpan? Lifetime => double.TryParse(_days, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) ? TimeSpan.FromMinutes(Math.Round(days * 24 * 60)) : null;

    private string Effect
    {
        get
        {
            var until = Lifetime is { } time ? $" until {Viewer.Local(Time.GetUtcNow() + time).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture)}" : "";
            var what = Action == AccessAction.Permit
                ? "Let through at once and without any test"
                : Settings.Current.Settings.Access.DenylistAction switch
                {
                    ScreeningAction.Ignore => "Logged as DENYLISTED at once, but not turned away: the action for denied clients is ignore",
                    ScreeningAction.Drop => "Dropped at once",
                    _ => "Refused at once",
                };
            return $"{what}{until}. The entry is published by itself; what waits in the draft stays there.";
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _why = Why;
        if (Action == AccessAction.Reject && CanEdit) _days = "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _reason.FocusAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private Task KeyAsync(KeyboardEventArgs e) => e.Key == "Escape" ? OnCancel.InvokeAsync() : Task.CompletedTask;

    private async Task SubmitAsync()
    {
        if (_isBusy) return;
        (_isBusy, _problem) = (true, null);
        try
        {
            var result = await Command.RunAsync(new AllowRequest(Client, Action, _why, Lifetime), _gone.Token);
            if (result.Done) await OnDone.InvokeAsync(result.Text);
            else _problem = result.Text;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            _problem = $"Nothing was published, because the settings cannot be stored: {e.Message}";
        }

        _isBusy = false;
    }
}
