using System.Net.Sockets;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Listening;

namespace AdminPanel.Web.Hosting;

/// <summary>Starts the engine with its temporary allowlist; on stop, lets the connections inside finish and stores what they earned.</summary>
internal sealed class EngineService(ScreeningServer server, AllowlistKeeper keeper, ScreeningOptions options) : IHostedService
{
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await keeper.StartAsync(cancellationToken);
        try
        {
            server.Start();
        }
        catch (SocketException refused)
        {
            throw new StartException($"Screening:Listen: cannot listen on {string.Join(", ", options.Listen)}: {refused.Message}");
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await server.DrainAsync(DrainBound);
        await keeper.DisposeAsync();
    }
}
