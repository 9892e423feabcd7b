using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Benchmarks.Crowd;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>What nothing built on them can exceed here: accepting, a line and a close; and the name server's own rate.</summary>
internal static class Limits
{
    /// <summary>Clients a second of a loop that accepts, writes one line and closes, with the client program of all rows.</summary>
    public static async Task<double> AcceptsAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4_096);
        var serving = new Thread(() => Serve((int)listener.SafeHandle.DangerousGetHandle())) { IsBackground = true };
        serving.Start();
        var addresses = new SourceAddresses();
        const int Clients = 10_000;
        var result = await CrowdClient.RunAsync(
            new CrowdPlan { Server = (IPEndPoint)listener.LocalEndPoint!, Clients = Clients, Source = addresses.Clean(Clients), Errand = Errand.ReadToEnd, AtOnce = 256 });
        return result.Count(VisitEnd.Served) / result.Took.TotalSeconds;
    }

    /// <summary>Replies a second of a name server to one asker with 256 questions under way on four sockets.</summary>
    public static async Task<double> QueriesAsync(IPEndPoint server, string zone)
    {
        var time = TimeSpan.FromSeconds(1.5);
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => Ask(server, zone, number, time))));
        return counts.Sum() / time.TotalSeconds;
    }

    private static unsafe void Serve(int listener)
    {
        ReadOnlySpan<byte> line = "220 bare.example ESMTP\r\n"u8;
        while (true)
        {
            var client = Libc.accept4(listener, null, null, Libc.CloseOnExec);
            if (client < 0) return;
            fixed (byte* bytes = line) _ = Libc.send(client, bytes, (nuint)line.Length, Libc.MsgNoSignal);
            _ = Libc.close(client);
        }
    }

    private static int Ask(IPEndPoint server, string zone, int number, TimeSpan time)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 50 };
        socket.Connect(server);
        byte[] question = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Labels($"1.{number}.64.127.{zone}"), 0, 0, 1, 0, 1];
        var buffer = new byte[1_024];
        var (replies, underWay, id) = (0, 0, 0);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            for (; underWay < 64; underWay++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(question, (ushort)id++);
                socket.Send(question);
            }

            try
            {
                socket.Receive(buffer);
                (replies, underWay) = (replies + 1, underWay - 1);
            }
            catch (SocketException)
            {
                // Lost datagrams: the window opens again.
                underWay = 0;
            }
        }

        return replies;
    }

    private static IEnumerable<byte> Labels(string name) => name.Split('.').SelectMany(static label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length));
}
