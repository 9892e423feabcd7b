using System.Collections.Concurrent;
using System.Net;

namespace AdminPanel.Screening.Allowlist;

/// <summary>
/// Clients that passed the checks, and until when (postscreen's cache). Held in memory, bounded; changes wait in a queue for
/// <see cref="AllowlistKeeper"/>. Thread-safe; no call waits for a disk.
/// </summary>
public sealed class TemporaryAllowlist(int capacity = TemporaryAllowlist.DefaultCapacity)
{
    /// <summary>The most clients kept unless told otherwise.</summary>
    public const int DefaultCapacity = 1_000_000;

    private readonly ConcurrentDictionary<IPAddress, ExpiryStamps> _clients = new();
    private readonly ConcurrentDictionary<IPAddress, bool> _changed = new();
    private long _evicted;

    /// <summary>Number of clients known.</summary>
    public int Count => _clients.Count;

    /// <summary>Clients forgotten early because the list was full; they are tested again.</summary>
    public long Evicted => Volatile.Read(ref _evicted);

    /// <summary>The stamps of a client.</summary>
    public bool TryGet(IPAddress client, out ExpiryStamps stamps) => _clients.TryGetValue(client, out stamps);

    /// <summary>Every client, in no order; a moment's view.</summary>
    public IEnumerable<AllowlistRecord> All => _clients.Select(static pair => new AllowlistRecord(pair.Key, pair.Value));

    /// <summary>Remembers what a client passed.</summary>
    public void Store(IPAddress client, ExpiryStamps stamps)
    {
        if (_clients.Count >= capacity && !_clients.ContainsKey(client)) Evict();

        _clients[client] = stamps;
        _changed[client] = true;
    }

    /// <summary>Forgets a client, so that its next connection is tested again. False when it was not known.</summary>
    public bool Remove(IPAddress client)
    {
        if (!_clients.TryRemove(client, out _)) return false;
        _changed[client] = true;
        return true;
    }

    /// <summary>Makes room: of a handful of clients the one whose passes end first has to go.</summary>
    private void Evict()
    {
        IPAddress? first = null;
        var ends = long.MaxValue;
        foreach (var (client, stamps) in _clients.Take(16))
        {
            var end = Math.Max(stamps.Pregreet, stamps.Dnsbl);
            if (end >= ends) continue;
            (first, ends) = (client, end);
        }

        if (first is not null && Remove(first)) Interlocked.Increment(ref _evicted);
    }

    /// <summary>Puts a stored record back without queueing it again.</summary>
    internal void Restore(AllowlistRecord record)
    {
        if (_clients.Count < capacity) _clients.TryAdd(record.Client, record.Stamps);
    }

    /// <summary>Takes up to <paramref name="max"/> changes that the journal does not have yet.</summary>
    internal List<AllowlistChange> TakeChanges(int max)
    {
        var changes = new List<AllowlistChange>();
        foreach (var (client, _) in _changed)
        {
            if (changes.Count == max) break;
            // Unmark first: a change that comes in now is marked again and stored by the next round.
            _changed.TryRemove(client, out _);
            changes.Add(new AllowlistChange(client, _clients.TryGetValue(client, out var stamps) ? stamps : null));
        }

        return changes;
    }

    /// <summary>Marks changes again that the journal could not take.</summary>
    internal void PutBack(List<AllowlistChange> changes)
    {
        foreach (var change in changes) _changed[change.Client] = true;
    }

    /// <summary>
    /// Removes every client for whom, at <paramref name="now"/> minus <paramref name="retention"/>, one of the enabled checks was due
    /// (postscreen's clean-up rule).
    /// </summary>
    /// <returns>How many were kept and removed.</returns>
    internal (int Retained, int Dropped) CleanUp(IReadOnlyList<bool> enabled, DateTimeOffset now, TimeSpan retention)
    {
        var limit = (now - retention).ToUnixTimeSeconds();
        var (retained, dropped) = (0, 0);
        foreach (var (client, stamps) in _clients)
        {
            if (IsDue(stamps, enabled, limit) && Remove(client)) dropped++;
            else retained++;
        }

        return (retained, dropped);
    }

    private static bool IsDue(ExpiryStamps stamps, IReadOnlyList<bool> enabled, long limit)
    {
        for (var i = 0; i < ExpiryStamps.Count; i++)
        {
            if (enabled[i] && stamps[i] < limit) return true;
        }

        return false;
    }
}
