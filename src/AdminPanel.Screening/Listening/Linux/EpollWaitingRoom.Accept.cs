using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AdminPanel.Screening.Sessions;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>Listeners: binding, accepting, and living through a lack of descriptors.</summary>
internal sealed unsafe partial class EpollWaitingRoom
{
    /// <summary>
    /// Few enough that one busy client does not reach client_connection_count_limit (50) by connections that smtpd took meanwhile, and whose end is an event not looked at yet.
    /// </summary>
    private const int AcceptsPerPass = 16;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const int LookupsPerPass = 64;
    private static readonly TimeSpan LookupDelayLimit = TimeSpan.FromMilliseconds(200);

    private readonly List<Listener> _listeners = [];
    private readonly Queue<(Ticket Ticket, long Since)> _toLookUp = new();
    private bool _knocking;
    private bool _lookupsHeldBack;
    private long _accepted;
    private long _acceptFailures;
    private string? _acceptTrouble;

    private sealed class Listener(IPEndPoint endPoint)
    {
        public IPEndPoint EndPoint { get; set; } = endPoint;

        public Socket? Socket { get; set; }

        public int Descriptor { get; set; } = -1;

        public TimeSpan Pause { get; set; } = FirstPause;

        /// <summary>Where the last connection went: most go to the same address, and share it.</summary>
        public IPEndPoint? Last { get; set; }

