using System.Text.Json;
using AdminPanel.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>
/// Copies of the two databases in <c>backups/</c>, and the way back: a file is looked through, laid aside in <c>restore/</c> and put in place
/// by the next start, before anything opens it. Thread-safe; copies are made while the program works.
/// </summary>
public sealed class DatabaseBackups(DatabaseFiles files, IDbContextFactory<PanelDbContext> panel, IDbContextFactory<HistoryDbContext> history, TimeProvider time)
{
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Backups => Path.Combine(files.Directory, "backups");

    private string Staging => Path.Combine(files.Directory, "restore");

    /// <summary>The kept copies, the newest first; those that upgrades and restores made are among them.</summary>
    public IReadOnlyList<BackupFile> List()
    {
        if (!Directory.Exists(Backups)) return [];
        return [.. new DirectoryInfo(Backups).EnumerateFiles("*.db").Where(static file => IsName(file.Name))
            .Select(static file => new BackupFile(file.Name, file.Name.StartsWith("history-", StringComparison.Ordinal), file.LastWriteTimeUtc, file.Length))
            .OrderByDescending(static file => file.At).ThenBy(static file => file.Name, StringComparer.Ordinal)];
    }

    /// <summary>The path of a kept copy, or null when there is none of that name.</summary>
    public string? Find(string name) => IsName(name) && Path.Combine(Backups, name) is var path && File.Exists(path) ? path : null;

    /// <summary>Copies panel.db or history.db by SQLite's online backup; the copy's name.</summary>
    public Task<string> CreateAsync(bool ofHistory, CancellationToken cancellationToken) => Task.Run(() =>
    {
        CreateDirectory(Backups);
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'");
        var name = $"{(ofHistory ? "history" : "panel")}-{stamp}.db";
        for (var n = 2; File.Exists(Path.Combine(Backups, name)); n++) name = $"{(ofHistory ? "history" : "panel")}-{stamp}-{n}.db";
        Copy(ofHistory ? files.History : files.Panel, Path.Combine(Backups, name));
        return name;
    }, cancellationToken);

    /// <summary>Deletes a kept copy; false when there is none of that name.</summary>
    public bool Delete(string name)
    {
        if (Find(name) is not { } path) return false;
        File.Delete(path);
        return true;
    }

    /// <summary>Where an uploaded file is written before <see cref="StageAsync"/> looks at it.</summary>
    public string UploadPath()
    {
        CreateDirectory(Staging);
        return Path.Combine(Staging, $"upload-{Guid.NewGuid():N}.tmp");
    }

    /// <summary>Looks a file through and lays a copy of it aside for the next start. Null when that worked, else what is wrong with it.</summary>
    /// <param name="path">The file; it is left as it is.</param>
    /// <param name="from">Its name for the administrator.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is laid aside then.</param>
    public Task<string?> StageAsync(string path, string from, string by, CancellationToken cancellationToken) => Task.Run(() => Stage(path, from, by), cancellationToken);

    /// <summary>What takes its place with the next start.</summary>
    public IReadOnlyList<StagedRestore> Staged()
    {
        if (!Directory.Exists(Staging)) return [];
        return [.. Directory.GetFiles(Staging, "*.json").Order(StringComparer.Ordinal).Select(static note => JsonSerializer.Deserialize<StagedRestore>(File.ReadAllText(note))).OfType<StagedRestore>()
            .Where(staged => File.Exists(Path.Combine(Staging, staged.File)))];
    }

    /// <summary>Forgets what was laid aside.</summary>
    public void Cancel(string file)
    {
        if (file is not ("panel.db" or "history.db")) return;
        File.Delete(Path.Combine(Staging, file));
        File.Delete(Path.Combine(Staging, $"{file}.json"));
    }

