using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Store.Preferences;
using AdminPanel.Web.Account;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Hosting;

/// <summary>Before anything listens: databases at this program's schema, settings in force, roles present.</summary>
internal sealed class StoreStartUp(
    DatabaseUpgrade upgrade, DatabaseBackups backups, SettingsPublisher publisher, PreferencesStore preferences, IOptions<HistoryOptions> history, AuditLog audit,
    PanelAccounts accounts, PanelSessions sessions, SetUpLink setUp, AdminPanelOptions options) : IHostedLifecycleService, IDisposable
{
    private FileStream? _running;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _running = Lock(Path.Combine(options.DataDirectory, "run.lock"));
        IReadOnlyList<StagedRestore> restored;
        try
        {
            restored = backups.Apply();
            await upgrade.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new StartException($"DataDirectory: the databases cannot be opened: {e.Message}");
        }

        foreach (var restore in restored) await audit.WriteAsync(restore.By, "restored", restore.File, null, restore.From, cancellationToken);
        await preferences.LoadAsync(cancellationToken);
        HistoryLimits.Apply(preferences.Current, history.Value);
        await sessions.LoadAsync(cancellationToken);
        await publisher.StartAsync(cancellationToken);
        await accounts.EnsureRolesAsync();
        if (!await accounts.AnyAsync(cancellationToken)) setUp.Open();
    }

    public void Dispose() => _running?.Dispose();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One engine a data directory: two would overwrite each other's temporary allowlist and log.</summary>
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException($"DataDirectory: another AdminPanel runs with {Path.GetDirectoryName(path)}");
        }
    }
}
