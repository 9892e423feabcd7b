using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace AdminPanel.Benchmarks.Crowd;

/// <summary>
/// The client program: thousands of SMTP clients from loopback addresses of their own, on one thread with epoll, so that it takes little
/// from the servers it measures. Runs one plan at a time.
/// </summary>
internal sealed unsafe class CrowdClient
{
    private const int EventsPerPass = 256;
    private const int ConnectsPerPass = 32;

    private readonly CrowdPlan _plan;
    private readonly Client[] _clients;
    private readonly Visit[] _visits;
    private readonly byte[] _buffer = new byte[4_096];
    private readonly int _epoll = Libc.epoll_create1(Libc.CloseOnExec);
    private int _connected;
    private int _under;
    private int _ended;
    private int _lookedAt;
    private int _undecided;
    private bool _told;

    private CrowdClient(CrowdPlan plan)
    {
        _plan = plan;
        _clients = new Client[plan.Clients];
        _visits = new Visit[plan.Clients];
        _undecided = plan.Clients;
        Array.Fill(_visits, new Visit { TeaserAfter = double.NaN, GreetingAfter = double.NaN, EndedAfter = double.NaN });
    }

    private enum Stage : byte
    {
        Connecting,
        Greeting,
        Hello,
        Sender,
        Recipient,
        Goodbye,
        Ended,
    }

    private struct Client
    {
        public long ConnectedAt;
        public int Descriptor;
        public Stage Stage;
        public bool InLine;
        public byte Digit;
        public byte Column;
        public bool More;
        public bool Counted;
    }

