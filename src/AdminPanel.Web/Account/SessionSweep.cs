namespace AdminPanel.Web.Account;

/// <summary>Ends sessions that nobody uses any more, so that their open pages close in time and not with the next click.</summary>
internal sealed partial class SessionSweep(PanelSessions sessions, TimeProvider time, ILogger<SessionSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await sessions.EndIdleAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // They have ended in memory; the store forgets them with the next start.
                    LogFailed(e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(5041, LogLevel.Warning, "Ended sessions could not be removed from the store")]
    private partial void LogFailed(Exception failure);
}
