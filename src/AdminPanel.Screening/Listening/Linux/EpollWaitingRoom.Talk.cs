using System.Runtime.InteropServices;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Sessions;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>
/// The dummy SMTP session of clients in the clear. They stay in their seats: a command costs a read and a write, not a wake-up of another
/// thread. A client that asks for encryption leaves the room.
/// </summary>
internal sealed unsafe partial class EpollWaitingRoom
{
    /// <summary>More than any session's replies together; whoever lets so much pile up does not read.</summary>
    private const int UnsentLimit = 65_536;

    private void BeginTalk(Ticket ticket)
    {
        var session = _seats[ticket.Seat].Session!;
        var talk = new SmtpTalk(session, _certificates);
        _seats[ticket.Seat].Talk = talk;
        _seats[ticket.Seat].State = SeatState.Talking;
        if (talk.Dialogue.Greeting is { } greeting && !Say(ticket, greeting))
        {
            LoseTalk(ticket);
            return;
        }

        if (!_seats[ticket.Seat].Watched) Watch(ticket, _seats[ticket.Seat].Descriptor);
        SetPatience(ticket, talk.CommandTime(_admission.Stress));
    }

    private void OnTalk(Ticket ticket)
    {
        var (descriptor, talk, session) = (_seats[ticket.Seat].Descriptor, _seats[ticket.Seat].Talk!, _seats[ticket.Seat].Session!);
        nint count;
        fixed (byte* buffer = _scratch) count = Native.recv(descriptor, buffer, (nuint)_scratch.Length, Native.MsgDontWait);
        if (count < 0 && Marshal.GetLastPInvokeError() is Native.EAgain or Native.EIntr) return;
        if (count <= 0)
        {
            LoseTalk(ticket);
            return;
        }

        var consumed = 0;
        while (talk.Next(_scratch.AsSpan(0, (int)count), ref consumed) is { } step)
        {
            if (step.End)
            {
                EndTalk(ticket, step.Reply);
                return;
            }

            if (step.Reply is not null && !Say(ticket, SmtpReply.Encode(session.State, step.Reply)))
            {
                LoseTalk(ticket);
                return;
            }

            if (step.StartTls)
            {
                // What the client sent in the clear behind STARTTLS is not part of the encrypted session.
                _departures.Converse(session, LeaveRoom(ticket), talk);
                return;
            }

            SetPatience(ticket, talk.CommandTime(_admission.Stress));
        }
    }

    private void OnTalkTimeout(Ticket ticket) => EndTalk(ticket, _seats[ticket.Seat].Talk!.Dialogue.OnTimeLimit().Reply);

    /// <summary>Sends bytes behind what is still unsent; keeps what the client has no room for. False when the client is gone, or never reads.</summary>
    private bool Say(Ticket ticket, ReadOnlySpan<byte> bytes)
    {
        var (descriptor, talk) = (_seats[ticket.Seat].Descriptor, _seats[ticket.Seat].Talk!);
        if (talk.Unsent is { } waiting) bytes = (byte[])[.. waiting, .. bytes];
        nint sent;
        fixed (byte* data = bytes) sent = Native.send(descriptor, data, (nuint)bytes.Length, Native.MsgNoSignal | Native.MsgDontWait);
        if (sent < 0 && Marshal.GetLastPInvokeError() is not (Native.EAgain or Native.EIntr)) return false;
        bytes = bytes[(int)Math.Max(0, sent)..];
        talk.Unsent = bytes.IsEmpty ? null : bytes.ToArray();
        return bytes.Length <= UnsentLimit;
    }

    /// <summary>The client closed or reset the connection.</summary>
    private void LoseTalk(Ticket ticket)
    {
        ScreeningSession.Hangup(_seats[ticket.Seat].Session!.State);
        EndTalk(ticket, null);
    }

    private void EndTalk(Ticket ticket, string? reply)
    {
        var (descriptor, talk, session) = (_seats[ticket.Seat].Descriptor, _seats[ticket.Seat].Talk!, _seats[ticket.Seat].Session!);
        if (reply is not null && !Say(ticket, SmtpReply.Encode(session.State, reply))) ScreeningSession.Hangup(session.State);
        FreeSeat(ticket);
        talk.Conclude();
        Part(descriptor);
        session.Closed();
        _admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
    }
}
