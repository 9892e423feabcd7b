namespace AdminPanel.Screening.Dnsbl;

/// <summary>What the question about nobody's address brought.</summary>
internal enum DnsblConfirmed
{
    /// <summary>The list does not list it.</summary>
    Yes,

    /// <summary>The list lists everybody.</summary>
    No,

    /// <summary>There was no usable answer.</summary>
    Unknown,
}

/// <summary>
/// Confirms listings of one list by a question that is sent after they arrived. All that wait share the next question; one is under way at a time.
/// Beyond a burst there is one a second, and what it confirmed holds until the next: nobody waits for its turn, or a rush would outrun the
/// greet wait. Thread-safe.
/// </summary>
/// <param name="ask">Sends the question and tells what it brought; must not throw.</param>
/// <param name="time">The clock.</param>
internal sealed class DnsblConfirmation(Func<Task<DnsblConfirmed>> ask, TimeProvider time)
{
    private const int Burst = 30;
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(1);
    private static readonly Task<DnsblConfirmed> Confirmed = Task.FromResult(DnsblConfirmed.Yes);
    private readonly Lock _lock = new();
    private TaskCompletionSource<DnsblConfirmed>? _next;
    private bool _running;
    private double _tokens = Burst;
    private long _counted = time.GetTimestamp();
    private long? _confirmed;

    /// <summary>Completes with the result of a question that is sent after this call, or in a rush with that of the last second.</summary>
    public Task<DnsblConfirmed> ConfirmAsync()
    {
        Task<DnsblConfirmed> result;
        lock (_lock)
        {
            if (_confirmed is { } then && time.GetElapsedTime(then) < Rush && Refill() < 1) return Confirmed;
            _next ??= new TaskCompletionSource<DnsblConfirmed>(TaskCreationOptions.RunContinuationsAsynchronously);
            result = _next.Task;
            if (_running) return result;
            _running = true;
        }

        _ = RunAsync();
        return result;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var wait = TakeToken();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time).ConfigureAwait(false);
            TaskCompletionSource<DnsblConfirmed> mine;
            long asked;
            lock (_lock)
            {
                // From here on a new listing needs the question after this one.
                mine = _next!;
                _next = null;
                asked = time.GetTimestamp();
            }

            var answer = await ask().ConfigureAwait(false);
            lock (_lock) _confirmed = answer == DnsblConfirmed.Yes ? asked : null;
            mine.SetResult(answer);
            lock (_lock)
            {
                if (_next is not null) continue;
                _running = false;
                return;
            }
        }
    }

    private TimeSpan TakeToken()
    {
        lock (_lock)
        {
            _tokens = Refill() - 1;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens);
        }
    }

    // Under the lock.
    private double Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + time.GetElapsedTime(_counted, now).TotalSeconds);
        _counted = now;
        return _tokens;
    }
}
