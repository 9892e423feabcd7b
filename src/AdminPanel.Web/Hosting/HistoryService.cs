using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Hosting;

/// <summary>Runs the history writer on the verdict stream, keeps its texts indexed and applies retention, also to failed sign-ins; on stop, writes what still waits.</summary>
internal sealed partial class HistoryService(
    VerdictStream verdicts, HistoryWriter writer, ConnectionTextIndexer indexer, HistoryRetention retention, AuditLog audit, TimeProvider time, ILogger<HistoryService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan IndexInterval = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _subscription;
    private Task _work = Task.CompletedTask;
    private Task? _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = verdicts.Add(writer);
        _work = Task.WhenAll(Task.Run(() => writer.RunAsync(_stop.Token), CancellationToken.None), IndexAsync(_stop.Token), RetainAsync(_stop.Token));
        return Task.CompletedTask;
    }

    // Once, however often it is asked: the second time everything is disposed of already.
    public Task StopAsync(CancellationToken cancellationToken) => _stopping ??= StopOnceAsync();

    public void Dispose() => _stop.Dispose();

    private async Task StopOnceAsync()
    {
        _subscription?.Dispose();
        // Its own patience: the host's may be used up by a slow request, and the verdicts of the drain would be lost with it.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await writer.FlushAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogLost(writer.Waiting);
        }

        await _stop.CancelAsync();
        await _work;
    }

    private async Task IndexAsync(CancellationToken stopping)
    {
        var failing = false;
        try
        {
            while (true)
            {
                await Task.Delay(IndexInterval, time, stopping);
                try
                {
                    await indexer.CatchUpAsync(stopping);
                    failing = false;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Searches go on without the index, only slower.
                    if (!failing) LogIndexFailed(e);
                    failing = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task RetainAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RetentionInterval, time, stopping);
                try
                {
                    var removed = await retention.ApplyAsync(stopping);
                    if (removed > 0) LogRemoved(removed);
                    await audit.PruneSignInFailuresAsync(AuditLog.SignInFailuresKept, stopping);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogRetentionFailed(e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(5021, LogLevel.Error, "History could not be written before the stop; {Waiting} verdicts are lost")]
    private partial void LogLost(int waiting);

    [LoggerMessage(5022, LogLevel.Information, "Removed {Removed} connections from history by age or number")]
    private partial void LogRemoved(int removed);

    [LoggerMessage(5023, LogLevel.Warning, "Old history could not be removed; trying again in 10 minutes")]
    private partial void LogRetentionFailed(Exception failure);

    [LoggerMessage(5024, LogLevel.Warning, "Texts of connections could not be indexed; trying again every 5 s, searches in HELO names and addresses are slower meanwhile")]
    private partial void LogIndexFailed(Exception failure);
}
