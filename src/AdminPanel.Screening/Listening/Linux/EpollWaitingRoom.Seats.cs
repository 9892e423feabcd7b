using System.Net.Sockets;
using System.Runtime.InteropServices;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Verdicts;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>Seats: taking one, watching it, acting on what the session says, leaving.</summary>
internal sealed unsafe partial class EpollWaitingRoom
{
    private static readonly TimeSpan PatienceInterval = TimeSpan.FromMilliseconds(250);

    private long _nextLook = long.MaxValue;

    private Ticket Sit(int descriptor, ScreeningSession session)
    {
        var ticket = TakeSeat(descriptor, SeatState.Waiting);
        _seats[ticket.Seat].Occupant = session;
        session.Ticket = ticket.Data;
        return ticket;
    }

    private Ticket TakeSeat(int descriptor, SeatState state)
    {
        if (_freeSeat < 0) GrowSeats();
        var index = _freeSeat;
        ref var seat = ref _seats[index];
        _freeSeat = seat.Other;
        seat.Descriptor = descriptor;
        seat.Other = -1;
        seat.State = state;
        seat.Watched = false;
        seat.Due = long.MaxValue;
        _usedSeats++;
        return new Ticket(index, seat.Generation);
    }

    private void GrowSeats()
    {
        var first = _seats.Length;
        Array.Resize(ref _seats, Math.Max(256, first + (first / 4)));
        for (var i = _seats.Length - 1; i >= first; i--)
        {
            _seats[i].Generation = 1;
            _seats[i].Other = _freeSeat;
            _freeSeat = i;
        }
    }

    private bool IsCurrent(Ticket ticket) => ticket.Seat < _seats.Length && _seats[ticket.Seat].Generation == ticket.Generation && _seats[ticket.Seat].State != SeatState.Free;

    private void FreeSeat(Ticket ticket)
    {
        ref var seat = ref _seats[ticket.Seat];
        if (seat.State == SeatState.ReadingHeader) Interlocked.Decrement(ref _headerSeats);
        seat.Occupant = null;
        seat.Talk = null;
        seat.State = SeatState.Free;
        seat.Generation = (seat.Generation + 1) & 0x7FFF_FFFF;
        seat.Other = _freeSeat;
        _freeSeat = ticket.Seat;
        _usedSeats--;
    }

    /// <summary>Handles one seat; whatever goes wrong there costs that connection only.</summary>
    private void Guarded(Ticket ticket, Action<EpollWaitingRoom, Ticket> act)
    {
        try
        {
            act(this, ticket);
        }
        catch (Exception e)
        {
            LogSeatFailed(_logger, e);
            if (IsCurrent(ticket)) Abandon(ticket);
        }
    }

    private void Abandon(Ticket ticket)
    {
        ref var seat = ref _seats[ticket.Seat];
        var session = seat.Session;
        if (seat.Descriptor >= 0) _ = Native.close(seat.Descriptor);
        if (seat.Other >= 0) _ = Native.close(seat.Other);
        if (seat.State == SeatState.InTransit) _admission.EndTransit();
        FreeSeat(ticket);
        if (session is not null) _admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
    }

    private void SetDue(Ticket ticket, TimeSpan wait)
    {
        var due = _time.GetTimestamp() + Ticks(wait, _time);
        _seats[ticket.Seat].Due = due;
        _timers.Enqueue(ticket, due);
    }

    /// <summary>
    /// A time limit that hardly anybody reaches: looked at now and then, so that no timer is left behind by those who are long gone.
    /// </summary>
    private void SetPatience(Ticket ticket, TimeSpan wait)
    {
        var now = _time.GetTimestamp();
        _seats[ticket.Seat].Due = now + Ticks(wait, _time);
        if (_nextLook == long.MaxValue) _nextLook = now + Ticks(PatienceInterval, _time);
    }

    private void LookAtPatience(long now)
    {
        var any = false;
        for (var i = 0; i < _seats.Length; i++)
        {
            if (_seats[i].State is not (SeatState.Talking or SeatState.InTransit)) continue;
            any = true;
            if (_seats[i].Due <= now) Guarded(new Ticket(i, _seats[i].Generation), static (room, t) => room.OnDue(t));
        }

        _nextLook = any ? now + Ticks(PatienceInterval, _time) : long.MaxValue;
    }

    private void Watch(Ticket ticket, int descriptor)
    {
        Control(Native.EpollAdd, descriptor, ticket.Data, Native.EpollIn | Native.EpollRemoteHangup);
        _seats[ticket.Seat].Watched = true;
    }

    private void Unwatch(Ticket ticket)
    {
        ref var seat = ref _seats[ticket.Seat];
        if (!seat.Watched) return;
        _ = Native.epoll_ctl(_epoll, Native.EpollDelete, seat.Descriptor, null);
        seat.Watched = false;
    }