    /// <summary>
    /// At start, before anything opens the databases: keeps the present ones in <c>backups/</c> and puts those laid aside in their place.
    /// Whoever was signed in then signs in again: sessions and one-time links of a restored panel.db are removed.
    /// </summary>
    public IReadOnlyList<StagedRestore> Apply()
    {
        var staged = Staged();
        foreach (var restore in staged)
        {
            var target = Path.Combine(files.Directory, restore.File);
            if (File.Exists(target))
            {
                CreateDirectory(Backups);
                Copy(target, Path.Combine(Backups, $"{Path.GetFileNameWithoutExtension(target)}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-replaced.db"));
                SqliteConnection.ClearAllPools();
            }

            var source = Path.Combine(Staging, restore.File);
            foreach (var rest in (string[])["-wal", "-shm"]) File.Delete(target + rest);
            File.Move(source, target, overwrite: true);
            File.Delete(source + ".json");
            if (restore.File == "panel.db") EndSessions(target);
        }

        return staged;
    }

    private static bool IsName(string name) =>
        name.Length < 100 && name.EndsWith(".db", StringComparison.Ordinal) && (name.StartsWith("panel-", StringComparison.Ordinal) || name.StartsWith("history-", StringComparison.Ordinal))
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && !name.Contains("..", StringComparison.Ordinal);

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerDirectory);
    }

    private static void Copy(string from, string to)
    {
        DatabaseUpgrade.CreateForOwner(to);
        using var source = new SqliteConnection(DatabaseFiles.ConnectionString(from));
        using var target = new SqliteConnection(Plain(to, SqliteOpenMode.ReadWriteCreate));
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using var journal = target.CreateCommand();

        // One file that can be carried away, without a log beside it.
        journal.CommandText = "PRAGMA journal_mode=DELETE";
        journal.ExecuteNonQuery();
    }

    private static string Plain(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode }.ToString();

    private static void EndSessions(string file)
    {
        using var connection = new SqliteConnection(Plain(file, SqliteOpenMode.ReadWrite));
        connection.Open();
        foreach (var table in (string[])["Sessions", "Invitations"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $table";
            command.Parameters.AddWithValue("$table", table);
            if (command.ExecuteScalar() is 0L) continue;
            using var clear = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this method.
            clear.CommandText = $"DELETE FROM \"{table}\"";
#pragma warning restore CA2100
            clear.ExecuteNonQuery();
        }
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read()) values.Add(reader.GetString(0));
        return values;
    }

    private static string? Newer(DbContext context, IEnumerable<string> applied)
    {
        using (context)
        {
            var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            return applied.FirstOrDefault(step => !known.Contains(step));
        }
    }

    private string? Stage(string path, string from, string by)
    {
        CreateDirectory(Staging);
        var copy = Path.Combine(Staging, $"look-{Guid.NewGuid():N}.tmp");
        try
        {
            File.Copy(path, copy);
            bool ofHistory;
            using (var connection = new SqliteConnection(Plain(copy, SqliteOpenMode.ReadWrite)))
            {
                connection.Open();
                var tables = Column(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
                ofHistory = tables.Contains("Connections");
                if (!tables.Contains("__EFMigrationsHistory") || (!ofHistory && !tables.Contains("SettingsVersions"))) return "This is a database, but not one of AdminPanel. Nothing was changed.";
                var damage = Column(connection, "PRAGMA integrity_check(3)");
                if (damage is not ["ok"]) return $"The file is damaged: {string.Join("; ", damage)}. Nothing was changed.";
                var applied = Column(connection, "SELECT MigrationId FROM __EFMigrationsHistory");
                if (Newer(ofHistory ? history.CreateDbContext() : panel.CreateDbContext(), applied) is { } newer)
                    return $"The file was written by a newer AdminPanel (it has the step {newer}). Update the program first. Nothing was changed.";
                _ = Column(connection, "PRAGMA journal_mode=DELETE");
            }

            var file = ofHistory ? "history.db" : "panel.db";
            File.Move(copy, Path.Combine(Staging, file), overwrite: true);
            File.WriteAllText(Path.Combine(Staging, $"{file}.json"), JsonSerializer.Serialize(new StagedRestore(file, from, by, time.GetUtcNow())));
            return null;
        }
        catch (SqliteException e)
        {
            return e.SqliteErrorCode is 26 or 11 ? "This is not an SQLite database, or it is damaged. Nothing was changed." : $"The file cannot be read: {e.Message}. Nothing was changed.";
        }
        finally
        {
            foreach (var rest in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(copy + rest);
        }
    }
}
