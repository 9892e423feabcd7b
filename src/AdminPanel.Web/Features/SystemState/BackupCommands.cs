using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>Backups and restores, each with a line in the audit log. Scoped.</summary>
internal sealed class BackupCommands(DatabaseBackups backups, AuditLog audit, PanelPerson person)
{
    private const string Refused = "Your account may not do this.";

    /// <summary>Copies panel.db, and history.db when asked.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> CreateAsync(bool withHistory, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        var made = new List<string> { await backups.CreateAsync(ofHistory: false, cancellationToken) };
        if (withHistory) made.Add(await backups.CreateAsync(ofHistory: true, cancellationToken));
        foreach (var name in made) await audit.WriteAsync(rights.Name, "made backup", name, null, null, cancellationToken);
        return $"{string.Join(" and ", made)} {(made.Count == 1 ? "is" : "are")} in backups/.";
    }

    /// <summary>Deletes a kept copy.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        if (backups.Find(name) is null) return $"{name} is not there any more.";
        await audit.WriteAsync(rights.Name, "deleted backup", name, null, null, cancellationToken);
        backups.Delete(name);
        return $"{name} is deleted.";
    }

    /// <summary>Looks a kept copy through and lays it aside for the next start.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RestoreAsync(string name, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        return backups.Find(name) is { } path ? await StageAsync(path, name, rights.Name, cancellationToken) : $"{name} is not there any more.";
    }

    /// <summary>The same for an uploaded file, read once and at most <paramref name="limit"/> bytes of it.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RestoreAsync(Stream content, string name, long limit, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        var path = backups.UploadPath();
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                var buffer = new byte[81_920];
                for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    if (file.Length + read > limit) return $"The file is larger than {limit / 1024 / 1024} MiB; put it into backups/ of the data directory and restore it from the list. Nothing was changed.";
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }

            return await StageAsync(path, name, rights.Name, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Forgets a restore before the next start.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> CancelAsync(string file, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        await audit.WriteAsync(rights.Name, "cancelled restore", file, null, null, cancellationToken);
        backups.Cancel(file);
        return $"{file} stays as it is.";
    }

    private async Task<string> StageAsync(string path, string name, string by, CancellationToken cancellationToken)
    {
        if (await backups.StageAsync(path, name, by, cancellationToken) is { } problem) return problem;
        await audit.WriteAsync(by, "staged restore", name, null, null, cancellationToken);
        return $"{name} is checked and takes its place with the next start of the program; until then nothing changes. The present state is kept in backups/ then, and everybody signs in again.";
    }
}
