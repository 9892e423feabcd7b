using AdminPanel.Migrations.Sqlite;
using AdminPanel.Web.Account;

namespace AdminPanel.Web.Hosting;

/// <summary>Before anything listens: databases at this program's schema, settings in force, roles present.</summary>
internal sealed class StoreStartUp(DatabaseUpgrade upgrade, SettingsPublisher publisher, PanelAccounts accounts, SetUpLink setUp) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await upgrade.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new StartException($"DataDirectory: the databases cannot be opened: {e.Message}");
        }

        await publisher.StartAsync(cancellationToken);
        await accounts.EnsureRolesAsync();
        if (!await accounts.AnyAsync(cancellationToken)) setUp.Open();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
