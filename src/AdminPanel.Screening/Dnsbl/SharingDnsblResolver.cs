using System.Collections.Concurrent;
using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Asks each question once: identical queries in flight are shared, and replies are used again for their time to live. A caller's deadline
/// and cancellation are its own; they never end a query that others may wait for. A call costs its caller well under a microsecond when
/// cached, and the sending of a datagram otherwise; a reply's continuation runs on the thread that received it and must not block. Thread-safe.
/// </summary>
public sealed class SharingDnsblResolver : IDnsblResolver
{
    /// <summary>The default bound of the reply cache, about 300 bytes each.</summary>
    public const int CacheLimit = 200_000;

    private readonly IDnsblResolver _inner;
    private readonly DnsblHealth? _health;
    private readonly TimeProvider _time;
    private readonly DnsblReplyCache _cache;
    private readonly ConcurrentDictionary<DnsblQuestion, Query> _inFlight = new();

    /// <summary>Shares the queries of <paramref name="inner"/>.</summary>
    /// <param name="inner">Who really asks.</param>
    /// <param name="health">Counts the real replies; null when nobody wants to know.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cacheLimit">The most replies kept.</param>
    public SharingDnsblResolver(IDnsblResolver inner, DnsblHealth? health = null, TimeProvider? time = null, int cacheLimit = CacheLimit)
    {
        _inner = inner;
        _health = health;
        _time = time ?? TimeProvider.System;
        _cache = new DnsblReplyCache(cacheLimit, _time);
    }

    /// <summary>Replies in the cache.</summary>
    public int CachedCount => _cache.Count;

    /// <summary>Queries in flight.</summary>
    public int InFlightCount => _inFlight.Count;

    /// <inheritdoc/>
    public bool IsBusy => _inner.IsBusy;

    /// <inheritdoc/>
    public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<DnsblReply>(cancellationToken);
        var question = new DnsblQuestion(zone, client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client);
        if (_cache.TryGet(question, out var reply)) return ValueTask.FromResult(reply);

        var fresh = new Query(question, _time.GetTimestamp(), timeout);
        var query = _inFlight.GetOrAdd(question, fresh);
        var mine = ReferenceEquals(query, fresh);
        if (mine) _ = AskAsync(fresh);

        var willEndInTime = query.Timeout - _time.GetElapsedTime(query.Started) <= timeout;
        if (mine && !cancellationToken.CanBeCanceled) return new ValueTask<DnsblReply>(query.Reply.Task);
        return WaitAsync(query, mine, willEndInTime ? Timeout.InfiniteTimeSpan : timeout, cancellationToken);
    }

    private async ValueTask<DnsblReply> WaitAsync(Query query, bool mine, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var joined = _time.GetTimestamp();
        try
        {
            var reply = await query.Reply.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);

            // It may have come on the thread that watches the sockets, which must not be kept by those who did not ask there.
            if (!Thread.CurrentThread.IsThreadPoolThread) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return mine ? reply : reply with { Shared = true, Latency = _time.GetElapsedTime(joined) };
        }
        catch (TimeoutException)
        {
            return new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply in time", Shared = true, Latency = timeout };
        }
    }

    private async Task AskAsync(Query query)
    {
        var question = query.Question;
        DnsblReply reply;
        try
        {
            reply = await _inner.QueryAsync(question.Zone, question.Client, query.Timeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A resolver should not throw. Its message could name a secret zone, its type cannot.
            reply = new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = $"the resolver failed ({e.GetType().Name})" };
        }

        _health?.Record(question.Zone, reply);
        _cache.Add(question, reply);
        _inFlight.TryRemove(question, out _);
        query.Reply.SetResult(reply);
    }

    private sealed class Query(DnsblQuestion question, long started, TimeSpan timeout)
    {
        public DnsblQuestion Question { get; } = question;

        public long Started { get; } = started;

        public TimeSpan Timeout { get; } = timeout;

        public TaskCompletionSource<DnsblReply> Reply { get; } = new();
    }
}
