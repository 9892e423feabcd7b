using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Shows what going back to an old version changes, and publishes it as a new version.</summary>
public sealed partial class RollBackDialog
{
    private StoredSettings? _old;
    private ImmutableArray<ChangeLine> _lines = [];
    private ImmutableArray<SettingsProblem> _problems = [];
    private string _comment = "";
    private string? _failure;
    private bool _busy;

    /// <summary>The version to go back to.</summary>
    [Parameter, EditorRequired]
    public long Version { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private VersionsModel Model { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _old = await Model.GetAsync(Version, Closed);
        if (_old is null) _failure = $"Version {Version} does not exist.";
        else Compare();
    }

    private void Compare() => _lines = _old is null ? [] : ChangeLine.Between(Session.Published.Settings, _old.Settings);

    private async Task RollBackAsync()
    {
        if (_old is null) return;
        (_busy, _failure) = (true, null);
        StateHasChanged();
        try
        {
            switch (await Session.RollBackAsync(_old, _comment))
            {
                case PublishResult.Published published:
                    Snackbar.Add($"Version {published.Version} is in force, with the content of version {Version}.", Severity.Success);
                    Dialog.Close();
                    break;
                case PublishResult.Unchanged:
                    Dialog.Close();
                    break;
                case PublishResult.Invalid invalid:
                    _problems = invalid.Problems;
                    _failure = "The old content is not valid any more. Nothing was published.";
                    break;
                case PublishResult.Conflict conflict:
                    _failure = $"{conflict.By} published version {conflict.CurrentVersion} meanwhile. Look at the differences again.";
                    Compare();
                    break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failure = $"Rolling back failed: {e.Message}";
        }
        finally
        {
            _busy = false;
        }
    }
}
