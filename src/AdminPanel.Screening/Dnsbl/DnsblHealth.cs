using System.Collections.Concurrent;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>How one zone has answered since start.</summary>
public sealed record DnsblZoneHealth
{
    /// <summary>The real zone; may be a secret, never show it.</summary>
    public required string Zone { get; init; }

    /// <summary>Usable answers.</summary>
    public long Answers { get; init; }

    /// <summary>Answers that listed the client.</summary>
    public long Listings { get; init; }

    /// <summary>Answers that were errors: SERVFAIL, REFUSED, a refusal code of the list.</summary>
    public long Errors { get; init; }

    /// <summary>Queries that were not answered in time.</summary>
    public long NoReplies { get; init; }

    /// <summary>The last error; null when there was none. Never names the zone.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When the last usable answer came, UTC.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>Moving average of the time to an answer (one part in ten new); null before the first.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Errors and missing replies since the last usable answer.</summary>
    public int FailuresInARow { get; init; }
}

/// <summary>Counts how each zone answers real queries; cached replies do not count. Thread-safe; at most <see cref="ZoneLimit"/> zones.</summary>
public sealed class DnsblHealth(TimeProvider? time = null)
{
    /// <summary>The most zones remembered.</summary>
    public const int ZoneLimit = 1_000;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, Counters> _zones = new(StringComparer.Ordinal);

    /// <summary>Every zone asked since start, in no order.</summary>
    public IReadOnlyList<DnsblZoneHealth> Zones => [.. _zones.Select(static z => z.Value.Read(z.Key))];

    /// <summary>One zone's health; null when it was never asked.</summary>
    public DnsblZoneHealth? Find(string zone) => _zones.TryGetValue(zone, out var counters) ? counters.Read(zone) : null;

    /// <summary>Counts one reply of <paramref name="zone"/>.</summary>
    public void Record(string zone, DnsblReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Outcome == DnsblOutcome.NotAsked) return;
        if (!_zones.TryGetValue(zone, out var counters))
        {
            if (_zones.Count >= ZoneLimit) return;
            counters = _zones.GetOrAdd(zone, static _ => new Counters());
        }

        counters.Add(reply, _time.GetUtcNow());
    }

    private sealed class Counters
    {
        private readonly Lock _lock = new();
        private DnsblZoneHealth _health = new() { Zone = "" };

        public DnsblZoneHealth Read(string zone)
        {
            lock (_lock) return _health with { Zone = zone };
        }

        public void Add(DnsblReply reply, DateTimeOffset now)
        {
            lock (_lock)
            {
                _health = reply.Outcome == DnsblOutcome.Error
                    ? _health with
                    {
                        Errors = _health.Errors + (reply.Answered ? 1 : 0),
                        NoReplies = _health.NoReplies + (reply.Answered ? 0 : 1),
                        LastError = reply.Error,
                        LastErrorAt = now,
                        FailuresInARow = _health.FailuresInARow + 1,
                    }
                    : _health with
                    {
                        Answers = _health.Answers + 1,
                        Listings = _health.Listings + (reply.Outcome == DnsblOutcome.Listed ? 1 : 0),
                        LastAnswerAt = now,
                        Latency = _health.Latency is { } average ? (average * 0.9) + (reply.Latency * 0.1) : reply.Latency,
                        FailuresInARow = 0,
                    };
            }
        }
    }
}
