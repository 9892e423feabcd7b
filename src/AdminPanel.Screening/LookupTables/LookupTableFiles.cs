using System.Collections.Concurrent;

namespace AdminPanel.Screening.LookupTables;

/// <summary>
/// The tables in use, each once however often it is named. Looks at their files every second; forgets a table when nobody holds it any
/// more. Thread-safe.
/// </summary>
public sealed class LookupTableFiles : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, WeakReference<LiveTable>> _tables = new(StringComparer.Ordinal);
    private readonly Lock _opening = new();
    private readonly ITimer _timer;

    /// <summary>Begins to watch.</summary>
    public LookupTableFiles(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _timer = time.CreateTimer(static me => ((LookupTableFiles)me!).Look(), this, Interval, Interval);
    }

    /// <summary>The tables of this process.</summary>
    public static LookupTableFiles Shared { get; } = new(TimeProvider.System);

    /// <summary>The table <paramref name="name"/>; read at once when it is new.</summary>
    public LiveTable Open(LookupTableName name)
    {
        var key = name.ToString();
        lock (_opening)
        {
            if (_tables.TryGetValue(key, out var known) && known.TryGetTarget(out var table)) return table;
            table = new LiveTable(name);
            _tables[key] = new WeakReference<LiveTable>(table);
            return table;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Looks at every file now.</summary>
    internal void Look()
    {
        foreach (var (key, reference) in _tables)
        {
            if (!reference.TryGetTarget(out var table)) _tables.TryRemove(new(key, reference));
            else if (table.IsFile) table.Look();
        }
    }
}
