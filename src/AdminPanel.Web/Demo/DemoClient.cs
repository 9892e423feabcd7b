using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Web.Demo;

/// <summary>Plays one visitor's part against the front door, bounded to a minute. Whatever the server does is fine.</summary>
internal static class DemoClient
{
    public static async Task PlayAsync(DemoVisitor visitor, IPEndPoint server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(visitor.Address, 0));
            await socket.ConnectAsync(server, limit.Token);
            using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await new Dialogue(stream, reader, limit.Token).PlayAsync(visitor);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Turned away, or the demonstration ends.
        }
    }

    private sealed class Dialogue(NetworkStream stream, StreamReader reader, CancellationToken cancellationToken)
    {
        public async Task PlayAsync(DemoVisitor visitor)
        {
            switch (visitor.Manner)
            {
                case DemoManner.HangsUp:
                    await Task.Delay(TimeSpan.FromSeconds(0.1 + Random.Shared.NextDouble() * 3), cancellationToken);
                    return;
                case DemoManner.EarlyTalker:
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 600)), cancellationToken);
                    await SayAsync($"EHLO {visitor.Helo}");
                    break;
                case DemoManner.WebClient:
                    if (!await HearAsync("220")) return;
                    await SayAsync("GET / HTTP/1.1");
                    await HearAsync("");
                    return;
                default:
                    if (!await HearAsync("220")) return;
                    await SayAsync($"EHLO {visitor.Helo}");
                    break;
            }

            if (visitor.Manner == DemoManner.Pipeliner)
            {
                await SayAsync($"MAIL FROM:<{visitor.Sender}>\r\nRCPT TO:<{visitor.Recipient}>\r\nDATA");
                while (await HearAsync("")) { }
                return;
            }

            while (!await HearAsync("250")) { }
            await SayAsync($"MAIL FROM:<{visitor.Sender}>");
            if (!await HearAsync("250")) return;
            await SayAsync($"RCPT TO:<{visitor.Recipient}>");
            if (await HearAsync("250"))
            {
                await SayAsync("DATA");
                if (await HearAsync("354")) await SayAsync("Subject: Hello\r\n\r\nThis is a demonstration.\r\n.");
                await HearAsync("250");
            }

            await SayAsync("QUIT");
            await HearAsync("221");
        }

        private ValueTask SayAsync(string line) => stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), cancellationToken);

        /// <summary>Reads one reply; true when it starts so. The end of the connection ends the dialogue.</summary>
        private async Task<bool> HearAsync(string start)
        {
            string line;
            do line = await reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            while (line.Length > 3 && line[3] == '-');
            return line.StartsWith(start, StringComparison.Ordinal);
        }
    }
}
