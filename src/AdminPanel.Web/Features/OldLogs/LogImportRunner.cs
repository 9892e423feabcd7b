namespace AdminPanel.Web.Features.OldLogs;

/// <summary>Runs one import at a time in the background, so that leaving the page does not end it. Thread-safe.</summary>
internal sealed class LogImportRunner(LogImport import) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private volatile LogImportProgress? _progress;
    private volatile string? _trouble;

    /// <summary>How far the running import is, or how the last one ended; null before the first.</summary>
    public LogImportProgress? Progress => _progress;

    /// <summary>Why the last import ended early; null when it did not.</summary>
    public string? Trouble => _trouble;

    /// <summary>True while one runs.</summary>
    public bool IsRunning
    {
        get { lock (_lock) return _stop is not null; }
    }

    /// <summary>Starts an import; false when one runs already.</summary>
    /// <param name="order">What to import.</param>
    /// <param name="afterwards">Runs at its end, however it ends.</param>
    public bool TryStart(LogImportOrder order, Action afterwards)
    {
        lock (_lock)
        {
            if (_stop is not null) return false;
            _stop = new CancellationTokenSource();
            (_progress, _trouble) = (new LogImportProgress("Starting", 0, null), null);
            _ = RunAsync(order, afterwards, _stop.Token);
            return true;
        }
    }

    /// <summary>Ends the running import; what it wrote stays.</summary>
    public void Cancel()
    {
        lock (_lock) _stop?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => Cancel();

    private async Task RunAsync(LogImportOrder order, Action afterwards, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => import.RunAsync(order, progress => _progress = progress, cancellationToken), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            _trouble = "Stopped. What was written stays; importing the same files again continues without doubling anything.";
        }
        catch (Exception e)
        {
            // Shown on the page: nobody else waits for this task.
            _trouble = e.Message;
        }
        finally
        {
            lock (_lock)
            {
                _stop?.Dispose();
                _stop = null;
            }

            afterwards();
        }
    }
}
