using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Watches over the lists: sick ones are suspended from scoring, asked in private, and return by themselves. What clients' questions show only
/// raises a suspicion; the list's test addresses convict it, within seconds, and acquit it. Counts the questions to each list and keeps to its
/// budget. All members are thread-safe.
/// </summary>
public sealed class DnsblWatch : IDnsblStandings
{
    private readonly IDnsblResolver _resolver;
    private readonly TimeProvider _time;
    private readonly IZoneLookup? _zones;
    private readonly Lock _applying = new();
    private FrozenDictionary<string, WatchedList> _lists = FrozenDictionary<string, WatchedList>.Empty;
    private ImmutableArray<WatchedList> _ordered = [];
    private ImmutableQueue<DnsblStandingChange> _changes = [];

    /// <summary>Watches nothing yet.</summary>
    /// <param name="resolver">Who asks test questions: without a cache, or sickness would be noticed late.</param>
    /// <param name="time">The clock.</param>
    /// <param name="zones">Tells a list that is silent from one that does not exist; null to tell nothing.</param>
    public DnsblWatch(IDnsblResolver resolver, TimeProvider? time = null, IZoneLookup? zones = null)
    {
        _resolver = resolver;
        _time = time ?? TimeProvider.System;
        _zones = zones;
    }

    /// <summary>Raised when a list is suspended or returns, on any thread. Handlers must not block or throw.</summary>
    public event Action<DnsblStandingChange>? Changed;

    /// <summary>The plan in force.</summary>
    public DnsblWatchPlan Plan { get; private set; } = new();

    /// <summary>The lists in use, in configured order.</summary>
    public IReadOnlyList<DnsblListState> Lists => [.. _ordered.Select(static list => list.Read())];

    /// <summary>The last suspensions and returns, oldest first; at most twenty.</summary>
    public IReadOnlyList<DnsblStandingChange> Changes => [.. _changes];

    /// <inheritdoc/>
    public DnsblSuspension? Find(string zone) => _lists.TryGetValue(zone, out var list) ? list.Suspension : null;

    /// <summary>Puts another plan in force. Lists that stay keep their standing; new ones are tested at once.</summary>
    public void Apply(DnsblWatchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        lock (_applying)
        {
            Plan = plan;
            var before = _lists;
            _ordered = [.. plan.Zones.Select(zone => before.GetValueOrDefault(zone.Zone) ?? new WatchedList(_resolver, _time, Announce, _zones))];
            for (var i = 0; i < _ordered.Length; i++) _ordered[i].Apply(plan.Zones[i], plan);
            _lists = plan.Zones.Zip(_ordered).ToFrozenDictionary(static pair => pair.First.Zone, static pair => pair.Second, StringComparer.Ordinal);
        }
    }

    /// <summary>Tests lists as they become due, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        try
        {
            do _ = TestDueAsync();
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    /// <summary>Tests a list now, whatever its schedule. What a list in use shows has its consequences; any other zone is only asked.</summary>
    /// <param name="zone">The real zone.</param>
    /// <param name="points">What to ask a zone that is not in use.</param>
    /// <returns>Null when the budget of the list is used up.</returns>
    public async Task<DnsblProbeResult?> TestAsync(string zone, ImmutableArray<DnsblTestPoint> points)
    {
        if (_lists.TryGetValue(zone, out var list)) return await list.TestAsync().ConfigureAwait(false);
        var answers = await Task.WhenAll(points.Select(async point => new DnsblProbeAnswer(point, await AskAsync(_resolver, point, zone, WatchedList.TestTimeout).ConfigureAwait(false)))).ConfigureAwait(false);
        return await DnsblProbeResult.Of(_time.GetUtcNow(), [.. answers]).ExplainedAsync(_zones, zone).ConfigureAwait(false);
    }

    /// <summary>Takes over the questions of the day that were counted before this start.</summary>
    /// <param name="day">Their day (UTC); those of another day are passed over.</param>
    /// <param name="queries">Questions by real zone.</param>
    public void Restore(DateOnly day, IReadOnlyDictionary<string, long> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        foreach (var (zone, list) in _lists)
        {
            if (queries.TryGetValue(zone, out var count)) list.Restore(day, count);
        }
    }

    /// <summary>Tests every list that is due; completes when all have answered.</summary>
    internal Task TestDueAsync() => Task.WhenAll(_ordered.Select(static list => list.TestIfDueAsync()));

    /// <summary>The list behind a zone; null when it is not watched.</summary>
    internal WatchedList? List(string zone) => _lists.GetValueOrDefault(zone);

    /// <summary>Asks about one test point without a client's guard.</summary>
    internal static ValueTask<DnsblReply> AskAsync(IDnsblResolver resolver, DnsblTestPoint point, string zone, TimeSpan timeout)
    {
        var (name, client) = point.Question(zone);
        return resolver.QueryAsync(name, client, timeout, CancellationToken.None);
    }

    private void Announce(DnsblStandingChange change)
    {
        ImmutableInterlocked.Update(ref _changes, static (changes, added) => (changes.Count() >= 20 ? changes.Dequeue() : changes).Enqueue(added), change);
        Changed?.Invoke(change);
    }
}
