using System.Collections.Immutable;
using System.Net;
using DnsClient;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Asks the resolvers over UDP, on sockets and with ids of its own: random, replaced often, and a reply must come from the resolver and
/// repeat id and question (RFC 5452). A query without a reply is asked again after a second, then after two, four and so on within its
/// deadline (datagrams get lost, and a greet wait is short), each time at the next resolver when there are several; at once when a resolver
/// refuses and another is left. Truncated replies are asked for over TCP. Queries in flight are limited in all and per zone, so that a dead
/// zone cannot take every place; who finds no place in time gets no reply. Keeps no cache. Thread-safe; with a watch, replies to what its
/// thread asked are handed over on that thread, and must not keep it; other replies come on any thread.
/// </summary>
public sealed partial class UdpDnsblResolver : IDnsblResolver, IDisposable
{
    /// <summary>
    /// The most queries in flight: a resolver that is kept waiting loses what its receive buffer has no room for, and the system's default of
    /// 208 KiB holds 256 short datagrams, 192 of them while Linux puts off giving back what was read.
    /// </summary>
    public const int InFlightLimit = 176;

    /// <summary>The most queries in flight to one zone.</summary>
    public const int InFlightLimitPerZone = 112;

    private const int ZonesKept = 1_000;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, DnsblZoneQueue> _zones = new(StringComparer.Ordinal);
    private readonly DnsblQuery?[] _places = new DnsblQuery?[InFlightLimit];
    private readonly Stack<int> _freePlaces = new(Enumerable.Range(0, InFlightLimit));
    private readonly Queue<DnsblQuery> _waiting = new();
    private IDatagramWatch? _watch;
    private bool _disposed;

    /// <summary>Asks the given resolvers, or the system's when there are none.</summary>
    public UdpDnsblResolver(IReadOnlyCollection<IPEndPoint> resolvers, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        var servers = resolvers.Count > 0 ? resolvers : [.. NameServer.ResolveNameServers().Select(static s => new IPEndPoint(IPAddress.Parse(s.Address), s.Port))];
        if (servers.Count == 0) servers = [new IPEndPoint(IPAddress.Loopback, NameServer.DefaultPort)];
        _servers = [.. servers.Select(static s => new Server(s))];
        _tcp = new LookupClient(new LookupClientOptions([.. servers]) { UseCache = false });
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The resolvers asked, in order.</summary>
    public ImmutableArray<IPEndPoint> EndPoints => [.. _servers.Select(static s => s.EndPoint)];

    /// <summary>The same as <c>address:port</c>.</summary>
    public ImmutableArray<string> Resolvers => [.. _servers.Select(static s => s.EndPoint.ToString())];

    /// <summary>Queries in flight now.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock) return InFlightLimit - _freePlaces.Count;
        }
    }

    /// <summary>From now on sockets are watched by <paramref name="watch"/> instead of by the runtime.</summary>
    public void ReceiveOn(IDatagramWatch watch)
    {
        lock (_lock) _watch = watch;
    }

    /// <inheritdoc/>
    public bool IsBusy => _waiting.Count >= InFlightLimit;

    /// <inheritdoc/>
    public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(client);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<DnsblReply>(cancellationToken);
        var now = _time.GetTimestamp();
        DnsblQuery query;
        Outgoing first;
        lock (_lock)
        {
            if (_disposed) return new(NoReply);
            if (FindZone(zone) is not { } queue) return new(new DnsblReply { Outcome = DnsblOutcome.Error, Error = "the zone's name is not a valid domain name" });
            query = new DnsblQuery(queue, client, now, now + Ticks(timeout), isPatient: _watch is { IsHere: false });
            first = Admit(query, now);
            KeepTime();
        }

        var reply = query.Task;
        if (cancellationToken.CanBeCanceled) query.Cancellation = cancellationToken.UnsafeRegister((state, token) => Cancel((DnsblQuery)state!, token), query);
        Send(first);
        return reply;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<DnsblQuery> open;
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            open = [.. _places.OfType<DnsblQuery>(), .. _waiting, .. _zones.Values.SelectMany(static z => z.Waiting)];
            open.RemoveAll(static q => q.Stage == DnsblQueryStage.Done);
            foreach (var query in open)
            {
                Forget(query);
                query.Stage = DnsblQueryStage.Done;
            }

            foreach (var server in _servers) server.Close();
        }

        _timer.Dispose();
        foreach (var query in open) Complete(query, NoReply);
    }
}
