using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>One list under watch: its standing, its tests and its count of questions. Thread-safe.</summary>
internal sealed partial class WatchedList
{
    private readonly Lock _lock = new();
    private readonly IDnsblResolver _resolver;
    private readonly TimeProvider _time;
    private readonly Action<DnsblStandingChange> _announce;
    private readonly IZoneLookup? _zones;
    private WatchedZone _zone = new() { Zone = "", DisplayName = "" };
    private DnsblWatchPlan _plan = new();
    private volatile DnsblSuspension? _sick;
    private volatile DnsblSuspension? _overBudget;
    private DateOnly _day;
    private long _queries;

    public WatchedList(IDnsblResolver resolver, TimeProvider time, Action<DnsblStandingChange> announce, IZoneLookup? zones = null)
    {
        _resolver = resolver;
        _time = time;
        _announce = announce;
        _zones = zones;
        _confirmation = new DnsblConfirmation(AskForConfirmationAsync, time);
        _day = Today;
    }

    /// <summary>Why it is not scored; the budget first, because it forbids asking at all.</summary>
    public DnsblSuspension? Suspension => _overBudget ?? _sick;

    private DateTimeOffset Now => _time.GetUtcNow();

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public void Apply(WatchedZone zone, DnsblWatchPlan plan)
    {
        DnsblStandingChange? change = null;
        lock (_lock)
        {
            var isNew = _zone.Zone.Length == 0;
            var wakes = plan.ProbeInterval > TimeSpan.Zero && _plan.ProbeInterval != plan.ProbeInterval;
            (_zone, _plan) = (zone, plan);
            if (isNew || wakes) _nextTest = plan.ProbeInterval > TimeSpan.Zero ? Now : DateTimeOffset.MaxValue;
            if (!plan.Suspend && _sick is not null) change = Lift();
            KeepBudget();
        }

        if (change is not null) _announce(change);
    }

    public DnsblListState Read()
    {
        lock (_lock)
        {
            RollOver();
            return new DnsblListState
            {
                Zone = _zone.Zone,
                DisplayName = _zone.DisplayName,
                Suspension = Suspension,
                Remark = Remark,
                LastProbe = _lastProbe,
                QueriesToday = _queries,
                DailyBudget = _zone.DailyBudget,
            };
        }
    }

    public void Restore(DateOnly day, long queries)
    {
        lock (_lock)
        {
            RollOver();
            if (day != _day) return;
            _queries += queries;
            KeepBudget();
        }
    }

    /// <summary>Counts a question about to be sent. False when the budget does not allow it.</summary>
    public bool TryCount()
    {
        DnsblStandingChange? change;
        lock (_lock)
        {
            RollOver();
            if (_queries >= _zone.DailyBudget) return false;
            _queries++;
            change = KeepBudget();
        }

        if (change is not null) _announce(change);
        return true;
    }

    // Under the lock.
    private void RollOver()
    {
        if (_day == Today) return;
        (_day, _queries, _overBudget) = (Today, 0, null);
    }

    // Under the lock.
    private DnsblStandingChange? KeepBudget()
    {
        var over = _queries >= _zone.DailyBudget;
        if (over == (_overBudget is not null)) return null;
        _overBudget = over ? new DnsblSuspension(DnsblSickness.OverBudget, $"Its budget of {_zone.DailyBudget} questions a day is used up; it is asked again from midnight UTC.", Now) : null;
        return new DnsblStandingChange(_zone.DisplayName, _overBudget, Now);
    }
}
