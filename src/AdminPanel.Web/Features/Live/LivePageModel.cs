using System.Collections.Immutable;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;

namespace AdminPanel.Web.Features.Live;

/// <summary>
/// What Live shows: the newest matching verdicts, and how many arrived while it stood still. Fed by <see cref="Drain"/> a few times a
/// second; belongs to one circuit, not thread-safe.
/// </summary>
internal sealed class LivePageModel : IDisposable
{
    /// <summary>Rows on the page.</summary>
    public const int Rows = 60;

    private const int QueueCapacity = 4_000;
    private readonly VerdictStream _stream;
    private readonly TimeProvider _time;
    private readonly VerdictSubscription _subscription;
    private readonly Queue<(long At, int Count)> _arrivals = new();
    private long _lastSequence;
    private int _arrivedInWindow;
    private long _skipped;

    public LivePageModel(VerdictStream stream, ConnectionFilter filter, TimeProvider time)
    {
        (_stream, _time, Filter) = (stream, time, filter);

        // Subscribe first, read the ring then, skip what was already shown: nothing is missed and nothing shown twice.
        _subscription = stream.Subscribe(QueueCapacity);
        Reload();
    }

    /// <summary>The conditions in force.</summary>
    public ConnectionFilter Filter { get; private set; }

    /// <summary>The rows, newest first.</summary>
    public ImmutableArray<VerdictEvent> Verdicts { get; private set; } = [];

    /// <summary>
    /// For each row the number of the place it takes, 0 to <see cref="Rows"/> - 1. A new row takes over the place of one that has gone, so that
    /// the page changes the text of a row instead of making another: most of the cost under load.
    /// </summary>
    public ImmutableArray<int> Places { get; private set; } = [];

    /// <summary>True when one beat replaces every row: nobody can read that, so the page may render every other beat.</summary>
    public bool IsFlood { get; private set; }

    /// <summary>The verdict whose decision is open; null when none is.</summary>
    public Guid? Open { get; private set; }

    /// <summary>True while new verdicts are counted instead of shown.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Matching verdicts since the pause.</summary>
    public int NewCount { get; private set; }

    /// <summary>Matching verdicts that came and went between two beats, and whatever the browser was too slow for.</summary>
    public long NotShown => _skipped + _subscription.Dropped;

    /// <summary>Verdicts a second, over the last five seconds, whatever the filter.</summary>
    public double Rate { get; private set; }

    /// <summary>True when the process has published verdicts, matching or not.</summary>
    public bool HasAny => _stream.Count > 0;

    /// <summary>Names of lists seen in the ring, for the filter.</summary>
    public ImmutableArray<string> Lists { get; private set; } = [];

    /// <summary>Takes in what arrived; true when something on the page changed.</summary>
    public bool Drain()
    {
        List<VerdictEvent>? fresh = null;
        var arrived = 0;
        while (_subscription.TryRead(out var verdict))
        {
            if (verdict.Sequence <= _lastSequence) continue;
            arrived++;
            if (Filter.Matches(verdict)) (fresh ??= []).Add(verdict);
        }

        var rateChanged = Measure(arrived);
        if (fresh is null) return rateChanged;
        if (IsPaused)
        {
            NewCount += fresh.Count;
            return true;
        }

        fresh.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        IsFlood = fresh.Count >= Rows;
        if (IsFlood)
        {
            _skipped += fresh.Count - Rows;
            Show([.. fresh.Take(Rows)]);
            return true;
        }

        var kept = Math.Min(Verdicts.Length, Rows - fresh.Count);
        var free = Enumerable.Range(0, Rows).Except(Places.Take(kept)).Take(fresh.Count);
        Places = [.. free, .. Places.Take(kept)];
        Verdicts = [.. fresh, .. Verdicts.Take(kept)];
        return true;
    }

    /// <summary>Stands still: rows stay where they are.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Shows the newest again, and what comes.</summary>
    public void Follow()
    {
        (IsPaused, Open) = (false, null);
        Reload();
    }

    /// <summary>Opens or closes a decision. An open one stops the table from running away under it.</summary>
    public void Toggle(Guid id)
    {
        Open = Open == id ? null : id;
        if (Open is not null) Pause();
    }

    /// <summary>Applies other conditions, to what was already seen as well.</summary>
    public void Use(ConnectionFilter filter)
    {
        Filter = filter;
        Reload();
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private void Reload()
    {
        var recent = _stream.Recent.Newest(1_000);
        if (recent.Count > 0) _lastSequence = Math.Max(_lastSequence, recent.Max(v => v.Sequence));
        Show([.. recent.Where(Filter.Matches).OrderByDescending(v => v.Sequence).Take(Rows)]);
        Lists = [.. recent.Take(200).SelectMany(v => v.Dnsbl).Select(a => a.List).Distinct().Order(StringComparer.Ordinal)];
        NewCount = 0;
    }

    /// <summary>All rows anew; each stays where it stands.</summary>
    private void Show(ImmutableArray<VerdictEvent> verdicts)
    {
        Places = verdicts.Length == Places.Length ? Places : [.. Enumerable.Range(0, verdicts.Length)];
        Verdicts = verdicts;
    }

    private bool Measure(int arrived)
    {
        var now = _time.GetTimestamp();
        _arrivals.Enqueue((now, arrived));
        _arrivedInWindow += arrived;
        while (_arrivals.Count > 1 && _time.GetElapsedTime(_arrivals.Peek().At, now) > TimeSpan.FromSeconds(5)) _arrivedInWindow -= _arrivals.Dequeue().Count;
        var span = Math.Max(1, _time.GetElapsedTime(_arrivals.Peek().At, now).TotalSeconds);
        var rate = Math.Round(_arrivedInWindow / span, 1);
        var changed = Math.Abs(rate - Rate) >= 0.1;
        Rate = rate;
        return changed;
    }
}
