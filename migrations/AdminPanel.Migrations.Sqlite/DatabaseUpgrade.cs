using AdminPanel.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Migrations.Sqlite;

/// <summary>
/// Brings panel.db and history.db to the schema of this program. Run once at start, before anything else opens them. Any number of
/// processes may do so at once: a lock file lets them in one by one.
/// </summary>
public sealed partial class DatabaseUpgrade(
    DatabaseFiles files,
    IDbContextFactory<PanelDbContext> panel,
    IDbContextFactory<HistoryDbContext> history,
    TimeProvider time,
    ILogger<DatabaseUpgrade> logger)
{
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);

    /// <summary>Creates or upgrades both databases; an existing file is copied to <c>backups/</c> first, when something is to be done.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CreateDirectory(files.Directory);
        var lockFile = await LockAsync(Path.Combine(files.Directory, "upgrade.lock"), cancellationToken).ConfigureAwait(false);
        await using (lockFile.ConfigureAwait(false))
        {
            await UpgradeAsync(panel, files.Panel, cancellationToken).ConfigureAwait(false);
            await UpgradeAsync(history, files.History, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerDirectory);
    }

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(started) < LockPatience)
            {
                // Another process upgrades; it lets go when it is done or dies.
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task UpgradeAsync<TContext>(IDbContextFactory<TContext> factory, string file, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        var exists = File.Exists(file) && new FileInfo(file).Length > 0;
        if (!exists) CreateForOwner(file);

        var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
            if (pending.Count == 0) return;

            if (exists) Backup(file);
            await ClearStaleLockAsync(context, cancellationToken).ConfigureAwait(false);
            LogUpgrading(Path.GetFileName(file), pending.Count, pending[^1]);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal static void CreateForOwner(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        new FileStream(file, options).Dispose();
    }

    /// <summary>SQLite's own online backup: a plain copy of a database in WAL mode would miss what lies in the log.</summary>
    private void Backup(string file)
    {
        var directory = Path.Combine(files.Directory, "backups");
        CreateDirectory(directory);
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'");
        var copy = Path.Combine(directory, $"{Path.GetFileNameWithoutExtension(file)}-{stamp}.db");
        CreateForOwner(copy);
        using var source = new SqliteConnection(DatabaseFiles.ConnectionString(file));
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        LogBackedUp(Path.GetFileName(file), copy);
    }

    /// <summary>A killed upgrade leaves its row behind and EF Core would wait for it for ever; our lock file proves that nobody is at work.</summary>
    private static async Task ClearStaleLockAsync(DbContext context, CancellationToken cancellationToken)
    {
        var tables = await context.Database
            .SqlQuery<long>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        if (tables > 0) await context.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(4001, LogLevel.Information, "Upgrading {File}: {Count} steps, up to {Last}")]
    private partial void LogUpgrading(string file, int count, string last);

    [LoggerMessage(4002, LogLevel.Information, "Copied {File} to {Copy} before upgrading it")]
    private partial void LogBackedUp(string file, string copy);
}
