using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace AdminPanel.Parity.Tests.Playing;

/// <summary>One connection of a script: every byte that comes back is recorded, nothing is interpreted beyond line ends.</summary>
internal sealed class WireClient(Dialogue dialogue, CancellationToken cancellationToken) : IDisposable
{
    private static readonly TimeSpan s_patience = Patience.Limit;
    private readonly byte[] _buffer = new byte[16_384];
    private Socket? _socket;
    private Stream? _stream;
    private string _unread = "";

    /// <summary>Connects from <paramref name="source"/>.</summary>
    public async Task ConnectAsync(IPEndPoint server, IPAddress source)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Bind(new IPEndPoint(source, 0));
        await _socket.ConnectAsync(server, cancellationToken);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        dialogue.Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>Sends bytes as they are; a connection that is gone shows when the next reply is read.</summary>
    public async Task SendAsync(string text)
    {
        dialogue.Said(text);
        try
        {
            await Connected.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        }
        catch (IOException)
        {
            // Whether the peer is gone is seen when reading; when exactly a send notices is left to chance.
        }
    }

    /// <summary>Reads one reply (one line when <paramref name="start"/> ends with a hyphen).</summary>
    public async Task HearAsync(string start)
    {
        while (true)
        {
            var line = await ReadLineAsync(s_patience);
            if (line is null) throw new ScriptBrokenException($"expected \"{start}\", the connection ended");
            if (!start.EndsWith('-') && line.Length > 3 && line[3] == '-') continue;
            if (!line.StartsWith(start, StringComparison.Ordinal)) throw new ScriptBrokenException($"expected \"{start}\"");
            return;
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    public async Task HearEndAsync()
    {
        while (await ReadLineAsync(s_patience) is not null)
        {
        }
    }

    /// <summary>Hears nothing for a while.</summary>
    public async Task SilentAsync(TimeSpan time)
    {
        try
        {
            if (await ReadLineAsync(time) is not null) throw new ScriptBrokenException("expected silence");
        }
        catch (TimeoutException)
        {
            dialogue.Happened("silence");
        }
    }

    /// <summary>Shakes hands as a TLS client and goes on encrypted.</summary>
    public async Task EncryptAsync()
    {
        var encrypted = new SslStream(Connected, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        try
        {
            await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "mx.example.test" }, cancellationToken);
            dialogue.Happened("encrypted");
            _stream = encrypted;
        }
        catch (Exception trouble) when (trouble is IOException or AuthenticationException)
        {
            dialogue.Happened("no encryption");
        }
    }

    /// <summary>Closes; with unread input or <paramref name="reset"/> as a reset.</summary>
    public void HangUp(bool reset)
    {
        dialogue.Happened(reset ? "reset" : "hangup");
        if (reset) _socket!.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    /// <summary>Stops sending, keeps listening.</summary>
    public void Shut()
    {
        dialogue.Happened("shut");
        _socket!.Shutdown(SocketShutdown.Send);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        _stream = null;
        _socket = null;
    }

    private Stream Connected => _stream ?? throw new ScriptBrokenException("not connected");

    private async Task<string?> ReadLineAsync(TimeSpan patience)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        while (true)
        {
            var end = _unread.IndexOf('\n');
            if (end >= 0) return Take(end + 1);
            try
            {
                var count = await Connected.ReadAsync(_buffer, deadline.Token);
                if (count == 0) return Ended("end");
                _unread += Encoding.Latin1.GetString(_buffer, 0, count);
            }
            catch (IOException)
            {
                return Ended("cut");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"nothing heard within {patience.TotalSeconds} s");
            }
        }
    }

    private string? Ended(string how)
    {
        if (_unread.Length > 0) Take(_unread.Length);
        dialogue.Happened(how);
        return null;
    }

    private string Take(int length)
    {
        var line = _unread[..length];
        _unread = _unread[length..];
        dialogue.Heard(line);
        return line;
    }
}

/// <summary>A script could not go on; what it heard stands in its dialogue.</summary>
internal sealed class ScriptBrokenException(string message) : Exception(message);