    /// <summary>Runs a plan on a thread of its own.</summary>
    public static Task<CrowdResult> RunAsync(CrowdPlan plan)
    {
        var done = new TaskCompletionSource<CrowdResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(new CrowdClient(plan).Run());
            }
            catch (Exception trouble)
            {
                done.SetException(trouble);
            }
        });
        thread.Start();
        return done.Task;
    }

    private CrowdResult Run()
    {
        var started = Stopwatch.GetTimestamp();
        var events = stackalloc byte[EventsPerPass * Libc.EventSize];
        while (_ended < _plan.Clients)
        {
            for (var i = 0; i < ConnectsPerPass && _connected < _plan.Clients && _under < _plan.AtOnce && IsDue(_connected, started); i++) Connect(_connected++);
            var wait = _connected < _plan.Clients && _under < _plan.AtOnce ? (IsDue(_connected, started) ? 0 : 1) : 50;
            var count = Libc.epoll_wait(_epoll, events, EventsPerPass, wait);
            for (var i = 0; i < count; i++) OnReady((int)*(ulong*)(events + (i * Libc.EventSize) + Libc.EventDataOffset));
            if (count < EventsPerPass) GiveUpSome();
            if (!_told && _connected == _plan.Clients && _undecided == 0)
            {
                _told = true;
                _plan.OnAllThere?.Invoke(_under);
            }
        }

        _ = Libc.close(_epoll);
        return new CrowdResult(_visits, Stopwatch.GetElapsedTime(started));
    }

    private bool IsDue(int client, long started) => _plan.Rate <= 0 || Stopwatch.GetElapsedTime(started).TotalSeconds * _plan.Rate >= client;

    private void Connect(int index)
    {
        ref var client = ref _clients[index];
        client.ConnectedAt = Stopwatch.GetTimestamp();
        client.Descriptor = Libc.socket(2, 1 | Libc.NonBlock | Libc.CloseOnExec, 0);
        _under++;
        if (client.Descriptor < 0)
        {
            End(index, VisitEnd.Lost);
            return;
        }

        var address = stackalloc byte[16];
        var on = 1;
        const int Ip = 0, BindAddressNoPort = 24;
        _ = Libc.setsockopt(client.Descriptor, Ip, BindAddressNoPort, &on, sizeof(int));
        Libc.WriteAddress(address, _plan.Source(index), 0);
        if (Libc.bind(client.Descriptor, address, 16) != 0)
        {
            End(index, VisitEnd.Lost);
            return;
        }

        Libc.WriteAddress(address, ToInt(_plan.Server.Address), _plan.Server.Port);
        if (Libc.connect(client.Descriptor, address, 16) != 0 && Marshal.GetLastPInvokeError() != Libc.EInProgress)
        {
            End(index, VisitEnd.Lost);
            return;
        }

        client.Stage = Stage.Greeting;
        var interest = stackalloc byte[16];
        *(uint*)interest = Libc.EpollIn | Libc.EpollRemoteHangup;
        *(ulong*)(interest + Libc.EventDataOffset) = (ulong)index;
        if (Libc.epoll_ctl(_epoll, Libc.EpollAdd, client.Descriptor, interest) != 0) End(index, VisitEnd.Lost);
    }

    private void OnReady(int index)
    {
        ref var client = ref _clients[index];
        if (client.Stage == Stage.Ended) return;
        nint read;
        fixed (byte* buffer = _buffer) read = Libc.recv(client.Descriptor, buffer, (nuint)_buffer.Length, 0);
        if (read < 0 && Marshal.GetLastPInvokeError() == Libc.EAgain) return;
        if (read <= 0)
        {
            End(index, client.Stage == Stage.Goodbye || (_plan.Errand == Errand.ReadToEnd && client.Counted) ? (_visits[index].End == VisitEnd.None ? VisitEnd.Served : _visits[index].End) : VisitEnd.Lost);
            return;
        }

        if (!client.Counted)
        {
            _visits[index].TeaserAfter = Milliseconds(client.ConnectedAt);
            Decide(ref client);
        }

        if (_plan.Errand == Errand.ReadToEnd) return;
        if (_plan.Errand == Errand.Leave)
        {
            End(index, VisitEnd.Served);
            return;
        }

        foreach (var b in _buffer.AsSpan(0, (int)read))
        {
            if (TakeByte(ref client, b)) OnReply(index, client.Digit);
            if (client.Stage == Stage.Ended) return;
        }
    }

    /// <summary>True at the end of a reply's last line.</summary>
    private static bool TakeByte(ref Client client, byte b)
    {
        if (b == '\n')
        {
            var last = !client.More;
            (client.Column, client.More) = (0, false);
            return last;
        }

        if (client.Column == 0) client.Digit = b;
        if (client.Column == 3) client.More = b == '-';
        if (client.Column < 4) client.Column++;
        return false;
    }

    private void OnReply(int index, byte digit)
    {
        ref var client = ref _clients[index];
        if (client.Stage == Stage.Greeting) _visits[index].GreetingAfter = Milliseconds(client.ConnectedAt);
        if (client.Stage != Stage.Goodbye && digit is (byte)'5' or (byte)'4')
        {
            _visits[index].End = digit == '5' ? VisitEnd.Refused : VisitEnd.Deferred;
            if (client.Stage == Stage.Recipient) Say(ref client, "QUIT\r\n"u8, Stage.Goodbye);
            else End(index, _visits[index].End);
            return;
        }

        switch (client.Stage)
        {
            case Stage.Greeting when _plan.Errand == Errand.Quit:
                Say(ref client, "QUIT\r\n"u8, Stage.Goodbye);
                break;
            case Stage.Greeting:
                Say(ref client, "EHLO client.example\r\n"u8, Stage.Hello);
                break;
            case Stage.Hello:
                Say(ref client, "MAIL FROM:<spam@client.example>\r\n"u8, Stage.Sender);
                break;
            case Stage.Sender:
                Say(ref client, "RCPT TO:<user@example.test>\r\n"u8, Stage.Recipient);
                break;
            case Stage.Recipient:
                Say(ref client, "QUIT\r\n"u8, Stage.Goodbye);
                break;
            default:
                End(index, _visits[index].End == VisitEnd.None ? VisitEnd.Served : _visits[index].End);
                break;
        }
    }

    private static void Say(ref Client client, ReadOnlySpan<byte> line, Stage next)
    {
        client.Stage = next;
        fixed (byte* bytes = line) _ = Libc.send(client.Descriptor, bytes, (nuint)line.Length, Libc.MsgNoSignal);
    }

    private void End(int index, VisitEnd end)
    {
        ref var client = ref _clients[index];
        if (client.Stage == Stage.Ended) return;
        client.Stage = Stage.Ended;
        if (client.Descriptor >= 0) _ = Libc.close(client.Descriptor);
        _visits[index].End = end;
        _visits[index].EndedAfter = Milliseconds(client.ConnectedAt);
        Decide(ref client);
        _under--;
        _ended++;
    }

    /// <summary>The client heard from the server, or never will.</summary>
    private void Decide(ref Client client)
    {
        if (client.Counted) return;
        client.Counted = true;
        _undecided--;
    }

    /// <summary>Looks at a part of the clients for those that ran out of patience.</summary>
    private void GiveUpSome()
    {
        for (var i = 0; i < 512 && _connected > 0; i++)
        {
            _lookedAt = (_lookedAt + 1) % _connected;
            ref var client = ref _clients[_lookedAt];
            if (client.Stage == Stage.Ended) continue;
            var patience = client.Counted ? _plan.Patience : _plan.TeaserPatience;
            if (Milliseconds(client.ConnectedAt) > patience.TotalMilliseconds) End(_lookedAt, VisitEnd.Lost);
        }
    }

    private static double Milliseconds(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    private static uint ToInt(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
    }
}
