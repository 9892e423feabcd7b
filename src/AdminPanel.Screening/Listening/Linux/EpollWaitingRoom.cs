using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>
/// The waiting room on raw descriptors: one thread, one epoll set, one seat per client in an array, one timer queue. A client in its greet
/// wait, or in its dummy SMTP session, costs its seat and its session record: no task, no timer, no buffer.
/// </summary>
internal sealed partial class EpollWaitingRoom : IWaitingRoom
{
    private const int EventsPerPass = 256;
    private const ulong WakeData = ulong.MaxValue;
    private const ulong ListenerBit = 1UL << 63;

    private readonly ScreeningOptions _options;
    private readonly SettingsSource _settings;
    private readonly ScreeningServices _services;
    private readonly HandoffTarget _target;
    private readonly Admission _admission;
    private readonly Departures _departures;
    private readonly HandoffHealth _health;
    private readonly TlsCertificates _certificates;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly byte[] _passPath;
    private readonly string _passService;
    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly PriorityQueue<Ticket, long> _timers = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _scratch = new byte[4_096];
    private readonly int _descriptorBudget;
    private readonly Action<ScreeningSession> _onLookupsDone;

    private Seat[] _seats = [];
    private int _freeSeat = -1;
    private int _usedSeats;
    private int _epoll = -1;
    private int _wake = -1;
    private int _woken;
    private bool _stopping;

