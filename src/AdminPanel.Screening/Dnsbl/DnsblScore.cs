using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Adds up the replies about one client, in order of arrival, with postscreen's arithmetic (<see cref="DnsblSum"/>). Thread-safe.
/// </summary>
public sealed class DnsblScore
{
    private readonly Lock _lock = new();
    private readonly DnsblZoneResult[] _results;
    private readonly int[] _order;
    private int _arrived;
    private int _unanswered;
    private DnsblSum _sum;

    /// <summary>Makes an empty score for the zones of <paramref name="table"/>.</summary>
    public DnsblScore(DnsblTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var zones = table.Zones;
        _results = new DnsblZoneResult[zones.Length];
        _order = new int[zones.Length];
        for (var i = 0; i < zones.Length; i++) _results[i] = new DnsblZoneResult(zones[i], null, 0, false);
        _unanswered = zones.Length;
    }

    /// <summary>The sum so far.</summary>
    public DnsblTally Tally
    {
        get
        {
            lock (_lock) return _sum.Tally with { Replies = _arrived };
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

    /// <summary>The zones whose reply or deadline has come, in that order.</summary>
    public ImmutableArray<DnsblZoneResult> Arrivals
    {
        get
        {
            lock (_lock)
            {
                var arrivals = ImmutableArray.CreateBuilder<DnsblZoneResult>(_arrived);
                for (var i = 0; i < _arrived; i++) arrivals.Add(_results[_order[i]]);
                return arrivals.MoveToImmutable();
            }
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
    /// Takes the reply of the zone at index <paramref name="zone"/>; a second reply of a zone is ignored. A withheld listing and a list that was not
    /// asked count as if the list were not configured. True when this reply was the last missing answer.
    /// </summary>
    public bool Add(int zone, DnsblReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        lock (_lock)
        {
            ref var result = ref _results[zone];
            if (result.Reply is not null) return false;
            _order[_arrived++] = zone;
            if (!reply.Answered)
            {
                result = result with { Reply = reply };
                return false;
            }

            if (reply.Outcome == DnsblOutcome.NotAsked || reply.Withheld is not null)
            {
                result = result with { Reply = reply };
                return --_unanswered == 0;
            }

            var effect = DnsblEffect.Of(result.Zone.Rules, reply.Outcome, reply.Addresses.AsSpan());
            _sum.Add(effect, result.Zone.DisplayName, reply.Ttl);
            result = new DnsblZoneResult(result.Zone, reply, effect.Added, reply.Outcome == DnsblOutcome.Listed && !effect.Matched);
            return --_unanswered == 0;
        }
    }
}
