using System.Runtime.InteropServices;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>Passing a client's descriptor to Postfix's <c>smtpd pass</c> service.</summary>
internal sealed unsafe partial class EpollWaitingRoom
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TransitLimit = TimeSpan.FromSeconds(100);

    private void PassDescriptor(Ticket ticket)
    {
        Unwatch(ticket);
        var session = _seats[ticket.Seat].Session!;
        var channel = Native.ConnectUnix(_passPath);
        if (channel < 0)
        {
            // EAGAIN: every smtpd is busy and its queue is full. That often passes within the second postscreen allows too.
            if (Marshal.GetLastPInvokeError() == Native.EAgain && _time.GetElapsedTime(session.PassingSince) < ConnectLimit)
            {
                _seats[ticket.Seat].State = SeatState.Passing;
                SetDue(ticket, ConnectPause);
                return;
            }

            HandoffFailed(ticket, NoteKind.HandoffConnectFailed);
            return;
        }

        if (!Native.SendDescriptor(channel, _seats[ticket.Seat].Descriptor, PassAttributes.Encode(session.State.Client, session.State.Server)))
        {
            var error = Marshal.GetLastPInvokeError();
            _ = Native.close(channel);
            Marshal.SetLastPInvokeError(error);
            HandoffFailed(ticket, NoteKind.HandoffPassFailed);
            return;
        }

        // smtpd owns the connection now: the descriptor must not be used again, only closed.
        ref var seat = ref _seats[ticket.Seat];
        _ = Native.close(seat.Descriptor);
        seat.Descriptor = -1;
        seat.Other = channel;
        seat.State = SeatState.InTransit;
        _admission.BeginTransit();
        _health.Worked();
        Control(Native.EpollAdd, channel, ticket.Data, Native.EpollIn | Native.EpollRemoteHangup);
        SetPatience(ticket, TransitLimit);
        session.HandedOff("pass");
    }

    private void HandoffFailed(Ticket ticket, NoteKind kind)
    {
        var reason = Marshal.GetLastPInvokeErrorMessage();
        _health.Failed(_passService, reason);
        _seats[ticket.Seat].State = SeatState.Waiting;
        Apply(ticket, _seats[ticket.Seat].Session!.OnHandoffFailed(kind, _passService, reason));
    }

    /// <summary>The service closed its end: it has taken the connection.</summary>
    private void OnTaken(Ticket ticket) => FreeTransit(ticket);

    private void OnTransitTimeout(Ticket ticket)
    {
        var session = _seats[ticket.Seat].Session!;
        session.State.Services.Verdicts.Publish(session.State.NewNote(NoteKind.HandoffTimeout) with { Text = _passService });
        _health.Failed(_passService, "the mail server did not take a connection within 100 s");
        FreeTransit(ticket);
    }

    private void FreeTransit(Ticket ticket)
    {
        var session = _seats[ticket.Seat].Session!;
        _ = Native.close(_seats[ticket.Seat].Other);
        FreeSeat(ticket);
        _admission.EndTransit();
        _admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
    }
}
