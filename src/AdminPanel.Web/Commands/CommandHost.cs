using AdminPanel.Migrations.Sqlite;
using AdminPanel.Web.Hosting;

namespace AdminPanel.Web.Commands;

/// <summary>What a command needs of the program: configuration and stores, databases at this program's schema, no listener, a quiet log.</summary>
internal sealed class CommandHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CommandHost(WebApplication app) => _app = app;

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the store that <paramref name="keys"/> name and runs <paramref name="command"/>; refusals are printed, the exit code is 1 then.</summary>
    public static async Task<int> RunAsync(string[] keys, Func<IServiceProvider, Task<int>> command, CancellationToken cancellationToken)
    {
        PrivateFiles.MakeDefault();
        try
        {
            await using var host = await OpenAsync(keys, cancellationToken);
            return await command(host.Services);
        }
        catch (StartException refused)
        {
            return CommandOutput.Refuse("AdminPanel cannot do this:", refused.Problems);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<CommandHost> OpenAsync(string[] keys, CancellationToken cancellationToken)
    {
        var host = new CommandHost(PanelHost.Build(keys, forCommand: true));
        try
        {
            await host.Services.GetRequiredService<DatabaseUpgrade>().RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await host.DisposeAsync();
            throw new StartException($"DataDirectory: the databases cannot be opened: {e.Message}");
        }

        return host;
    }
}
