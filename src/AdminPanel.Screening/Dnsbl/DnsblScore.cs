using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Adds up the replies about one client, in order of arrival, with postscreen's arithmetic. An error reply is never scored; one that came
/// as an answer (SERVFAIL, REFUSED) still resets the time to live as an empty dnsblog reply does. Thread-safe.
/// </summary>
public sealed class DnsblScore
{
    private readonly Lock _lock = new();
    private readonly DnsblZoneResult[] _results;
    private int _unanswered;
    private int _rank;
    private string? _name;
    private int _nameWeight;
    private TimeSpan? _failTtl;
    private TimeSpan? _passTtl;

    /// <summary>Makes an empty score for the zones of <paramref name="table"/>.</summary>
    public DnsblScore(DnsblTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var zones = table.Zones;
        _results = new DnsblZoneResult[zones.Length];
        for (var i = 0; i < zones.Length; i++) _results[i] = new DnsblZoneResult(zones[i], null, 0, false);
        _unanswered = zones.Length;
    }

    /// <summary>The sum so far.</summary>
    public DnsblTally Tally
    {
        get
        {
            lock (_lock) return new DnsblTally(_rank, _name, _failTtl, _passTtl);
        }
    }

    /// <summary>True when every zone answered; a zone that timed out never does. False without zones.</summary>
    public bool AllIn
    {
        get
        {
            lock (_lock) return _unanswered == 0 && _results.Length > 0;
        }
    }

    /// <summary>Every zone's part so far, in configured order.</summary>
    public ImmutableArray<DnsblZoneResult> Results
    {
        get
        {
            lock (_lock) return [.. _results];
        }
    }

    /// <summary>One zone's part so far.</summary>
    public DnsblZoneResult this[int zone]
    {
        get
        {
            lock (_lock) return _results[zone];
        }
    }

    /// <summary>
    /// Takes the reply of the zone at index <paramref name="zone"/>; a second reply of a zone is ignored. True when this reply was the
    /// last missing answer.
    /// </summary>
    public bool Add(int zone, DnsblReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        lock (_lock)
        {
            ref var result = ref _results[zone];
            if (result.Reply is not null) return false;
            if (!reply.Answered)
            {
                result = result with { Reply = reply };
                return false;
            }

            result = reply.Outcome == DnsblOutcome.Listed ? ScoreListed(result.Zone, reply) : ScoreEmpty(result.Zone, reply);
            return --_unanswered == 0;
        }
    }

    private DnsblZoneResult ScoreListed(DnsblZone zone, DnsblReply reply)
    {
        var added = 0;
        var matched = false;
        for (var i = zone.Rules.Length - 1; i >= 0; i--)
        {
            var rule = zone.Rules[i];
            if (Matches(rule.Filter, reply.Addresses))
            {
                matched = true;
                added += rule.Weight;
                if (_name is null || _nameWeight < rule.Weight) (_name, _nameWeight) = (zone.DisplayName, rule.Weight);
            }

            if (rule.Weight > 0) Fold(ref _failTtl, reply.Ttl);
            else Fold(ref _passTtl, reply.Ttl);
        }

        _rank += added;
        return new DnsblZoneResult(zone, reply, added, !matched);
    }

    private DnsblZoneResult ScoreEmpty(DnsblZone zone, DnsblReply reply)
    {
        var ttl = reply.Outcome == DnsblOutcome.Error ? null : reply.Ttl;
        for (var i = zone.Rules.Length - 1; i >= 0; i--)
        {
            if (zone.Rules[i].Weight > 0) Fold(ref _passTtl, ttl);
            else Fold(ref _failTtl, ttl);
        }

        return new DnsblZoneResult(zone, reply, 0, false);
    }

    private static bool Matches(DnsblFilter? filter, ImmutableArray<uint> addresses)
    {
        if (filter is null) return true;
        foreach (var address in addresses)
        {
            if (filter.Matches(address)) return true;
        }

        return false;
    }

    /// <summary>The smaller one wins; an unknown time replaces a known one and is replaced by the next, as −1 is in postscreen.</summary>
    private static void Fold(ref TimeSpan? current, TimeSpan? ttl)
    {
        if (current is null || ttl is null || current > ttl) current = ttl;
    }
}
