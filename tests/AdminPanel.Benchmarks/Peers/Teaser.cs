using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Testing.Lab;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>What a server says first.</summary>
internal static class Teaser
{
    private static int s_source = 1;

    /// <summary>Waits until the server accepts connections, looking every two milliseconds.</summary>
    public static async Task ListensAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await AcceptsAsync(server, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"{server} does not listen");
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Waits until a new client hears a teaser with <paramref name="word"/> in it.</summary>
    public static Task SaysAsync(IPEndPoint server, string word, CancellationToken cancellationToken) => Eventually.GetAsync(
        $"{server} says {word}", TimeSpan.FromSeconds(30), async token => (await ReadAsync(server, token)).Contains(word, StringComparison.Ordinal) ? word : null, cancellationToken);

    /// <summary>The first line that a new client hears; empty when there is none within three seconds.</summary>
    public static async Task<string> ReadAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var number = Interlocked.Increment(ref s_source);
        socket.Bind(new IPEndPoint(new IPAddress([127, 200, (byte)(number >> 8), (byte)number]), 0));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        var buffer = new byte[512];
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
        }
        catch (Exception silent) when (silent is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return "";
        }
    }

    private static async Task<bool> AcceptsAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
