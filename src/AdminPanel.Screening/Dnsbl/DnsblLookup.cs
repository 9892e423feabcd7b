using System.Net;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Hears of one lookup's progress. Called on any thread, possibly while <see cref="DnsblLookup.Start"/> still runs; must not block or throw.</summary>
public interface IDnsblLookupObserver
{
    /// <summary>
    /// A zone's reply is in, or its time is up. Called once per zone, even after <see cref="DnsblLookup.Cancel"/>: the log says so
    /// however the session ended.
    /// </summary>
    void OnReply(DnsblLookup lookup, int zone);

    /// <summary>
    /// Every zone answered: the score is complete. Called at most once; never after a cancel, never when a zone timed out. It may overtake
    /// an <see cref="OnReply"/> that is just being called on another thread.
    /// </summary>
    void OnAllIn(DnsblLookup lookup);
}

/// <summary>
/// All questions about one client: one query per zone, launched together. It never throws and shares nothing but the resolver. The score
/// so far can be read at any time. Thread-safe.
/// </summary>
public sealed partial class DnsblLookup
{
    private readonly IDnsblResolver _resolver;
    private readonly TimeSpan _timeout;
    private readonly IDnsblLookupObserver _observer;
    private readonly IDnsblStandings? _standings;
    private readonly Ordering? _inOrder;
    private volatile bool _cancelled;

    /// <summary>Prepares the questions; <see cref="Start"/> asks them.</summary>
    /// <param name="table">The zones to ask.</param>
    /// <param name="resolver">Whom to ask.</param>
    /// <param name="client">About whom; an IPv4-mapped address is taken as IPv4.</param>
    /// <param name="timeout">The deadline of each query (<c>postscreen_dnsbl_timeout</c>).</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="standings">Which lists are suspended; null when none ever is.</param>
    /// <param name="order">In which order to ask, and when to stop; null to ask all at once.</param>
    public DnsblLookup(DnsblTable table, IDnsblResolver resolver, IPAddress client, TimeSpan timeout, IDnsblLookupObserver observer, IDnsblStandings? standings = null, CheapestFirst? order = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(client);
        _resolver = resolver;
        _timeout = timeout;
        _observer = observer;
        _standings = standings;
        _inOrder = order is null ? null : new Ordering(order, table.Zones.Length);
        Client = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        Score = new DnsblScore(table);
    }

    /// <summary>The client.</summary>
    public IPAddress Client { get; }

    /// <summary>The sum of the replies so far.</summary>
    public DnsblScore Score { get; }

    /// <summary>Launches the queries. Call once. Observers may be called before it returns, when replies come from the cache.</summary>
    /// <param name="delay">With an order: how long to wait before the first question.</param>
    /// <param name="time">With an order: the clock.</param>
    public void Start(TimeSpan delay = default, TimeProvider? time = null)
    {
        if (_inOrder is not null)
        {
            _ = AskInOrderAsync(_inOrder, delay, time ?? TimeProvider.System);
            return;
        }

        for (var zone = 0; zone < Score.Table.Zones.Length; zone++) _ = Ask(zone);
    }

    /// <summary>
    /// The session needs no answer any more: <see cref="IDnsblLookupObserver.OnAllIn"/> will not be called. Queries under way end by
    /// themselves within the deadline and feed the reply cache.
    /// </summary>
    public void Cancel()
    {
        _cancelled = true;
        StopAsking();
    }

    private Task Ask(int zone)
    {
        if (_standings?.Find(Score.Table.Zones[zone].Name) is { StillAsked: false } suspension)
        {
            Take(zone, new DnsblReply { Outcome = DnsblOutcome.NotAsked, Error = suspension.Why });
            return Task.CompletedTask;
        }

        ValueTask<DnsblReply> query;
        try
        {
            query = _resolver.QueryAsync(Score.Table.Zones[zone].Name, Client, _timeout, CancellationToken.None);
        }
        catch (Exception e)
        {
            Take(zone, Failed(e));
            return Task.CompletedTask;
        }

        if (!query.IsCompletedSuccessfully) return AwaitAsync(zone, query.AsTask());
        Take(zone, query.Result);
        return Task.CompletedTask;
    }

    private async Task AwaitAsync(int zone, Task<DnsblReply> query)
    {
        DnsblReply reply;
        try
        {
            reply = await query.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            reply = Failed(e);
        }

        Take(zone, reply);
    }

    private void Take(int zone, DnsblReply reply)
    {
        // Asked again: the list may have been suspended while it was asked, and a reply from the cache may be older than that.
        if (reply is { Outcome: DnsblOutcome.Listed, Withheld: null } && _standings?.Find(Score.Table.Zones[zone].Name) is { } suspension) reply = reply with { Withheld = suspension.Why };
        var last = Score.Add(zone, reply);
        _inOrder?.Answered(zone);
        _observer.OnReply(this, zone);
        if (last && !_cancelled) _observer.OnAllIn(this);
    }

    /// <summary>A resolver should not throw; if it does, that is an unanswered query of this one list, named by type because a message could name a secret zone.</summary>
    private static DnsblReply Failed(Exception e) => new() { Outcome = DnsblOutcome.Error, Answered = false, Error = $"the resolver failed ({e.GetType().Name})" };
}
