using System.Net;
using System.Threading.Tasks.Sources;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Where a query is.</summary>
internal enum DnsblQueryStage
{
    /// <summary>Waits until fewer queries to its zone, or fewer in all, are in flight.</summary>
    Waiting,

    /// <summary>Asked; waits for a datagram.</summary>
    Asked,

    /// <summary>The datagram was too short for the reply; asked again over TCP.</summary>
    AskedByTcp,

    /// <summary>Has its reply.</summary>
    Done,
}

/// <summary>One query of <see cref="UdpDnsblResolver"/>, which owns every field but the task. The task is awaited once and completes once.</summary>
internal sealed class DnsblQuery(DnsblZoneQueue zone, IPAddress client, long started, long deadline, bool isPatient) : IValueTaskSource<DnsblReply>
{
    // Whoever asked from elsewhere must not keep the thread that watches.
    private ManualResetValueTaskSourceCore<DnsblReply> _task = new() { RunContinuationsAsynchronously = isPatient };

    public DnsblZoneQueue Zone { get; } = zone;

    public IPAddress Client { get; } = client;

    /// <summary>When it was asked for, and when it must have a reply (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long Started { get; } = started;

    public long Deadline { get; } = deadline;

    public DnsblQueryStage Stage { get; set; }

    /// <summary>True once it holds one of its zone's places; it then waits for one of all, or has it.</summary>
    public bool HasZonePlace { get; set; }

    /// <summary>Its place among all queries in flight.</summary>
    public int Place { get; set; } = -1;

    /// <summary>When the present attempt is given up.</summary>
    public long AttemptEnds { get; set; }

    /// <summary>How long that attempt may take, in ticks of the clock; zero before the first.</summary>
    public long Patience { get; set; }

    /// <summary>The resolver of the present attempt.</summary>
    public int Server { get; set; }

    /// <summary>Resolvers that refused since the last attempt that waited.</summary>
    public int Refusals { get; set; }

    /// <summary>The socket and id of the present attempt; no socket when there is none.</summary>
    public DnsblSocket? Socket { get; set; }

    public ushort Id { get; set; }

    public CancellationTokenRegistration Cancellation { get; set; }

    public ValueTask<DnsblReply> Task => new(this, _task.Version);

    public void SetReply(DnsblReply reply) => _task.SetResult(reply);

    public void SetCancelled(CancellationToken token) => _task.SetException(new OperationCanceledException("The query was cancelled.", token));

    DnsblReply IValueTaskSource<DnsblReply>.GetResult(short token) => _task.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<DnsblReply>.GetStatus(short token) => _task.GetStatus(token);

    void IValueTaskSource<DnsblReply>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _task.OnCompleted(continuation, state, token, flags);
}

/// <summary>One zone's queries: how many are in flight, and who waits. Owned by <see cref="UdpDnsblResolver"/>.</summary>
internal sealed class DnsblZoneQueue(string name, byte[] wire)
{
    public string Name { get; } = name;

    /// <summary>The name as <see cref="DnsWire.TryEncodeZone"/> writes it.</summary>
    public byte[] Wire { get; } = wire;

    public int InFlight { get; set; }

    public Queue<DnsblQuery> Waiting { get; } = new();
}
