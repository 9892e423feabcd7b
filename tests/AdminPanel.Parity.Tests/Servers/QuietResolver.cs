using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Parity.Tests.Servers;

/// <summary>A name server that passes questions on and answers none about one zone.</summary>
internal sealed class QuietResolver : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _upstream;
    private readonly byte[] _zone;
    private readonly Task _serving;

    /// <summary>Listens on port 53 of a loopback address of its own.</summary>
    public QuietResolver(IPEndPoint upstream, string zone)
    {
        (_upstream, _zone) = (upstream, [.. zone.Split('.').SelectMany(static label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)])]);
        EndPoint = new IPEndPoint(new IPAddress([127, 54, (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]), 53);
        _socket.Bind(EndPoint);
        _serving = ServeAsync();
    }

    /// <summary>Where it is asked.</summary>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ContinueWith(static _ => { }, TaskScheduler.Default);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4_096];
        while (true)
        {
            var question = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            var bytes = buffer[..question.ReceivedBytes];
            if (bytes.AsSpan().IndexOf(_zone) < 0) _ = PassOnAsync(bytes, question.RemoteEndPoint);
        }
    }

    private async Task PassOnAsync(byte[] question, EndPoint client)
    {
        using var upstream = new UdpClient();
        upstream.Connect(_upstream);
        await upstream.SendAsync(question, _stop.Token);
        await _socket.SendToAsync((await upstream.ReceiveAsync(_stop.Token)).Buffer, client, _stop.Token);
    }
}
