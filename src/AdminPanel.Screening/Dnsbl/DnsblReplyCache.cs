using System.Collections.Concurrent;
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
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sweeping = TimeSpan.FromSeconds(30);
    private readonly int _generationLimit = Math.Max(1, limit / 2);
    private readonly Lock _turning = new();
    private volatile Generations _generations = new(new(), new());
    private int _youngCount;
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Replies held, expired ones included.</summary>
    public int Count => _generations.Young.Count + _generations.Old.Count;

    /// <summary>A reply that is still good, with what is left of its time to live, marked as shared and without latency.</summary>
    public bool TryGet(DnsblQuestion question, [NotNullWhen(true)] out DnsblReply? reply)
    {
        var (young, old) = _generations;
        var found = young.TryGetValue(question, out var kept);
        if (!found && old.TryRemove(question, out kept)) found = true;
        var age = found ? time.GetElapsedTime(kept.At) : default;
        if (!found || age >= kept.Lifetime)
        {
            reply = null;
            return false;
        }

        if (!young.ContainsKey(question)) Keep(question, kept);
        reply = kept.Reply with { Ttl = Left(kept.Reply.Ttl, age), CacheTtl = Left(kept.Reply.CacheTtl, age), Shared = true, Latency = TimeSpan.Zero };
        return true;
    }

    /// <summary>Keeps a reply: errors and replies without a known time to live for five seconds, others for their time, an hour at most.</summary>
    public void Add(DnsblQuestion question, DnsblReply reply)
    {
        var lifetime = reply.Outcome == DnsblOutcome.Error ? s_unknown : reply.CacheTtl ?? s_unknown;
        if (lifetime <= TimeSpan.Zero) return;
        var sweptAt = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(sweptAt) >= s_sweeping && Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), sweptAt) == sweptAt)
        {
            // Not here: this thread receives replies.
            ThreadPool.UnsafeQueueUserWorkItem(static cache => cache.Sweep(), this, preferLocal: false);
        }

        Keep(question, new Kept(reply, time.GetTimestamp(), lifetime < s_longest ? lifetime : s_longest));
    }

    private void Sweep()
    {
        var (young, old) = _generations;
        var removed = RemoveExpired(young);
        lock (_turning)
        {
            if (ReferenceEquals(_generations.Young, young)) Interlocked.Add(ref _youngCount, -removed);
        }

        RemoveExpired(old);
    }

    private int RemoveExpired(ConcurrentDictionary<DnsblQuestion, Kept> replies)
    {
        var removed = 0;
        foreach (var pair in replies)
        {
            if (time.GetElapsedTime(pair.Value.At) >= pair.Value.Lifetime && replies.TryRemove(pair)) removed++;
        }

        return removed;
    }

    private void Keep(DnsblQuestion question, Kept kept)
    {
        if (!_generations.Young.TryAdd(question, kept))
        {
            _generations.Young[question] = kept;
            return;
        }

        if (Interlocked.Increment(ref _youngCount) < _generationLimit) return;
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

    private readonly record struct Kept(DnsblReply Reply, long At, TimeSpan Lifetime);

    private sealed record Generations(ConcurrentDictionary<DnsblQuestion, Kept> Young, ConcurrentDictionary<DnsblQuestion, Kept> Old);
}
