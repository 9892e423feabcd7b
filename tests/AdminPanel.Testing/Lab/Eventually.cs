using System.Diagnostics;

namespace AdminPanel.Testing.Lab;

/// <summary>Waits for what another process does, which no signal of ours announces: asks every 20 ms, with an end.</summary>
public static class Eventually
{
    /// <summary>Returns the first non-null answer of <paramref name="probe"/>; fails with <paramref name="what"/> when there is none in time.</summary>
    public static async Task<T> GetAsync<T>(string what, TimeSpan timeout, Func<CancellationToken, Task<T?>> probe, CancellationToken cancellationToken)
        where T : class
    {
        var start = Stopwatch.GetTimestamp();
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            if (await probe(cancellationToken) is { } answer) return answer;
        }
        while (Stopwatch.GetElapsedTime(start) < timeout && await every.WaitForNextTickAsync(cancellationToken));

        throw new TimeoutException($"Not within {timeout.TotalSeconds} s: {what}");
    }

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static Task HoldsAsync(string what, TimeSpan timeout, Func<bool> condition, CancellationToken cancellationToken) =>
        GetAsync(what, timeout, _ => Task.FromResult(condition() ? what : null), cancellationToken);
}
