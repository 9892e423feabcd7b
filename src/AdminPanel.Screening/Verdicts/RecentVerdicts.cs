namespace AdminPanel.Screening.Verdicts;

/// <summary>The last verdicts, in a ring. Thread-safe.</summary>
public sealed class RecentVerdicts(int capacity)
{
    private readonly VerdictEvent[] _ring = new VerdictEvent[capacity];
    private readonly Lock _lock = new();
    private long _added;

    /// <summary>Adds one, over the oldest when full.</summary>
    public void Add(VerdictEvent verdict)
    {
        lock (_lock) _ring[_added++ % capacity] = verdict;
    }

    /// <summary>At most <paramref name="max"/> verdicts, newest first.</summary>
    public IReadOnlyList<VerdictEvent> Newest(int max)
    {
        lock (_lock)
        {
            var count = (int)Math.Min(Math.Min(_added, capacity), max);
            var newest = new VerdictEvent[count];
            for (var i = 0; i < count; i++) newest[i] = _ring[(_added - 1 - i) % capacity];
            return newest;
        }
    }
}
