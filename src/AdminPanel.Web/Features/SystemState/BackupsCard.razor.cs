using System.Data.Common;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>Backups and restores.</summary>
public sealed partial class BackupsCard
{
    private const long UploadLimit = 512L * 1024 * 1024;
    private IReadOnlyList<BackupFile> _files = [];
    private IReadOnlyList<StagedRestore> _staged = [];
    private string? _outcome;
    private bool _withHistory;
    private bool _busy;

    [Inject] private DatabaseBackups Backups { get; set; } = default!;

    [Inject] private IServiceProvider Provider { get; set; } = default!;

    [Inject] private IDialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => Read();

    private void Read() => (_files, _staged) = (Backups.List(), Backups.Staged());

    private async Task RestoreAsync(BackupFile file)
    {
        var what = file.IsHistory ? "The recorded connections" : "Settings, users, passwords and the audit";
        if (await AskAsync($"Restore {file.Name}", $"{what} go back to this copy with the next start of the program; mail flow goes on until then. The present state is kept in backups/.{(file.IsHistory ? "" : " Everybody signs in again, with the passwords of that time.")}", "Check it and lay it aside", false))
            await DoAsync(c => c.RestoreAsync(file.Name, CancellationToken.None));
    }

    private async Task DeleteAsync(BackupFile file)
    {
        if (await AskAsync($"Delete {file.Name}", "The copy is gone then; this cannot be undone.", "Delete", true)) await DoAsync(c => c.DeleteAsync(file.Name, CancellationToken.None));
    }

    private async Task UploadAsync(InputFileChangeEventArgs e)
    {
        if (!await AskAsync($"Restore {e.File.Name}", "The file is checked and takes its place with the next start of the program; mail flow goes on until then. The present state is kept in backups/. Users, passwords and settings are those of the file then.", "Check it and lay it aside", false)) return;
        await DoAsync(async c =>
        {
            await using var content = e.File.OpenReadStream(UploadLimit);
            return await c.RestoreAsync(content, e.File.Name, UploadLimit, CancellationToken.None);
        });
    }

    private async Task<bool> AskAsync(string title, string text, string action, bool danger)
    {
        var words = new DialogParameters<ConfirmDialog> { { d => d.Text, text }, { d => d.Action, action }, { d => d.IsDangerous, danger } };
        return await (await Dialogs.ShowAsync<ConfirmDialog>(title, words)).Result is { Canceled: false };
    }

    private async Task DoAsync(Func<BackupCommands, Task<string>> command)
    {
        (_busy, _outcome) = (true, null);
        StateHasChanged();
        try
        {
            _outcome = await command(Provider.GetRequiredService<BackupCommands>());
        }
        catch (Exception e) when (e is DbException or DbUpdateException or IOException or UnauthorizedAccessException)
        {
            _outcome = $"This could not be done: {e.Message}";
        }
        finally
        {
            _busy = false;
            Read();
        }
    }
}
