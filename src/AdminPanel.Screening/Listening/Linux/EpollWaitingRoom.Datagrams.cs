using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>The resolver's sockets, watched with everything else: a list's reply wakes the thread that needs it, and no other.</summary>
internal sealed unsafe partial class EpollWaitingRoom : IDatagramWatch
{
    /// <summary>Tells datagrams from listeners, both of which have <see cref="ListenerBit"/>.</summary>
    private const ulong DatagramBit = 1UL << 32;

    private readonly Lock _watching = new();
    private readonly List<IWatchedSocket?> _watched = [];
    private int _threadId;
    private bool _watchEnded;

    /// <inheritdoc/>
    public bool IsHere => Environment.CurrentManagedThreadId == Volatile.Read(ref _threadId);

    /// <inheritdoc/>
    public int Add(IWatchedSocket socket)
    {
        lock (_watching)
        {
            if (_watchEnded || _epoll < 0) return -1;
            var place = _watched.IndexOf(null);
            if (place < 0)
            {
                place = _watched.Count;
                _watched.Add(null);
            }

            if (TryControl(Native.EpollAdd, socket.Descriptor, ListenerBit | DatagramBit | (uint)place, Native.EpollIn) != 0) return -1;
            _watched[place] = socket;
            return place;
        }
    }

    /// <inheritdoc/>
    public void Remove(int place)
    {
        // The kernel forgets the descriptor when it is closed.
        lock (_watching) _watched[place] = null;
    }

    private void OnDatagrams(int place)
    {
        IWatchedSocket? socket;
        lock (_watching) socket = _watched[place];
        socket?.OnReadable(_scratch);
    }

    private void EndWatch()
    {
        List<IWatchedSocket> left;
        lock (_watching)
        {
            _watchEnded = true;
            left = [.. _watched.OfType<IWatchedSocket>()];
        }

        foreach (var socket in left) socket.OnUnwatched();
    }
}
