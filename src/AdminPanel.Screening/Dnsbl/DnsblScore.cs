using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Adds up the replies about one client, in order of arrival, with postscreen's arithmetic (<see cref="DnsblSum"/>). Keeps 24 bytes for each zone;
/// what they add up to is worked out when somebody asks. Thread-safe.
/// </summary>
public sealed class DnsblScore
{
    // Number is the place in the order of arrival, Time the latency in ticks, Mark 1 for a shared reply. Also the lock: a lock of its own would be half as large as all replies.
    private readonly PackedReply[] _replies;
    private int _arrived;
    private int _unanswered;

    /// <summary>Makes an empty score for the zones of <paramref name="table"/>.</summary>
    public DnsblScore(DnsblTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table = table;
        _unanswered = table.Zones.Length;
        _replies = new PackedReply[_unanswered];
    }

    /// <summary>The zones.</summary>
    public DnsblTable Table { get; }

    /// <summary>The sum so far.</summary>
    public DnsblTally Tally => TallyOf(int.MaxValue);

    /// <summary>True when every zone answered; a zone that timed out never does. False without zones.</summary>
    public bool AllIn
    {
        get
        {
            lock (_replies) return _unanswered == 0 && _replies.Length > 0;
        }
    }

    /// <summary>Every zone's part so far, in configured order.</summary>
    public ImmutableArray<DnsblZoneResult> Results => ResultsOf(int.MaxValue);

    /// <summary>The zones whose reply or deadline has come, in that order.</summary>
    public ImmutableArray<DnsblZoneResult> Arrivals
    {
        get
        {
            lock (_replies)
            {
                var arrivals = ImmutableArray.CreateBuilder<DnsblZoneResult>(_arrived);
                for (var place = 0; place < _arrived; place++) arrivals.Add(Result(ZoneAt(place)));
                return arrivals.MoveToImmutable();
            }
        }
    }

    /// <summary>One zone's part so far.</summary>
    public DnsblZoneResult this[int zone]
    {
        get
        {
            lock (_replies) return Result(zone);
        }
    }

    /// <summary>The sum of the first <paramref name="arrivals"/> replies.</summary>
    public DnsblTally TallyOf(int arrivals)
    {
        lock (_replies)
        {
            var sum = new DnsblSum();
            arrivals = Math.Min(arrivals, _arrived);
            for (var place = 0; place < arrivals; place++)
            {
                var index = ZoneAt(place);
                ref readonly var reply = ref _replies[index];
                if (!reply.Scores) continue;
                var zone = Table.Zones[index];
                sum.Add(DnsblEffect.Of(zone.Rules, reply.Outcome, reply.Addresses), zone.DisplayName, reply.Ttl);
            }

            return sum.Tally with { Replies = arrivals };
        }
    }

    /// <summary>Every zone's part in the sum of the first <paramref name="arrivals"/> replies, in configured order.</summary>
    public ImmutableArray<DnsblZoneResult> ResultsOf(int arrivals)
    {
        lock (_replies)
        {
            var results = ImmutableArray.CreateBuilder<DnsblZoneResult>(_replies.Length);
            for (var zone = 0; zone < _replies.Length; zone++) results.Add(_replies[zone].Number < arrivals ? Result(zone) : new DnsblZoneResult(Table.Zones[zone], null, 0, false));
            return results.MoveToImmutable();
        }
    }

    /// <summary>
    /// Takes the reply of the zone at index <paramref name="zone"/>; a second reply of a zone is ignored. A withheld listing and a list that was not
    /// asked count as if the list were not configured. True when this reply was the last missing answer.
    /// </summary>
    public bool Add(int zone, DnsblReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var packed = PackedReply.Of(reply, whole: reply.Latency.Ticks is < 0 or > uint.MaxValue);
        packed.Time = (uint)reply.Latency.Ticks;
        packed.Mark = reply.Shared ? (byte)1 : (byte)0;
        lock (_replies)
        {
            if (_replies[zone].HasReply) return false;
            packed.Number = (ushort)_arrived++;
            _replies[zone] = packed;
            return reply.Answered && --_unanswered == 0;
        }
    }

    private int ZoneAt(int place)
    {
        for (var zone = 0; zone < _replies.Length; zone++)
        {
            if (_replies[zone].HasReply && _replies[zone].Number == place) return zone;
        }

        throw new ArgumentOutOfRangeException(nameof(place));
    }

    private DnsblZoneResult Result(int index)
    {
        ref readonly var kept = ref _replies[index];
        var zone = Table.Zones[index];
        var effect = kept.Scores ? DnsblEffect.Of(zone.Rules, kept.Outcome, kept.Addresses) : default;
        return new DnsblZoneResult(zone, kept.Unpack(new TimeSpan(kept.Time), kept.Mark != 0), effect.Added, kept.Scores && kept.Outcome == DnsblOutcome.Listed && !effect.Matched);
    }
}
