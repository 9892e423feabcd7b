using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Screening.Tests.Dnsbl;

/// <summary>A DNS server on loopback that gives every question the same reply and remembers the names.</summary>
internal sealed class DnsStub : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Task _serving;
    private readonly List<string> _names = [];
    private readonly HashSet<EndPoint> _askers = [];

    public DnsStub()
    {
        // A port whose number no client has for TCP either.
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeUdp()));
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Builds the response from the question section.</summary>
    public Func<byte[], byte[]> Reply { get; set; } = Code(3);

    /// <summary>Makes what is sent, in order, of the proper response; that one by default.</summary>
    public Func<byte[], IEnumerable<byte[]>> Send { get; set; } = response => [response];

    /// <summary>So many questions stay without reply.</summary>
    public int DropFirst { get; set; }

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_names) return [.. _names];
        }
    }

    /// <summary>How many sockets asked.</summary>
    public int AskerCount
    {
        get
        {
            lock (_names) return _askers.Count;
        }
    }

    public static Func<byte[], byte[]> Addresses(params (int Ttl, string Address)[] records) => question =>
        Message(0, records.Length, 0, question, [.. records.SelectMany(r => Record(1, r.Ttl, IPAddress.Parse(r.Address).GetAddressBytes()))]);

    public static Func<byte[], byte[]> Code(int code, (int Ttl, int Minimum)? soa = null) => question =>
    {
        if (soa is null) return Message(code, 0, 0, question, []);
        byte[] data = [0, 0, .. Int32(1), .. Int32(2), .. Int32(3), .. Int32(4), .. Int32(soa.Value.Minimum)];
        return Message(code, 0, 1, question, Record(6, soa.Value.Ttl, data));
    };

    public void Dispose()
    {
        _socket.Dispose();
        _serving.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static byte[] Message(int code, int answers, int authorities, byte[] question, byte[] records) =>
        [0x81, (byte)(0x80 | code), 0, 1, 0, (byte)answers, 0, (byte)authorities, 0, 0, .. question, .. records];

    private static byte[] Record(byte type, int ttl, byte[] data) => [0xC0, 12, 0, type, 0, 1, .. Int32(ttl), 0, (byte)data.Length, .. data];

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[1_500];
        while (true)
        {
            SocketReceiveFromResult received;
            try
            {
                received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }

            var end = 12;
            var name = new StringBuilder();
            for (; buffer[end] != 0; end += buffer[end] + 1) name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(buffer, end + 1, buffer[end]));
            lock (_names)
            {
                _names.Add(name.ToString());
                _askers.Add(received.RemoteEndPoint);
            }

            if (DropFirst > 0)
            {
                DropFirst--;
                continue;
            }

            byte[] response = [.. buffer[..2], .. Reply(buffer[12..(end + 5)])];
            foreach (var datagram in Send(response)) await _socket.SendToAsync(datagram, SocketFlags.None, received.RemoteEndPoint);
        }
    }
}
