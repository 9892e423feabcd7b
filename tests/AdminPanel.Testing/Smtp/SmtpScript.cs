using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AdminPanel.Testing.Smtp;

/// <summary>
/// An SMTP client that follows a script from a chosen source address, one step per call; every wait is bounded by <see cref="Patience.Limit"/>.
/// A step that is not answered as expected throws with the whole dialogue.
/// </summary>
public sealed class SmtpScript : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly CancellationToken _cancellationToken;
    private readonly StringBuilder _dialogue = new();
    private readonly byte[] _buffer = new byte[4_096];
    private SslStream? _encrypted;
    private string _unread = "";

    private SmtpScript(Socket socket, CancellationToken cancellationToken)
    {
        _socket = socket;
        _cancellationToken = cancellationToken;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The client's own address and port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Everything said and heard, one line each.</summary>
    public string Dialogue => _dialogue.ToString();

    /// <summary>Connects from <paramref name="source"/> (any address of 127.0.0.0/8).</summary>
    public static async Task<SmtpScript> ConnectAsync(IPEndPoint server, string source, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
            await socket.ConnectAsync(server, cancellationToken);
            return new SmtpScript(socket, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a line with CRLF.</summary>
    public Task SaysAsync(string line) => SendsAsync(line + "\r\n");

    /// <summary>Sends text as it is, without a line end.</summary>
    public async Task SendsAsync(string text)
    {
        _dialogue.Append("C ").AppendLine(text.TrimEnd());
        await SendsAsync(Encoding.Latin1.GetBytes(text));
    }

    /// <summary>Sends bytes as they are, which the dialogue leaves out.</summary>
    public async Task SendsAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_encrypted is not null) await _encrypted.WriteAsync(bytes, _cancellationToken);
        else while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, _cancellationToken)..];
    }

    /// <summary>Shakes hands as a TLS client after STARTTLS; any certificate will do.</summary>
    public async Task EncryptsAsync()
    {
        _encrypted = new SslStream(new NetworkStream(_socket), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
        await _encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "mx.example.test" }, _cancellationToken);
        _dialogue.AppendLine("  encrypted");
    }

    /// <summary>Reads one line and expects it to start with <paramref name="start"/>.</summary>
    public async Task<string> HearsLineAsync(string start)
    {
        var line = await ReadLineAsync(Patience.Limit) ?? throw Unexpected($"a line starting with \"{start}\"", "the end of the connection");
        return line.StartsWith(start, StringComparison.Ordinal) ? line : throw Unexpected($"a line starting with \"{start}\"", line);
    }

    /// <summary>Reads one reply of any number of lines, expects its last line to start with <paramref name="start"/>, and returns it whole.</summary>
    public async Task<string> HearsAsync(string start)
    {
        var reply = new List<string>();
        while (true)
        {
            var line = await ReadLineAsync(Patience.Limit) ?? throw Unexpected($"a reply starting with \"{start}\"", "the end of the connection");
            reply.Add(line);
            if (line.Length > 3 && line[3] == '-') continue;
            return line.StartsWith(start, StringComparison.Ordinal) ? string.Join('\n', reply) : throw Unexpected($"a reply starting with \"{start}\"", line);
        }
    }

    /// <summary>Reads one reply whatever it is; null at the end of the connection.</summary>
    public async Task<string?> HearsAnythingAsync()
    {
        string? line;
        do line = await ReadLineAsync(Patience.Limit);
        while (line is { Length: > 3 } && line[3] == '-');
        return line;
    }

    /// <summary>Expects that the server closes the connection (or resets it) without another line.</summary>
    public async Task HearsTheEndAsync()
    {
        if (await ReadLineAsync(Patience.Limit) is { } line) throw Unexpected("the end of the connection", line);
    }

    /// <summary>Says nothing for <paramref name="time"/> and expects to hear nothing.</summary>
    public async Task SilentAsync(TimeSpan time)
    {
        try
        {
            throw Unexpected("silence", await ReadLineAsync(time) ?? "the end of the connection");
        }
        catch (TimeoutException)
        {
            _dialogue.AppendLine($"  silent for {time.TotalSeconds} s");
        }
    }

    /// <summary>Closes without QUIT.</summary>
    public void HangUp() => _socket.Dispose();

    /// <summary>EHLO, one message, QUIT; the connection must have been greeted already.</summary>
    public async Task SendsMailAsync(string from, string to, string body)
    {
        await SaysAsync("EHLO client.example");
        await HearsAsync("250 ");
        await SaysAsync($"MAIL FROM:<{from}>");
        await HearsAsync("250 ");
        await SaysAsync($"RCPT TO:<{to}>");
        await HearsAsync("250 ");
        await SaysAsync("DATA");
        await HearsAsync("354 ");
        await SaysAsync(body + "\r\n.");
        await HearsAsync("250 ");
        await SaysAsync("QUIT");
        await HearsAsync("221 ");
        await HearsTheEndAsync();
    }

    /// <summary>EHLO, MAIL, RCPT, and returns the reply to RCPT after a QUIT.</summary>
    public async Task<string> AsksForRecipientAsync(string from, string to)
    {
        await SaysAsync("EHLO client.example");
        await HearsAsync("250 ");
        await SaysAsync($"MAIL FROM:<{from}>");
        await HearsAsync("250 ");
        await SaysAsync($"RCPT TO:<{to}>");
        var reply = await HearsAsync("");
        await SaysAsync("QUIT");
        await HearsAnythingAsync();
        return reply;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_encrypted is not null) await _encrypted.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<string?> ReadLineAsync(TimeSpan patience)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        deadline.CancelAfter(patience);
        while (true)
        {
            var end = _unread.IndexOf('\n');
            if (end >= 0)
            {
                var line = _unread[..end].TrimEnd('\r');
                _unread = _unread[(end + 1)..];
                _dialogue.Append("S ").AppendLine(line);
                return line;
            }

            try
            {
                var count = _encrypted is null ? await _socket.ReceiveAsync(_buffer, deadline.Token) : await _encrypted.ReadAsync(_buffer, deadline.Token);
                if (count == 0) return null;
                _unread += Encoding.Latin1.GetString(_buffer, 0, count);
            }
            catch (IOException) when (_encrypted is not null)
            {
                return null;
            }
            catch (SocketException trouble) when (trouble.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                return null;
            }
            catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Nothing heard within {patience.TotalSeconds} s:\n{Dialogue}");
            }
        }
    }

    private InvalidOperationException Unexpected(string expected, string heard) => new($"Expected {expected}, heard {heard}:\n{Dialogue}");
}
