using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using DnsClient;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Asks the resolvers over the network. A query without a reply is asked again after a second, then after two, four and so on within its
/// deadline (datagrams get lost, and a greet wait is short), each time at the next resolver when there are several. Queries in flight are
/// limited in all and per zone, so that a dead zone cannot take every slot; who finds no slot in time gets no reply. Keeps no cache. Thread-safe.
/// </summary>
public sealed class DnsClientResolver : IDnsblResolver, IDisposable
{
    /// <summary>The most queries in flight; each holds one socket. More than a few hundred overflow the receive buffer of a resolver that has the system's default.</summary>
    public const int InFlightLimit = 384;

    /// <summary>The most queries in flight to one zone.</summary>
    public const int InFlightLimitPerZone = 256;

    private static readonly TimeSpan s_firstTry = TimeSpan.FromSeconds(1);
    private readonly LookupClient _client;
    private readonly ImmutableArray<NameServer[]> _servers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots = new(InFlightLimit);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _zoneSlots = new(StringComparer.Ordinal);
    private int _preferred;

    /// <summary>Asks the given resolvers, or the system's when there are none.</summary>
    public DnsClientResolver(IReadOnlyCollection<IPEndPoint> resolvers, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        var servers = resolvers.Count > 0 ? [.. resolvers.Select(static r => new NameServer(r))] : NameServer.ResolveNameServers();
        if (servers.Count == 0) servers = [new NameServer(IPAddress.Loopback)];
        _servers = [.. servers.Select(static s => new[] { s })];
        _client = new LookupClient(new LookupClientOptions([.. servers]) { UseCache = false });
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The resolvers asked, as <c>address:port</c>.</summary>
    public ImmutableArray<string> Resolvers => [.. _servers.Select(static s => s[0].ToString())];

    /// <summary>Queries in flight now.</summary>
    public int InFlight => InFlightLimit - _slots.CurrentCount;

    /// <inheritdoc/>
    public async ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var zoneSlots = _zoneSlots.GetOrAdd(zone, static _ => new SemaphoreSlim(InFlightLimitPerZone));
        if (!await TakeAsync(zoneSlots, timeout, started, cancellationToken).ConfigureAwait(false)) return NoSlot(started);
        try
        {
            if (!await TakeAsync(_slots, timeout, started, cancellationToken).ConfigureAwait(false)) return NoSlot(started);
            try
            {
                return await TryAsync(zone, client, timeout, started, cancellationToken).ConfigureAwait(false) with { Latency = _time.GetElapsedTime(started) };
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            zoneSlots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        foreach (var slots in _zoneSlots.Values) slots.Dispose();
    }

    private async Task<bool> TakeAsync(SemaphoreSlim slots, TimeSpan timeout, long started, CancellationToken cancellationToken)
    {
        if (slots.Wait(0, cancellationToken)) return true;
        var left = timeout - _time.GetElapsedTime(started);
        return left > TimeSpan.Zero && await slots.WaitAsync(left, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DnsblReply> TryAsync(string zone, IPAddress client, TimeSpan timeout, long started, CancellationToken cancellationToken)
    {
        DnsQuestion question;
        try
        {
            question = new DnsQuestion(DnsblQueryName.Of(client, zone), QueryType.A);
        }
        catch (ArgumentException)
        {
            return new DnsblReply { Outcome = DnsblOutcome.Error, Error = "the zone's name is not a valid domain name" };
        }

        var server = Volatile.Read(ref _preferred);
        for (var patience = s_firstTry; ; patience *= 2, server++)
        {
            var left = timeout - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply in time" };
            var wait = patience < left ? patience : left;
            if (patience == s_firstTry && left / 2 < wait) wait = left / 2;
            if (await AskAsync(question, server, wait, cancellationToken).ConfigureAwait(false) is { } reply) return reply;
            Interlocked.CompareExchange(ref _preferred, (server + 1) % _servers.Length, server % _servers.Length);
        }
    }

    /// <summary>One try at one resolver; null when it did not reply.</summary>
    private async Task<DnsblReply?> AskAsync(DnsQuestion question, int server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.QueryServerAsync(_servers[server % _servers.Length], question, Options(timeout), cancellationToken).ConfigureAwait(false);
            return DnsblReplyReader.Read(response);
        }
        catch (DnsResponseException) when (!cancellationToken.IsCancellationRequested)
        {
            // Silence, a closed port and an unreadable response are all the same to the caller: ask again.
            return null;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException or ObjectDisposedException)
        {
            return null;
        }
        catch (DnsResponseException e)
        {
            throw new OperationCanceledException("The query was cancelled.", e, cancellationToken);
        }
    }

    private DnsblReply NoSlot(long started) => new()
    {
        Outcome = DnsblOutcome.Error,
        Answered = false,
        Error = "not asked in time: too many queries are waiting",
        Latency = _time.GetElapsedTime(started),
    };

    private static DnsQueryOptions Options(TimeSpan timeout) => new()
    {
        Timeout = timeout,
        Retries = 0,
        UseCache = false,
        ThrowDnsErrors = false,
        ContinueOnDnsError = false,
        ContinueOnEmptyResponse = false,
        UseRandomNameServer = false,
        EnableAuditTrail = false,
    };
}
