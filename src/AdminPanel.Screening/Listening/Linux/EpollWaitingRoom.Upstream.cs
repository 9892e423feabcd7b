using System.Net;
using System.Runtime.InteropServices;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Listening.Linux;

/// <summary>Connections that come through a load balancer: the header is read before the session begins (<c>postscreen_upstream_proxy_protocol</c>).</summary>
internal sealed unsafe partial class EpollWaitingRoom
{
    private int _headerSeats;

    /// <inheritdoc/>
    public int Announcing => Volatile.Read(ref _headerSeats);

    private sealed record Announced(IPEndPoint Client, IPEndPoint Server);

    private void AwaitHeader(int descriptor, IPEndPoint client, IPEndPoint server, TimeSpan timeout)
    {
        if (_headerSeats >= Math.Max(_settings.Current.Settings.Limits.PreQueue, 10))
        {
            Send(descriptor, "421 4.3.2 All screening ports are busy\r\n"u8);
            Part(descriptor);
            return;
        }

        Interlocked.Increment(ref _headerSeats);
        var ticket = TakeSeat(descriptor, SeatState.ReadingHeader);
        _seats[ticket.Seat].Occupant = new Announced(client, server);
        Guarded(ticket, (room, t) =>
        {
            room.SetDue(t, timeout);
            room.Watch(t, descriptor);
        });
    }

    private void OnHeader(Ticket ticket)
    {
        var (descriptor, announced) = (_seats[ticket.Seat].Descriptor, (Announced)_seats[ticket.Seat].Occupant!);
        nint read;
        fixed (byte* buffer = _scratch) read = Native.recv(descriptor, buffer, UpstreamProxyParser.PeekLength, Native.MsgPeek | Native.MsgDontWait);
        if (read < 0 && Marshal.GetLastPInvokeError() is Native.EAgain or Native.EIntr) return;
        if (read <= 0)
        {
            RefuseHeader(ticket, "EOF");
            return;
        }

        if (!UpstreamProxyParser.TryParse(_scratch.AsSpan(0, (int)read), out var header, out var error))
        {
            RefuseHeader(ticket, error);
            return;
        }

        // Exactly the header is taken: what the client sent behind it stays where early talk is looked for.
        fixed (byte* buffer = _scratch) _ = Native.recv(descriptor, buffer, (nuint)header.Length, Native.MsgDontWait);
        Unwatch(ticket);
        FreeSeat(ticket);
        Admit(descriptor, header.Client ?? announced.Client, header.Server ?? announced.Server);
    }

    private void RefuseHeader(Ticket ticket, string reason)
    {
        _services.Verdicts.Publish(new ScreeningNote
        {
            Kind = NoteKind.UpstreamProxyFailed,
            At = _time.GetUtcNow(),
            Client = (_seats[ticket.Seat].Occupant as Announced)?.Client,
            Detail = reason,
        });
        var descriptor = _seats[ticket.Seat].Descriptor;
        Unwatch(ticket);
        FreeSeat(ticket);
        Send(descriptor, "421 4.3.2 No system resources\r\n"u8);
        Part(descriptor);
    }
}