    public EpollWaitingRoom(
        ScreeningOptions options, SettingsSource settings, ScreeningServices services, HandoffTarget target,
        Admission admission, Departures departures, HandoffHealth health, TlsCertificates certificates, ILogger logger)
    {
        _options = options;
        _settings = settings;
        _services = services;
        _target = target;
        _admission = admission;
        _departures = departures;
        _health = health;
        _certificates = certificates;
        _logger = logger;
        _time = services.Time;
        var path = (target as HandoffTarget.Pass)?.Path ?? "";
        _passPath = Encoding.UTF8.GetBytes(path);
        _passService = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeLast(2));
        var limit = Native.DescriptorLimit();
        _onLookupsDone = session => Post(new Message(MessageKind.LookupsDone, session));
        _descriptorBudget = Math.Max(limit - 1_024, limit / 2);
    }

    private enum MessageKind
    {
        LookupsDone,
        StopAccepting,
        Held,
        Stop,
    }

    private readonly record struct Message(MessageKind Kind, ScreeningSession? Session = null, object? Completion = null, int Max = 0);

    /// <summary>Names one use of a seat; a reused seat has another generation.</summary>
    private readonly record struct Ticket(int Seat, uint Generation)
    {
        public ulong Data => ((ulong)Generation << 32) | (uint)Seat;
    }

    private enum SeatState : byte
    {
        Free,
        ReadingHeader,
        Waiting,
        Passing,
        InTransit,
        Talking,
    }

    private struct Seat
    {
        /// <summary>The session, or what the kernel says of a connection whose header is being read.</summary>
        public object? Occupant;
        public SmtpTalk? Talk;
        public long Due;
        public int Descriptor;

        /// <summary>The channel to the service that is taking the connection; of a free seat the next free one.</summary>
        public int Other;
        public uint Generation;
        public SeatState State;
        public bool Watched;

        public readonly ScreeningSession? Session => Occupant as ScreeningSession;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_epoll < 0) return;
        Post(new Message(MessageKind.Stop));
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StopAcceptingAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new Message(MessageKind.StopAccepting, Completion: done));
        return done.Task;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InFlightConnection>> HeldAsync(int max, CancellationToken cancellationToken)
    {
        var held = new TaskCompletionSource<IReadOnlyList<InFlightConnection>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new Message(MessageKind.Held, Completion: held, Max: max));
        return held.Task.WaitAsync(cancellationToken);
    }

    private unsafe void Post(Message message)
    {
        _messages.Enqueue(message);
        if (IsHere || Interlocked.Exchange(ref _woken, 1) != 0) return;
        ulong one = 1;
        _ = Native.write(_wake, (byte*)&one, sizeof(ulong));
    }

    private void Run()
    {
        Volatile.Write(ref _threadId, Environment.CurrentManagedThreadId);
        var events = new byte[EventsPerPass * Native.EventSize];
        while (!_stopping)
        {
            try
            {
                Pass(events);
            }
            catch (Exception e)
            {
                // One seat's trouble must not stop the door: Pass isolates seats, so this is a bug worth a loud line.
                LogPassFailed(_logger, e);
            }
        }

        EndWatch();
        CloseEverything();
        Volatile.Write(ref _threadId, 0);
        _stopped.TrySetResult();
    }

    private unsafe void Pass(byte[] events)
    {
        int count;
        fixed (byte* buffer = events) count = Native.epoll_wait(_epoll, buffer, EventsPerPass, NextTimeout());
        for (var i = 0; i < count; i++)
        {
            if (EventData(events, i) == WakeData) ClearWake();
        }

        TakeMessages();
        RunTimers();
        for (var i = 0; i < count; i++)
        {
            var data = EventData(events, i);
            if (data == WakeData) continue;
            if ((data & (ListenerBit | DatagramBit)) == (ListenerBit | DatagramBit)) OnDatagrams((int)(data & 0xFFFF_FFFF));
            else if ((data & ListenerBit) != 0) AcceptSome((int)(data & 0xFFFF));
            else OnReady(new Ticket((int)(data & 0xFFFF_FFFF), (uint)(data >> 32)));
        }

        StartLookups();
        TakeMessages();
    }

    private static ulong EventData(byte[] events, int index) =>
        MemoryMarshal.Read<ulong>(events.AsSpan((index * Native.EventSize) + Native.EventDataOffset));

    /// <summary>Takes the wake-up, then lets posters wake again: what they post meanwhile is taken by the loop that follows.</summary>
    private unsafe void ClearWake()
    {
        ulong value;
        _ = Native.read(_wake, (byte*)&value, sizeof(ulong));
        Volatile.Write(ref _woken, 0);
    }

    private void TakeMessages()
    {
        while (_messages.TryDequeue(out var message))
        {
            switch (message.Kind)
            {
                case MessageKind.LookupsDone:
                    OnLookupsDone(message.Session!);
                    break;
                case MessageKind.StopAccepting:
                    CloseListeners();
                    (message.Completion as TaskCompletionSource)?.TrySetResult();
                    break;
                case MessageKind.Held:
                    (message.Completion as TaskCompletionSource<IReadOnlyList<InFlightConnection>>)?.TrySetResult(Held(message.Max));
                    break;
                default:
                    _stopping = true;
                    break;
            }
        }
    }

    private int NextTimeout()
    {
        if (!_messages.IsEmpty) return 0;
        if (_toLookUp.Count > 0) return _lookupsHeldBack ? 1 : 0;
        if (!_timers.TryPeek(out _, out var due)) due = long.MaxValue;
        due = Math.Min(due, _nextLook);
        if (due == long.MaxValue) return -1;
        var left = due - _time.GetTimestamp();
        return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, ((left * 1_000) + _time.TimestampFrequency - 1) / _time.TimestampFrequency);
    }

    private void RunTimers()
    {
        var now = _time.GetTimestamp();
        while (_timers.TryPeek(out var ticket, out var due) && due <= now)
        {
            _timers.Dequeue();
            if (ticket.Seat < 0) ResumeListener(~ticket.Seat);
            else if (IsCurrent(ticket) && _seats[ticket.Seat].Due == due) Guarded(ticket, static (room, t) => room.OnDue(t));
        }

        if (now >= _nextLook) LookAtPatience(now);
    }

    /// <summary>The oldest connections. Whoever watches a crowd asks twice a second: what is kept is bounded by what is shown.</summary>
    private List<InFlightConnection> Held(int max)
    {
        var oldest = new PriorityQueue<ScreeningSession, long>();
        foreach (ref readonly var seat in _seats.AsSpan())
        {
            if (seat.Session is not { } session) continue;
            var youngestFirst = -session.State.ConnectedTimestamp;
            if (oldest.Count < max) oldest.Enqueue(session, youngestFirst);
            else oldest.EnqueueDequeue(session, youngestFirst);
        }

        return [.. oldest.UnorderedItems.Select(static s => new InFlightConnection(s.Element.State.Client, s.Element.State.ConnectedAt, s.Element.Stage))];
    }

    private void CloseEverything()
    {
        CloseListeners();
        for (var i = 0; i < _seats.Length; i++)
        {
            if (_seats[i].State == SeatState.Free) continue;
            var ticket = new Ticket(i, _seats[i].Generation);
            if (_seats[i].State == SeatState.InTransit) FreeTransit(ticket);
            else if (_seats[i].State == SeatState.ReadingHeader) RefuseHeader(ticket, "shutting down");
            else if (_seats[i].State == SeatState.Talking) Guarded(ticket, static (room, t) => room.EndTalk(t, room._seats[t.Seat].Session!.State.FinalReply));
            else Guarded(ticket, static (room, t) => room.Close(t));
        }

        // The wake descriptor stays: a late DNSBL reply may still write to it, and must not write to whoever got its number.
        _ = Native.close(_epoll);
    }

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(1000, LogLevel.Error, "The waiting room stumbled and goes on")]
    private static partial void LogPassFailed(ILogger logger, Exception exception);
}
