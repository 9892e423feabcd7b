using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Shows what would change, asks why, and publishes.</summary>
public sealed partial class PublishDialog
{
    private string _comment = "";
    private bool _busy;
    private PublishResult? _result;
    private string? _failure;
    private string _reviewed = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private ImmutableArray<ChangeLine> Lines => ChangeLine.Describe(Session.Changes, Session.Published.Settings, Session.Settings);

    private IEnumerable<SettingsProblem> Errors => Problems(ProblemSeverity.Error);

    private IEnumerable<SettingsProblem> Warnings => Problems(ProblemSeverity.Warning);

    private IEnumerable<SettingsProblem> Problems(ProblemSeverity severity) =>
        (_result is PublishResult.Invalid invalid ? invalid.Problems : Session.Problems).Where(p => p.Severity == severity);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        Review();
    }

    private void Review() => _reviewed = SettingsJson.Hash(Session.Settings);

    private void Cancel() => Dialog.Cancel();

    private void Rebased()
    {
        _result = null;
        Review();
    }

    private Task PublishAsync() => RunAsync(async () =>
    {
        var before = Session.Published.Version;
        _result = await Session.PublishAsync(_comment, _reviewed);
        switch (_result)
        {
            case PublishResult.Published published:
                Snackbar.Add($"Version {published.Version} is in force.", Severity.Success, toast =>
                {
                    if (before == 0) return;
                    toast.Action = "Undo…";
                    toast.OnClick = _ => Dialogs.ShowAsync<RollBackDialog>($"Roll back to version {before}", new DialogParameters<RollBackDialog> { { d => d.Version, before } });
                });
                Dialog.Close();
                break;
            case PublishResult.Unchanged unchanged:
                Snackbar.Add($"Nothing to publish: version {unchanged.Version} is already the same.", Severity.Info);
                Dialog.Close();
                break;
        }
    });

    private async Task RunAsync(Func<Task> work)
    {
        (_busy, _failure) = (true, null);
        StateHasChanged();
        try
        {
            await work();
        }
        catch (DraftNotReviewedException e)
        {
            _failure = e.Message;
            Review();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failure = $"Publishing failed: {e.Message} Nothing changed; try again.";
        }
        finally
        {
            _busy = false;
        }
    }
}
