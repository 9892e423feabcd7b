using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <content>Testing: when, what follows, and the way back.</content>
internal sealed partial class WatchedList
{
    /// <summary>How soon a suspicion is looked into again.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);

    /// <summary>How often a suspended list is asked whether it is well; doubled while it is not, up to <see cref="LongestRecovery"/>.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    /// <summary>The longest time between two questions to a suspended list.</summary>
    public static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(5);

    /// <summary>Good tests in a row that bring a list back; doubled for each suspension that follows a return within <see cref="Relapse"/>.</summary>
    public const int GoodTests = 3;

    private const int MostGoodTests = 48;
    private static readonly TimeSpan Relapse = TimeSpan.FromMinutes(30);
    /// <summary>How long a test question may take.</summary>
    public static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(5);

    private DateTimeOffset _nextTest = DateTimeOffset.MaxValue;
    private DateTimeOffset _lastTest = DateTimeOffset.MinValue;
    private DateTimeOffset _returned = DateTimeOffset.MinValue;
    private DnsblProbeResult? _lastProbe;
    private bool _testing;
    private int _bad;
    private int _good;
    private int _relapses;
    private bool _listsOldClients;

    // Under the lock.
    private string? Remark => _sick is null && _lastProbe is { IsWorking: false } probe ? probe.Verdict : null;

    /// <summary>Tests the list when its time has come.</summary>
    public Task TestIfDueAsync()
    {
        DnsblStandingChange? change;
        lock (_lock)
        {
            var before = _overBudget;
            RollOver();
            change = before is not null && _overBudget is null ? new DnsblStandingChange(_zone.DisplayName, _sick, Now) : null;
            if (_testing || _nextTest > Now) return Announced(change);
        }

        return Task.WhenAll(Announced(change), TestAsync());
    }

    /// <summary>Tests the list now. Null when the budget does not allow it.</summary>
    public async Task<DnsblProbeResult?> TestAsync()
    {
        string zone;
        ImmutableArray<DnsblTestPoint> points;
        lock (_lock)
        {
            _testing = true;
            (zone, points) = (_zone.Zone, _zone.TestPoints);
        }

        var asked = points.Where(_ => TryCount()).Select(async point => new DnsblProbeAnswer(point, await DnsblWatch.AskAsync(_resolver, point, zone, TestTimeout).ConfigureAwait(false)));
        ImmutableArray<DnsblProbeAnswer> answers = [.. await Task.WhenAll(asked).ConfigureAwait(false)];
        var result = DnsblProbeResult.Of(Now, answers);
        if (result.Sickness == DnsblSickness.ListsEverybody && TryCount() && !await ListsNobodyAsync(zone).ConfigureAwait(false))
            result = result with { Sickness = DnsblSickness.None, Verdict = $"It lists {result.Answers.First(static a => !a.Point.MustBeListed).Point.Text}, which RFC 5782 keeps free, but no address drawn at random: it does not list everybody." };
        if (result.Sickness == DnsblSickness.None && _listsOldClients && await ListsOldClientsAsync().ConfigureAwait(false) == DnsblConfirmed.No)
            result = result with { Sickness = DnsblSickness.ListsEverybody, Verdict = OldClients };

        result = await result.ExplainedAsync(_zones, zone).ConfigureAwait(false);
        DnsblStandingChange? change = null;
        lock (_lock)
        {
            _testing = false;
            _lastTest = Now;
            if (answers.Length < points.Length)
            {
                // Over the budget: nothing is known until tomorrow.
                _nextTest = Now + LongestRecovery;
                return null;
            }

            _lastProbe = result;
            change = Conclude(result);
        }

        if (change is not null) _announce(change);
        return result;
    }

    private async Task<bool> ListsNobodyAsync(string zone)
    {
        var reply = await DnsblWatch.AskAsync(_resolver, DnsblTestPoint.Nobody(_zone.OnlyIPv6), zone, TestTimeout).ConfigureAwait(false);
        return reply.Outcome != DnsblOutcome.NotListed;
    }

    /// <summary>A question of a client, or a confirmation, showed something that a working list does not do: look into it.</summary>
    private void Suspect()
    {
        lock (_lock)
        {
            if (!_plan.Suspend || _sick is not null) return;
            var soon = _lastTest > Now - Recheck ? _lastTest + Recheck : Now;
            if (_nextTest > soon) _nextTest = soon;
        }
    }

    /// <summary>The list is sick beyond doubt.</summary>
    private void Convict(DnsblSickness sickness, string why)
    {
        DnsblStandingChange? change = null;
        lock (_lock)
        {
            if (_plan.Suspend && _sick is null) change = SuspendFor(sickness, why);
        }

        if (change is not null) _announce(change);
    }

    // Under the lock.
    private DnsblStandingChange? Conclude(DnsblProbeResult result)
    {
        if (result.Sickness == DnsblSickness.None)
        {
            _bad = 0;
            _good++;
            if (_sick is not null && _good >= Math.Min(GoodTests << Math.Min(_relapses, 4), MostGoodTests))
            {
                Schedule(_plan.ProbeInterval);
                return Lift();
            }

            Schedule(_sick is null ? _plan.ProbeInterval : Recovery);
            return null;
        }

        _good = 0;
        _bad++;
        if (_sick is not null)
        {
            Schedule(Longer(Recovery, _bad));
            if (_sick.Sickness != result.Sickness || _sick.Why != result.Verdict) _sick = _sick with { Sickness = result.Sickness, Why = result.Verdict };
            return null;
        }

        // One lost datagram or one refusal is no sickness; a list that lists everybody does harm at once.
        if (_plan.Suspend && (_bad >= 2 || result.Sickness == DnsblSickness.ListsEverybody)) return SuspendFor(result.Sickness, result.Verdict);
        Schedule(_plan.Suspend ? Recheck : _plan.ProbeInterval);
        return null;
    }

    // Under the lock.
    private DnsblStandingChange SuspendFor(DnsblSickness sickness, string why)
    {
        _relapses = Now - _returned < Relapse ? _relapses + 1 : 0;
        _sick = new DnsblSuspension(sickness, why, Now);
        (_bad, _good, _failures) = (0, 0, 0);
        Schedule(Recovery);
        return new DnsblStandingChange(_zone.DisplayName, _sick, Now);
    }

    // Under the lock.
    private DnsblStandingChange Lift()
    {
        (_sick, _bad, _good, _listsOldClients, _returned) = (null, 0, 0, false, Now);
        return new DnsblStandingChange(_zone.DisplayName, _overBudget, Now);
    }

    // Under the lock.
    private void Schedule(TimeSpan wait) => _nextTest = wait > TimeSpan.Zero ? Now + wait : DateTimeOffset.MaxValue;

    private static TimeSpan Longer(TimeSpan first, int times)
    {
        var wait = first * Math.Pow(2, Math.Min(times, 10));
        return wait < LongestRecovery ? wait : LongestRecovery;
    }

    private Task Announced(DnsblStandingChange? change)
    {
        if (change is not null) _announce(change);
        return Task.CompletedTask;
    }
}
