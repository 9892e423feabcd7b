using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>Asking: sockets and ids, tries, replies.</summary>
public sealed partial class UdpDnsblResolver
{
    /// <summary>Sockets in use to one resolver at a time; the port of the next query is one of as many.</summary>
    private const int SocketsPerServer = 4;

    private const int QueriesPerSocket = 128;
    private static readonly TimeSpan SocketLife = TimeSpan.FromSeconds(10);

    /// <summary>A lost datagram is asked again within the shortest greet wait, 1 s.</summary>
    private static readonly TimeSpan FirstTry = TimeSpan.FromMilliseconds(500);

    private readonly Server[] _servers;
    private readonly byte[] _randomness = new byte[512];
    private int _randomnessUsed = 512;
    private int _preferred;

    private sealed class Server(IPEndPoint endPoint)
    {
        public IPEndPoint EndPoint { get; } = endPoint;

        public DnsblSocket?[] Sockets { get; } = new DnsblSocket?[SocketsPerServer];

        public void Close()
        {
            foreach (var socket in Sockets) socket?.Dispose();
        }
    }

    /// <summary>A question to be sent once the lock is left; nothing when there is no socket.</summary>
    private readonly record struct Outgoing(DnsblQuery? Query, DnsblSocket? Socket, ushort Id);

    // Under the lock.
    private Outgoing BeginFirstAttempt(DnsblQuery query, long now)
    {
        var left = query.Deadline - now;
        query.Stage = DnsblQueryStage.Asked;
        query.Patience = Ticks(FirstTry);
        query.AttemptEnds = now + Math.Min(query.Patience, left / 2);
        query.Server = _preferred;
        return Ask(query, now);
    }

    // Under the lock.
    private Outgoing BeginNextAttempt(DnsblQuery query, long now)
    {
        query.Patience *= 2;
        query.AttemptEnds = now + query.Patience;
        query.Refusals = 0;
        MoveOn(query);
        return Ask(query, now);
    }

    // Under the lock.
    private void MoveOn(DnsblQuery query)
    {
        Forget(query);
        var next = (query.Server + 1) % _servers.Length;
        if (_preferred == query.Server) _preferred = next;
        query.Server = next;
    }

    // Under the lock.
    private Outgoing Ask(DnsblQuery query, long now)
    {
        if (TakeSocket(_servers[query.Server], now) is not { } socket) return default;
        ushort id;
        do id = RandomId();
        while (!socket.Asked.TryAdd(id, query));
        socket.Uses++;
        query.Socket = socket;
        query.Id = id;
        return new Outgoing(query, socket, id);
    }

    // Under the lock.
    private DnsblSocket? TakeSocket(Server server, long now)
    {
        ref var socket = ref server.Sockets[Random.Shared.Next(SocketsPerServer)];
        if (socket is { Retired: false } && socket.Uses < QueriesPerSocket && now - socket.OpenedAt < Ticks(SocketLife)) return socket;
        if (socket is not null) Retire(socket);
        socket = null;
        try
        {
            socket = new DnsblSocket(server.EndPoint, now, OnDatagram, OnRefused);
        }
        catch (SocketException)
        {
            // No descriptors, or no way to the resolver: the query waits for its next try.
            return null;
        }

        socket.Receive(_watch);
        return socket;
    }

    // Under the lock.
    private static void Retire(DnsblSocket socket)
    {
        socket.Retired = true;
        if (socket.Asked.Count == 0) socket.Dispose();
    }

    // Under the lock.
    private static void Forget(DnsblQuery query)
    {
        if (query.Socket is not { } socket) return;
        query.Socket = null;
        socket.Asked.Remove(query.Id);
        if (socket is { Retired: true, Asked.Count: 0 }) socket.Dispose();
    }

    private ushort RandomId()
    {
        if (_randomnessUsed == _randomness.Length)
        {
            RandomNumberGenerator.Fill(_randomness);
            _randomnessUsed = 0;
        }

        var id = BinaryPrimitives.ReadUInt16LittleEndian(_randomness.AsSpan(_randomnessUsed));
        _randomnessUsed += sizeof(ushort);
        return id;
    }

    private void Send(Outgoing outgoing)
    {
        if (outgoing is not { Query: { } query, Socket: { } socket }) return;
        Span<byte> message = stackalloc byte[DnsWire.QuestionLimit];
        var length = DnsWire.WriteQuestion(message, outgoing.Id, query.Client, query.Zone.Wire);
        if (!socket.Send(message[..length])) OnRefused(socket);
    }

    private void OnDatagram(DnsblSocket socket, ReadOnlySpan<byte> datagram)
    {
        Span<uint> room = stackalloc uint[128];
        var findings = new DnsFindings(room);
        if (!DnsWire.TryRead(datagram, ref findings)) return;
        var id = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        Span<byte> question = stackalloc byte[DnsWire.QuestionLimit];
        DnsblQuery? query;
        Outgoing next = default;
        lock (_lock)
        {
            if (!socket.Asked.TryGetValue(id, out query)) return;
            var length = DnsWire.WriteQuestion(question, id, query.Client, query.Zone.Wire);
            if (!DnsWire.Repeats(datagram, question[..length])) return;
            if (findings.Truncated)
            {
                Forget(query);
                query.Stage = DnsblQueryStage.AskedByTcp;
            }
            else
            {
                next = Release(query, _time.GetTimestamp());
            }
        }

        var reply = DnsblReplyReader.Read(findings, _time.GetElapsedTime(query.Started));
        if (findings.Truncated)
        {
            _ = AskByTcpAsync(query, reply);
            return;
        }

        Send(next);
        Complete(query, reply);
    }

    /// <summary>
    /// The resolver's machine says that nobody is there, about one of the socket's queries or all: each goes on to the next resolver at once,
    /// or waits for its next try when all refused.
    /// </summary>
    private void OnRefused(DnsblSocket socket)
    {
        List<Outgoing> moved = [];
        lock (_lock)
        {
            if (_disposed) return;
            var now = _time.GetTimestamp();
            socket.Retired = true;
            foreach (var query in socket.Asked.Values.ToList())
            {
                MoveOn(query);
                if (++query.Refusals < _servers.Length) moved.Add(Ask(query, now));
            }

            Retire(socket);
        }

        foreach (var outgoing in moved) Send(outgoing);
    }
}
