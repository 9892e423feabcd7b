namespace AdminPanel.Web.Hosting;

/// <summary>Looks every two seconds whether another process (the command line) published settings, and puts them in force.</summary>
internal sealed partial class SettingsFollower(SettingsPublisher publisher, TimeProvider time, ILogger<SettingsFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var failing = false;
        while (await Tick(timer, stoppingToken))
        {
            try
            {
                await publisher.FollowAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (!failing) LogFailed(e);
                failing = true;
            }
        }
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(5011, LogLevel.Warning, "The store could not be asked for newer settings; trying again every 2 s")]
    private partial void LogFailed(Exception failure);
}
