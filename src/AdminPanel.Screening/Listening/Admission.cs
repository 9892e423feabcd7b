using System.Net;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Listening;

/// <summary>
/// Who is in: connections under test, in transit and per client, and the stress mode that follows from them
/// (<c>postscreen_pre_queue_limit</c>, <c>postscreen_post_queue_limit</c>, STRESS_README). Thread-safe.
/// </summary>
internal sealed class Admission(VerdictStream verdicts, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, ClientState> _clients = [];
    private int _sockets;
    private int _inTransit;
    private volatile bool _stress;

    /// <summary>Connections held by the engine, in transit ones included.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>Connections on their way to the mail server.</summary>
    public int InTransit => Volatile.Read(ref _inTransit);

    /// <summary>True in stress mode.</summary>
    public bool Stress => _stress;

    /// <summary>A connection arrived; counts it and finds its client's state.</summary>
    public ClientState Enter(IPAddress address, LimitSettings limits)
    {
        ScreeningNote? note = null;
        ClientState? client;
        lock (_lock)
        {
            _sockets++;
            if (!_clients.TryGetValue(address, out client)) _clients.Add(address, client = new ClientState(address));
            client.Connections++;
            if (!_stress && _sockets >= (int)(limits.PreQueue * 0.9))
            {
                _stress = true;
                note = new ScreeningNote { Kind = NoteKind.EnteringStress, At = time.GetUtcNow(), Count = _sockets };
            }
        }

        if (note is not null) verdicts.Publish(note);
        return client;
    }

    /// <summary>A connection is gone.</summary>
    public void Leave(ClientState client, LimitSettings limits) => Leave(client, limits, toRelay: false);

    /// <summary>A connection left for the mail server through a relay: it counts for its client until <see cref="EndRelay"/>, and for nothing else.</summary>
    public void LeaveForRelay(ClientState client, LimitSettings limits) => Leave(client, limits, toRelay: true);

    /// <summary>A relayed connection is gone.</summary>
    public void EndRelay(ClientState client)
    {
        lock (_lock)
        {
            client.Relayed--;
            Forget(client);
        }
    }

    private void Leave(ClientState client, LimitSettings limits, bool toRelay)
    {
        ScreeningNote? note = null;
        lock (_lock)
        {
            _sockets--;
            client.Connections--;
            if (toRelay) client.Relayed++;
            Forget(client);
            if (_stress && _sockets <= (int)(limits.PreQueue * 0.7))
            {
                _stress = false;
                note = new ScreeningNote { Kind = NoteKind.LeavingStress, At = time.GetUtcNow(), Count = _sockets };
            }
        }

        if (note is not null) verdicts.Publish(note);
    }

    /// <summary>A connection is on its way to the mail server.</summary>
    public void BeginTransit() => Interlocked.Increment(ref _inTransit);

    /// <summary>The mail server took it, or did not.</summary>
    public void EndTransit() => Interlocked.Decrement(ref _inTransit);

    /// <summary>No more may be on their way.</summary>
    public bool PostQueueBusy(LimitSettings limits) => InTransit >= limits.PostQueue;

    /// <summary>No more may be under test. The newcomer, already counted, is one of them, as in postscreen.</summary>
    public bool PreQueueBusy(LimitSettings limits) => Sockets - InTransit >= limits.PreQueue;

    private void Forget(ClientState client)
    {
        if (client.Connections + client.Relayed == 0) _clients.Remove(client.Address);
    }
}
