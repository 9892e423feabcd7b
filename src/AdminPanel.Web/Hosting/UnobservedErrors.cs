namespace AdminPanel.Web.Hosting;

/// <summary>
/// Logs and counts exceptions of background tasks that no code ever looked at: each is a bug. They come to light when the garbage
/// collector finds the task, which may be minutes later. Thread-safe.
/// </summary>
public sealed partial class UnobservedErrors(ILogger<UnobservedErrors> logger) : IHostedService
{
    private long _count;

    /// <summary>How many since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException += OnFound;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException -= OnFound;
        return Task.CompletedTask;
    }

    // On the finalizer thread.
    private void OnFound(object? sender, UnobservedTaskExceptionEventArgs found)
    {
        Interlocked.Increment(ref _count);
        LogUnobserved(found.Exception);
        found.SetObserved();
    }

    [LoggerMessage(5051, LogLevel.Error, "An unobserved exception of a background task")]
    private partial void LogUnobserved(Exception exception);
}
