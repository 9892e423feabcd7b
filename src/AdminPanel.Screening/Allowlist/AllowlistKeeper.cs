using AdminPanel.Screening.Settings;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Allowlist;

/// <summary>
/// Keeps the temporary allowlist: loads it at start, gives its changes to the journal every 250 ms, cleans it up every
/// <c>postscreen_cache_cleanup_interval</c>. Start and dispose it once.
/// </summary>
public sealed partial class AllowlistKeeper(
    TemporaryAllowlist allowlist, IAllowlistJournal journal, SettingsSource settings, TimeProvider time, ILogger<AllowlistKeeper> logger) : IAsyncDisposable
{
    private const int BatchLength = 2_048;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;

    /// <summary>Why the journal failed last; null while it works.</summary>
    public string? Trouble { get; private set; }

    /// <summary>What the last clean-up kept and removed; null before the first.</summary>
    public (int Retained, int Dropped)? LastCleanUp { get; private set; }

    /// <summary>Loads the stored clients and starts keeping. A journal that cannot be read leaves the list empty and is shown in <see cref="Trouble"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in journal.LoadAsync(cancellationToken).ConfigureAwait(false)) allowlist.Restore(record);
            LogLoaded(logger, allowlist.Count);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The temporary allowlist could not be loaded: {e.Message}";
            LogLoadFailed(logger, e);
        }

        _keeping = Task.Run(() => KeepAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Stores what is not stored yet and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        await SaveAsync(CancellationToken.None).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        var nextCleanUp = time.GetUtcNow();
        try
        {
            while (true)
            {
                await Task.Delay(await SaveAsync(stopping).ConfigureAwait(false) ? Pause : RetryPause, time, stopping).ConfigureAwait(false);
                var interval = settings.Current.Settings.Allowlist.CleanupInterval;
                if (interval <= TimeSpan.Zero || time.GetUtcNow() < nextCleanUp) continue;
                CleanUp();
                nextCleanUp = time.GetUtcNow() + interval;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping; DisposeAsync stores the rest.
        }
    }

    private void CleanUp()
    {
        var snapshot = settings.Current;
        var checks = snapshot.Settings.Protocol;
        bool[] enabled =
        [
            snapshot.Settings.Greet.Banner.Length > 0, snapshot.Dnsbl.Zones.Length > 0,
            checks.Pipelining.Enable, checks.NonSmtpCommand.Enable, checks.BareNewline.Enable,
        ];
        var result = allowlist.CleanUp(enabled, time.GetUtcNow(), snapshot.Settings.Allowlist.RetentionTime);
        LastCleanUp = result;
        LogCleanedUp(logger, result.Retained, result.Dropped);
    }

    private async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changes = allowlist.TakeChanges(BatchLength);
            if (changes.Count == 0) return true;
            try
            {
                await journal.AppendAsync(changes, cancellationToken).ConfigureAwait(false);
                Trouble = null;
            }
            catch (Exception e)
            {
                allowlist.PutBack(changes);
                if (e is OperationCanceledException) throw;
                if (Trouble is null) LogSaveFailed(logger, e);
                Trouble = $"The temporary allowlist cannot be stored: {e.Message}";
                return false;
            }
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Loaded {Clients} clients of the temporary allowlist")]
    private static partial void LogLoaded(ILogger logger, int clients);

    [LoggerMessage(2001, LogLevel.Error, "The temporary allowlist could not be loaded; known clients will be tested again")]
    private static partial void LogLoadFailed(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Warning, "The temporary allowlist cannot be stored; retrying until it can")]
    private static partial void LogSaveFailed(ILogger logger, Exception exception);

    [LoggerMessage(2003, LogLevel.Information, "Cleaned up the temporary allowlist: retained {Retained}, dropped {Dropped}")]
    private static partial void LogCleanedUp(ILogger logger, int retained, int dropped);
}
