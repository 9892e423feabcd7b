using System.Net;
using AdminPanel.Screening.Listening;

namespace AdminPanel.Web.Demo;

/// <summary>Sends visitors to the front door for as long as the demonstration runs.</summary>
internal sealed class DemoTraffic(IScreeningServer server, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const int AtOnce = 600;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            using var slots = new SemaphoreSlim(AtOnce);
            while (true)
            {
                var now = DateTimeOffset.UtcNow;
                var attack = DemoPace.Attack(now);
                await slots.WaitAsync(stoppingToken);
                if (server.Status.Listening is [var front, ..]) _ = PlayAsync(DemoVisitor.Draw(Random.Shared, attack), front, slots, stoppingToken);
                else slots.Release();
                await Task.Delay(DemoPace.Gap(Random.Shared, attack > 0 ? 12 : DemoPace.Calm(now) / 2), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The demonstration ends.
        }
    }

    private static async Task PlayAsync(DemoVisitor visitor, IPEndPoint front, SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        await DemoClient.PlayAsync(visitor, front, stoppingToken);
        if (!stoppingToken.IsCancellationRequested) slots.Release();
    }
}
