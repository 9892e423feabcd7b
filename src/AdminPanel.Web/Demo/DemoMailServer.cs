using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Web.Demo;

/// <summary>The mail server behind the demonstration: takes connections with a PROXY v2 header, accepts every mail and keeps none.</summary>
internal sealed class DemoMailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();

    public DemoMailServer()
    {
        _listener.Start(512);
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The demonstration ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var header = new byte[16];
                await stream.ReadExactlyAsync(header, limit.Token);
                await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(14))], limit.Token);
                await SpeakAsync(stream, limit.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client left, or the demonstration ends.
            }
        }
    }

    private static async Task SpeakAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync("220 mx.demo.test ESMTP Postfix");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "QUIT":
                    await SayAsync("221 2.0.0 Bye");
                    return;
                case "EHLO":
                    await SayAsync("250-mx.demo.test\r\n250-SIZE 10240000\r\n250 8BITMIME");
                    break;
                case "DATA":
                    await SayAsync("354 End data with <CR><LF>.<CR><LF>");
                    while (await reader.ReadLineAsync(cancellationToken) is { } text && text != ".")
                    {
                    }

                    await SayAsync("250 2.0.0 Ok: queued");
                    break;
                default:
                    await SayAsync("250 2.0.0 Ok");
                    break;
            }
        }

        ValueTask SayAsync(string reply) => stream.WriteAsync(Encoding.Latin1.GetBytes(reply + "\r\n"), cancellationToken);
    }
}
