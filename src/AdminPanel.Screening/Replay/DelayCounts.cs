namespace AdminPanel.Screening.Replay;

/// <summary>Counts delays in steps of 5 ms, up to a minute. Not thread-safe.</summary>
internal sealed class DelayCounts
{
    private const int Step = 5;
    private readonly int[] _counts = new int[(60_000 / Step) + 1];
    private int _total;

    public void Add(int milliseconds)
    {
        _counts[Math.Clamp((milliseconds + (Step / 2)) / Step, 0, _counts.Length - 1)]++;
        _total++;
    }

    public void Add(DelayCounts other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _total += other._total;
    }

    /// <summary>Median and 95th percentile; null without any delay.</summary>
    public DelaySpread? Spread => _total == 0 ? null : new DelaySpread(At(50), At(95));

    private TimeSpan At(int percent)
    {
        var left = (long)_total * percent / 100;
        for (var i = 0; i < _counts.Length; i++)
        {
            if ((left -= _counts[i]) < 0) return TimeSpan.FromMilliseconds(i * Step);
        }

        return TimeSpan.FromMilliseconds((_counts.Length - 1) * Step);
    }
}

/// <summary>How long something takes.</summary>
/// <param name="Median">Half of the connections wait no longer.</param>
/// <param name="P95">95 of 100 wait no longer.</param>
public sealed record DelaySpread(TimeSpan Median, TimeSpan P95);
