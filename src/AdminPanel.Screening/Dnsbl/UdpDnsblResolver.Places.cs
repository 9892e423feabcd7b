using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Who may ask now, and whose time is up.</summary>
public sealed partial class UdpDnsblResolver
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);
    private const int SweepsPerLookAtTheWaiting = 4;

    private readonly ITimer _timer;
    private bool _keepingTime;
    private int _sweeps;

    private static DnsblReply NoReply { get; } = new() { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply in time" };

    private static DnsblReply NoPlace { get; } = NoReply with { Error = "not asked in time: too many queries are waiting" };

    // Under the lock. Null when the name is not a valid one.
    private DnsblZoneQueue? FindZone(string name)
    {
        if (_zones.TryGetValue(name, out var zone)) return zone;
        if (!DnsWire.TryEncodeZone(name, out var wire)) return null;
        if (_zones.Count >= ZonesKept)
        {
            foreach (var (idle, _) in _zones.Where(static z => z.Value is { InFlight: 0, Waiting.Count: 0 }).ToList()) _zones.Remove(idle);
        }

        return _zones[name] = new DnsblZoneQueue(name, wire);
    }

    // Under the lock.
    private Outgoing Admit(DnsblQuery query, long now)
    {
        if (query.Zone.InFlight >= InFlightLimitPerZone)
        {
            query.Zone.Waiting.Enqueue(query);
            return default;
        }

        TakeZonePlace(query);
        return Begin(query, now);
    }

    // Under the lock.
    private Outgoing Begin(DnsblQuery query, long now)
    {
        if (!_freePlaces.TryPop(out var place))
        {
            _waiting.Enqueue(query);
            return default;
        }

        query.Place = place;
        _places[place] = query;
        return BeginFirstAttempt(query, now);
    }

    private static void TakeZonePlace(DnsblQuery query)
    {
        query.HasZonePlace = true;
        query.Zone.InFlight++;
    }

    // Under the lock. The query is done; who waited longest for its place may begin.
    private Outgoing Release(DnsblQuery query, long now)
    {
        query.Stage = DnsblQueryStage.Done;
        Forget(query);
        if (query.HasZonePlace)
        {
            query.Zone.InFlight--;
            while (query.Zone.Waiting.TryDequeue(out var waiter))
            {
                if (waiter.Stage != DnsblQueryStage.Waiting) continue;
                TakeZonePlace(waiter);
                _waiting.Enqueue(waiter);
                break;
            }
        }

        if (query.Place >= 0)
        {
            _places[query.Place] = null;
            _freePlaces.Push(query.Place);
        }

        if (_freePlaces.Count == 0) return default;
        while (_waiting.TryDequeue(out var next))
        {
            if (next.Stage == DnsblQueryStage.Waiting) return Begin(next, now);
        }

        return default;
    }

    private void Complete(DnsblQuery query, DnsblReply reply)
    {
        query.Cancellation.Dispose();
        query.SetReply(reply.Latency > TimeSpan.Zero ? reply : reply with { Latency = _time.GetElapsedTime(query.Started) });
    }

    private void Cancel(DnsblQuery query, CancellationToken token)
    {
        Outgoing next;
        lock (_lock)
        {
            if (query.Stage == DnsblQueryStage.Done) return;
            next = Release(query, _time.GetTimestamp());
        }

        Send(next);
        query.SetCancelled(token);
    }

    // Under the lock.
    private void KeepTime()
    {
        if (_keepingTime) return;
        _keepingTime = true;
        _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>One timer for every deadline: gives up attempts and queries whose time is over.</summary>
    private void Sweep()
    {
        List<Outgoing> sent = [];
        List<(DnsblQuery, DnsblReply)> ended = [];
        lock (_lock)
        {
            if (_disposed) return;
            var now = _time.GetTimestamp();
            foreach (var query in _places)
            {
                if (query is null) continue;
                if (now >= query.Deadline)
                {
                    sent.Add(Release(query, now));
                    ended.Add((query, NoReply));
                }
                else if (query.Stage == DnsblQueryStage.Asked && now >= query.AttemptEnds)
                {
                    sent.Add(BeginNextAttempt(query, now));
                }
            }

            if (_sweeps++ % SweepsPerLookAtTheWaiting == 0)
            {
                EndWaiting(_waiting, now, ended, sent);
                foreach (var zone in _zones.Values) EndWaiting(zone.Waiting, now, ended, sent);
            }

            _keepingTime = _freePlaces.Count < InFlightLimit || _waiting.Count > 0;
            if (_keepingTime) _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
        }

        foreach (var outgoing in sent) Send(outgoing);
        foreach (var (query, reply) in ended) Complete(query, reply);
    }

    // Under the lock.
    private void EndWaiting(Queue<DnsblQuery> queue, long now, List<(DnsblQuery, DnsblReply)> ended, List<Outgoing> sent)
    {
        for (var count = queue.Count; count > 0 && queue.TryDequeue(out var query); count--)
        {
            if (query.Stage == DnsblQueryStage.Done) continue;
            if (now < query.Deadline)
            {
                queue.Enqueue(query);
                continue;
            }

            sent.Add(Release(query, now));
            ended.Add((query, NoPlace));
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
