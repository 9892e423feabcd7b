using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Web.Demo;

/// <summary>An authoritative name server for the demonstration's lists and host names on a free UDP port of 127.0.0.1. Answers as late as real lists do.</summary>
internal sealed class DemoDnsServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stopping = new();

    public DemoDnsServer()
    {
        _socket.ReceiveBufferSize = 4 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ = ServeAsync();
    }

    /// <summary>Where it answers.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose()
    {
        _stopping.Cancel();
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[1_024];
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, anyone, _stopping.Token);
                if (DemoDnsMessage.Read(buffer.AsSpan(0, received.ReceivedBytes).ToArray()) is { } question) _ = AnswerAsync(question, received.RemoteEndPoint);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The demonstration ends.
        }
    }

    private async Task AnswerAsync(DemoDnsMessage question, EndPoint asker)
    {
        try
        {
            var zone = DemoLists.Zones.FirstOrDefault(zone => question.Name.EndsWith("." + zone, StringComparison.Ordinal));
            var (latency, fails) = DemoLists.Manner(zone ?? "", Random.Shared);
            await Task.Delay(latency, _stopping.Token);
            await _socket.SendToAsync(Answer(question, zone, fails), asker, _stopping.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The demonstration ends, or the asker is gone: a lost datagram, as on any network.
        }
    }

    private static byte[] Answer(DemoDnsMessage question, string? zone, bool fails)
    {
        if (zone is null) return DemoNames.Answer(question) ?? question.Failed(5);
        if (fails) return Random.Shared.Next(2) == 0 ? question.Failed(2) : question.Listed(IPAddress.Parse("127.255.255.255"));
        var labels = question.Name[..^(zone.Length + 1)].Split('.');
        Array.Reverse(labels);
        if (labels.Length != 4 || !IPAddress.TryParse(string.Join('.', labels), out var client)) return question.NotListed(zone);
        if (DemoLists.Answer(zone, client) is not { } answer) return question.NotListed(zone);
        return question.Type == 1 ? question.Listed(IPAddress.Parse(answer)) : question.NoData(zone);
    }
}