    private void Control(int operation, int descriptor, ulong data, uint interest)
    {
        if (TryControl(operation, descriptor, data, interest) != 0) throw new IOException($"epoll_ctl: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private int TryControl(int operation, int descriptor, ulong data, uint interest)
    {
        var epollEvent = stackalloc byte[16];
        *(uint*)epollEvent = interest;
        *(ulong*)(epollEvent + Native.EventDataOffset) = data;
        return Native.epoll_ctl(_epoll, operation, descriptor, epollEvent);
    }

    private void OnReady(Ticket ticket)
    {
        if (!IsCurrent(ticket)) return;
        Guarded(ticket, static (room, t) =>
        {
            if (room._seats[t.Seat].State == SeatState.InTransit) room.OnTaken(t);
            else if (room._seats[t.Seat].State == SeatState.Waiting) room.OnInput(t);
            else if (room._seats[t.Seat].State == SeatState.Talking) room.OnTalk(t);
            else if (room._seats[t.Seat].State == SeatState.ReadingHeader) room.OnHeader(t);
        });
    }

    private void OnInput(Ticket ticket)
    {
        ref var seat = ref _seats[ticket.Seat];
        var session = seat.Session!;
        nint read;
        fixed (byte* buffer = _scratch) read = Native.recv(seat.Descriptor, buffer, PregreetCheck.PeekLength, Native.MsgPeek | Native.MsgDontWait);
        if (read < 0 && Marshal.GetLastPInvokeError() is Native.EAgain or Native.EIntr) return;
        if (read <= 0)
        {
            Apply(ticket, session.OnHangup());
            return;
        }

        Unwatch(ticket);
        Apply(ticket, session.OnEarlyTalk(_scratch.AsSpan(0, (int)read), waitOver: _time.GetTimestamp() >= seat.Due));
    }

    private void OnLookupsDone(ScreeningSession session)
    {
        var ticket = new Ticket((int)(session.Ticket & 0xFFFF_FFFF), (uint)(session.Ticket >> 32));
        if (!IsCurrent(ticket) || !ReferenceEquals(_seats[ticket.Seat].Session, session) || _seats[ticket.Seat].State != SeatState.Waiting) return;
        Guarded(ticket, static (room, t) =>
        {
            var waiting = room._seats[t.Seat].Session!;
            room.Apply(t, waiting.OnLookupsDone());
        });
    }

    private void OnDue(Ticket ticket)
    {
        switch (_seats[ticket.Seat].State)
        {
            case SeatState.Waiting:
                Apply(ticket, _seats[ticket.Seat].Session!.OnWaitOver());
                break;
            case SeatState.ReadingHeader:
                RefuseHeader(ticket, "time limit exceeded");
                break;
            case SeatState.Passing:
                PassDescriptor(ticket);
                break;
            case SeatState.InTransit:
                OnTransitTimeout(ticket);
                break;
            case SeatState.Talking:
                OnTalkTimeout(ticket);
                break;
        }
    }

    private void Apply(Ticket ticket, SessionStep step)
    {
        var session = _seats[ticket.Seat].Session!;
        switch (step)
        {
            case SessionStep.Hold:
                if (!session.WatchesInput) Unwatch(ticket);
                break;
            case SessionStep.HandOff when _target is HandoffTarget.Pass:
                session.Stage = "hand-off";
                session.PassingSince = _time.GetTimestamp();
                PassDescriptor(ticket);
                break;
            case SessionStep.HandOff:
                _departures.HandOff(session, LeaveRoom(ticket));
                break;
            case SessionStep.Converse:
                BeginTalk(ticket);
                break;
            default:
                Close(ticket);
                break;
        }
    }

    /// <summary>The connection becomes an ordinary socket.</summary>
    private Socket LeaveRoom(Ticket ticket)
    {
        Unwatch(ticket);
        var descriptor = _seats[ticket.Seat].Descriptor;
        FreeSeat(ticket);
        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    private void Close(Ticket ticket)
    {
        Unwatch(ticket);
        var descriptor = _seats[ticket.Seat].Descriptor;
        var session = _seats[ticket.Seat].Session!;
        if (session.ClosingReply is { } reply) Send(descriptor, SmtpReply.Encode(session.State, reply));
        FreeSeat(ticket);
        Part(descriptor);
        session.Closed();
        _admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
    }

    private static bool Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes) return Native.send(descriptor, data, (nuint)bytes.Length, Native.MsgNoSignal | Native.MsgDontWait) == bytes.Length;
    }

    /// <summary>Closes so that the last reply arrives: unread input would turn the close into a reset.</summary>
    private void Part(int descriptor)
    {
        _ = Native.shutdown(descriptor, Native.ShutdownWrite);
        fixed (byte* buffer = _scratch)
        {
            for (var i = 0; i < 16 && Native.recv(descriptor, buffer, (nuint)_scratch.Length, Native.MsgDontWait) > 0; i++)
            {
            }
        }

        _ = Native.close(descriptor);
    }

    [LoggerMessage(1001, LogLevel.Error, "A connection failed in the waiting room and was closed")]
    private static partial void LogSeatFailed(ILogger logger, Exception exception);
}