        /// <summary>On a wildcard address every connection has to be asked where it went.</summary>
        public bool Wildcard => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);
    }

    /// <inheritdoc/>
    public ImmutableArray<IPEndPoint> LocalEndPoints => [.. _listeners.Select(static l => l.EndPoint)];

    /// <inheritdoc/>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <inheritdoc/>
    public long AcceptFailures => Volatile.Read(ref _acceptFailures);

    /// <inheritdoc/>
    public string? AcceptTrouble => Volatile.Read(ref _acceptTrouble);

    /// <inheritdoc/>
    public void Start()
    {
        foreach (var endPoint in _options.Listen)
        {
            var listener = new Listener(endPoint);
            Open(listener);
            _listeners.Add(listener);
        }

        foreach (var descriptor in _options.Inherited) _listeners.Add(Adopt(descriptor));

        _epoll = Native.epoll_create1(0x80000);
        _wake = Native.eventfd(0, Native.NonBlockCloseOnExec);
        if (_epoll < 0 || _wake < 0) throw new IOException($"epoll: {Marshal.GetLastPInvokeErrorMessage()}");
        Control(Native.EpollAdd, _wake, WakeData, Native.EpollIn);
        for (var i = 0; i < _listeners.Count; i++) Control(Native.EpollAdd, _listeners[i].Descriptor, ListenerBit | (uint)i, Native.EpollIn);
        new Thread(Run) { Name = "waiting room", IsBackground = true }.Start();
    }

    private const int SolSocket = 1;
    private const int SoReuseAddress = 2;

    private void Open(Listener listener)
    {
        var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            if (listener.EndPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;

            // SO_REUSEADDR alone: SocketOptionName.ReuseAddress would set SO_REUSEPORT too, and a second process could take half of the clients.
            socket.SetRawSocketOption(SolSocket, SoReuseAddress, BitConverter.GetBytes(1));
            socket.Bind(listener.EndPoint);
            socket.Listen(_options.Backlog);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        listener.Socket = socket;
        listener.Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        listener.EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    private static Listener Adopt(int descriptor)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) { Blocking = true };
        socket.Blocking = false;
        var endPoint = (IPEndPoint)socket.LocalEndPoint!;
        if (endPoint.Port is 465 or 587) throw new SocketException((int)SocketError.AddressNotAvailable, $"{endPoint} is a submission port and must not be screened");
        return new Listener(endPoint) { Socket = socket, Descriptor = descriptor };
    }

    private void CloseListeners()
    {
        foreach (var listener in _listeners)
        {
            listener.Socket?.Dispose();
            listener.Socket = null;
        }
    }

    private void AcceptSome(int index)
    {
        var listener = _listeners[index];
        if (listener.Socket is null) return;
        var address = stackalloc byte[KernelAddress.Size];
        for (var i = 0; i < AcceptsPerPass; i++)
        {
            if (_usedSeats + _departures.Descriptors >= _descriptorBudget)
            {
                PauseListener(index, "all descriptors are in use");
                return;
            }

            uint length = KernelAddress.Size;
            var descriptor = Native.accept4(listener.Descriptor, address, &length, Native.NonBlockCloseOnExec);
            if (descriptor < 0)
            {
                OnAcceptError(index, Marshal.GetLastPInvokeError());
                return;
            }

            listener.Pause = FirstPause;
            if (_acceptTrouble is not null) Volatile.Write(ref _acceptTrouble, null);
            Interlocked.Increment(ref _accepted);
            try
            {
                Enter(descriptor, KernelAddress.Read(new ReadOnlySpan<byte>(address, KernelAddress.Size)), ServerEndPoint(listener, descriptor));
            }
            catch (Exception e)
            {
                LogSeatFailed(_logger, e);
            }
        }

        _knocking = true;
    }

    private static IPEndPoint? ServerEndPoint(Listener listener, int descriptor)
    {
        if (!listener.Wildcard) return listener.EndPoint;
        var address = stackalloc byte[KernelAddress.Size];
        uint length = KernelAddress.Size;
        if (Native.getsockname(descriptor, address, &length) != 0) return null;
        var server = KernelAddress.Read(new ReadOnlySpan<byte>(address, KernelAddress.Size));
        return server is not null && server.Equals(listener.Last) ? listener.Last : listener.Last = server;
    }

    private void Enter(int descriptor, IPEndPoint? client, IPEndPoint? server)
    {
        if (client is null || server is null)
        {
            Send(descriptor, "421 4.3.2 No system resources\r\n"u8);
            Part(descriptor);
            return;
        }

        var proxy = _settings.Current.Settings.UpstreamProxy;
        if (proxy.Enable) AwaitHeader(descriptor, client, server, proxy.Timeout);
        else Admit(descriptor, client, server);
    }

    private void Admit(int descriptor, IPEndPoint client, IPEndPoint server)
    {
        var snapshot = _settings.Current;
        var limits = snapshot.Settings.Limits;
        var clientState = _admission.Enter(client.Address, limits);
        var session = new ScreeningSession(_services, snapshot, clientState, client, server);
        var ticket = Sit(descriptor, session);
        Guarded(ticket, (room, t) => room.Welcome(t, session, room._admission.PostQueueBusy(limits), room._admission.PreQueueBusy(limits)));
    }

    private void Welcome(Ticket ticket, ScreeningSession session, bool postQueueBusy, bool preQueueBusy)
    {
        var step = session.Begin(postQueueBusy, preQueueBusy);
        if (step != SessionStep.Hold)
        {
            Apply(ticket, step);
            return;
        }

        var descriptor = _seats[ticket.Seat].Descriptor;
        if (session.NeedsTeaser && !Send(descriptor, session.State.Snapshot.Greeting.Teaser))
        {
            Apply(ticket, session.OnHangup());
            return;
        }

        SetDue(ticket, session.State.Snapshot.Settings.Greet.Wait.In(_admission.Stress));
        if (session.WatchesInput) Watch(ticket, descriptor);
        _toLookUp.Enqueue((ticket, _time.GetTimestamp()));
    }

    /// <summary>
    /// Asks the lists about newcomers. Greeting comes first: while a crowd knocks, only those that have waited for a while are looked up. While the
    /// resolver is busy, clients wait here, where they cost 16 bytes; but not for more than half of their greet wait.
    /// </summary>
    private void StartLookups()
    {
        var crowd = _knocking;
        _knocking = false;
        for (var i = 0; i < LookupsPerPass && _toLookUp.TryPeek(out var next); i++)
        {
            if (crowd && _time.GetElapsedTime(next.Since) < LookupDelayLimit) return;
            _lookupsHeldBack = _services.Resolver.IsBusy && _time.GetElapsedTime(next.Since) < _settings.Current.Settings.Greet.Wait.In(_admission.Stress) / 2;
            if (_lookupsHeldBack) return;
            _toLookUp.Dequeue();
            if (IsCurrent(next.Ticket)) Guarded(next.Ticket, static (room, t) => room.StartLookups(room._seats[t.Seat].Session!));
        }
    }

    private void StartLookups(ScreeningSession session) =>
        session.StartLookups(_onLookupsDone, session.State.Snapshot.Settings.Greet.Wait.In(_admission.Stress));

    private void OnAcceptError(int index, int error)
    {
        switch (error)
        {
            case Native.EAgain or Native.EIntr:
                return;
            case Native.EMFile or Native.ENFile or Native.ENoMem or Native.ENoBufs:
                PauseListener(index, Marshal.GetPInvokeErrorMessage(error));
                return;
            default:
                // ECONNABORTED and the like: that client is gone, the listener is not.
                LogAcceptNoise(_logger, Marshal.GetPInvokeErrorMessage(error));
                return;
        }
    }

    /// <summary>Leaves newcomers in the kernel's queue for a moment, longer each time.</summary>
    private void PauseListener(int index, string reason)
    {
        var listener = _listeners[index];
        Interlocked.Increment(ref _acceptFailures);
        if (_acceptTrouble is null) LogAcceptPaused(_logger, listener.EndPoint, reason);
        Volatile.Write(ref _acceptTrouble, $"New connections wait: {reason}.");
        Control(Native.EpollModify, listener.Descriptor, ListenerBit | (uint)index, 0);
        _timers.Enqueue(new Ticket(~index, 0), _time.GetTimestamp() + Ticks(listener.Pause, _time));
        listener.Pause = listener.Pause * 2 < LongestPause ? listener.Pause * 2 : LongestPause;
    }

    private void ResumeListener(int index)
    {
        if (_listeners[index].Socket is null) return;
        Control(Native.EpollModify, _listeners[index].Descriptor, ListenerBit | (uint)index, Native.EpollIn);
    }

    [LoggerMessage(1002, LogLevel.Warning, "Not accepting on {EndPoint} for a moment: {Reason}")]
    private static partial void LogAcceptPaused(ILogger logger, IPEndPoint endPoint, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "A connection was gone before it was accepted: {Reason}")]
    private static partial void LogAcceptNoise(ILogger logger, string reason);
}
