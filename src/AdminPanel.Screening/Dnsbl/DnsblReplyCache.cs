using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>One question.</summary>
internal readonly record struct DnsblQuestion(string Zone, IPAddress Client);

/// <summary>
/// Replies that may be used again, each for its own time to live. Bounded: two generations, of which the older is dropped whole when the
/// younger is full; a reply that is asked for moves to the younger. Expired replies go within half a minute, as long as new ones come.
/// Thread-safe.
/// </summary>
internal sealed class DnsblReplyCache(int limit, TimeProvider time)
{
    private const long Tenth = TimeSpan.TicksPerSecond / 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sweeping = TimeSpan.FromSeconds(30);
    private readonly int _generationLimit = Math.Max(1, limit / 2);
    private readonly Lock _turning = new();
    private readonly long _began = time.GetTimestamp();
    private volatile Generations _generations = new(new(), new());
    private int _youngCount;
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Replies held, expired ones included.</summary>
    public int Count => _generations.Young.Count + _generations.Old.Count;

    /// <summary>A reply that is still good, with what is left of its time to live, marked as shared and without latency.</summary>
    public bool TryGet(DnsblQuestion question, [NotNullWhen(true)] out DnsblReply? reply)
    {
        reply = null;
        var (young, old) = _generations;
        var key = DnsblReplyKey.Of(question);
        var isYoung = young.TryGet(key, out var kept);
        if (!isYoung && !old.TryRemove(key, out kept)) return false;
        var age = Age(kept);
        if (age >= Lifetime(kept)) return false;
        if (!isYoung) Keep(key, kept);
        reply = kept.Unpack(TimeSpan.Zero, shared: true)! with { Ttl = Left(kept.Ttl, age), CacheTtl = Left(kept.CacheTtl, age), Shared = true, Latency = TimeSpan.Zero };
        return true;
    }

    /// <summary>Keeps a reply: errors and replies without a known time to live for five seconds, others for their time, an hour at most.</summary>
    public void Add(DnsblQuestion question, DnsblReply reply)
    {
        var kept = PackedReply.Of(reply);
        if (Lifetime(kept) <= TimeSpan.Zero) return;
        var sweptAt = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(sweptAt) >= s_sweeping && Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), sweptAt) == sweptAt)
        {
            // Not here: this thread receives replies.
            ThreadPool.UnsafeQueueUserWorkItem(static cache => cache.Sweep(), this, preferLocal: false);
        }

        kept.Time = Tenths(roundUp: false);
        Keep(DnsblReplyKey.Of(question), kept);
    }

    private static TimeSpan Lifetime(in PackedReply reply)
    {
        var lifetime = reply.Outcome == DnsblOutcome.Error ? s_unknown : reply.CacheTtl ?? s_unknown;
        return lifetime < s_longest ? lifetime : s_longest;
    }

    /// <summary>The clock in tenths of a second since the cache began: rounded down when a reply is kept and up when it is read, so that nothing lives too long.</summary>
    private uint Tenths(bool roundUp) => (uint)((time.GetElapsedTime(_began).Ticks + (roundUp ? Tenth - 1 : 0)) / Tenth);

    private TimeSpan Age(in PackedReply reply) => TimeSpan.FromTicks(Tenth * (Tenths(roundUp: true) - reply.Time));

    private void Sweep()
    {
        var (young, old) = _generations;
        var removed = young.RemoveAll(IsExpired);
        lock (_turning)
        {
            if (ReferenceEquals(_generations.Young, young)) Interlocked.Add(ref _youngCount, -removed);
        }

        old.RemoveAll(IsExpired);
    }

    private bool IsExpired(PackedReply reply) => Age(reply) >= Lifetime(reply);

    private void Keep(DnsblReplyKey key, in PackedReply kept)
    {
        if (!_generations.Young.Set(key, kept) || Interlocked.Increment(ref _youngCount) < _generationLimit) return;
        lock (_turning)
        {
            if (_youngCount < _generationLimit) return;
            _generations = new Generations(new(), _generations.Young);
            _youngCount = 0;
        }
    }

    /// <summary>Whole seconds, as DNS counts; the age is rounded up so that nothing lives too long.</summary>
    private static TimeSpan? Left(TimeSpan? ttl, TimeSpan age)
    {
        if (ttl is not { } whole) return null;
        var left = whole - TimeSpan.FromSeconds(Math.Ceiling(age.TotalSeconds));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private sealed record Generations(DnsblReplyTable Young, DnsblReplyTable Old);
}
