using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// One connected UDP socket to a resolver: the kernel drops datagrams of anybody else, picks a random source port and reports refusals.
/// Used for a batch of queries, then replaced, so that the port cannot be learned (RFC 5452). <see cref="Asked"/> and the counters belong
/// to the resolver that owns it; datagrams arrive on the thread of a watch, or without one on any thread, one at a time.
/// </summary>
internal sealed class DnsblSocket : IWatchedSocket, IDisposable
{
    private const int DatagramLimit = 2_048;
    private const int ReceiveBuffer = 1 << 20;
    private const int DatagramsPerLook = 32;

    private readonly Socket _socket;
    private readonly Action<DnsblSocket, ReadOnlySpan<byte>> _onDatagram;
    private readonly Action<DnsblSocket> _onRefused;
    private SocketAsyncEventArgs? _receiving;
    private IDatagramWatch? _watch;
    private int _place = -1;
    private volatile bool _disposed;

    /// <summary>Opens it. Throws <see cref="SocketException"/>.</summary>
    /// <param name="server">The resolver.</param>
    /// <param name="openedAt">Now.</param>
    /// <param name="onDatagram">Gets each datagram; must not throw.</param>
    /// <param name="onRefused">Told when the resolver's machine refuses, or the socket is of no use any more; must not throw.</param>
    public DnsblSocket(IPEndPoint server, long openedAt, Action<DnsblSocket, ReadOnlySpan<byte>> onDatagram, Action<DnsblSocket> onRefused)
    {
        (OpenedAt, _onDatagram, _onRefused) = (openedAt, onDatagram, onRefused);
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            _socket.ReceiveBufferSize = ReceiveBuffer;
            _socket.Connect(server);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The queries that wait for a datagram here, by id.</summary>
    public Dictionary<ushort, DnsblQuery> Asked { get; } = [];

    /// <summary>When it was opened (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long OpenedAt { get; }

    /// <summary>Queries sent.</summary>
    public int Uses { get; set; }

    /// <summary>True when no more queries may be sent; it is closed with its last reply.</summary>
    public bool Retired { get; set; }

    /// <inheritdoc/>
    public int Descriptor => (int)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>Begins to receive.</summary>
    public void Receive(IDatagramWatch? watch)
    {
        _place = watch?.Add(this) ?? -1;
        if (_place >= 0) _watch = watch;
        else OnUnwatched();
    }

    /// <inheritdoc/>
    public void OnReadable(Span<byte> scratch)
    {
        try
        {
            for (var i = 0; i < DatagramsPerLook && !_disposed; i++)
            {
                var count = _socket.Receive(scratch, SocketFlags.None, out var error);
                if (error == SocketError.Success) _onDatagram(this, scratch[..count]);
                else if (error == SocketError.WouldBlock) return;
                else _onRefused(this);
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile.
        }
    }

    /// <inheritdoc/>
    public void OnUnwatched()
    {
        _receiving = new SocketAsyncEventArgs(true);
        _receiving.SetBuffer(new byte[DatagramLimit]);
        _receiving.Completed += (_, _) =>
        {
            if (Take(_receiving)) ReceiveAlone(_receiving);
        };
        ReceiveAlone(_receiving);
    }

    /// <summary>Sends a question; false when the resolver's machine refuses. What cannot be sent for another reason is lost, as datagrams are.</summary>
    public bool Send(ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.Send(message, SocketFlags.None, out var error);
            return !IsRefusal(error);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _watch?.Remove(_place);
        _socket.Dispose();
    }

    private void ReceiveAlone(SocketAsyncEventArgs receiving)
    {
        try
        {
            while (!_socket.ReceiveAsync(receiving))
            {
                if (!Take(receiving)) return;
            }
        }
        catch (ObjectDisposedException)
        {
            receiving.Dispose();
        }
    }

    /// <summary>Takes what was received; false at the end.</summary>
    private bool Take(SocketAsyncEventArgs receiving)
    {
        var error = receiving.SocketError;
        if (!_disposed && error == SocketError.Success) _onDatagram(this, receiving.MemoryBuffer.Span[..receiving.BytesTransferred]);
        else if (!_disposed) _onRefused(this);
        if (!_disposed && (error == SocketError.Success || IsRefusal(error))) return true;
        receiving.Dispose();
        return false;
    }

    private static bool IsRefusal(SocketError error) =>
        error is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.ConnectionReset;
}
