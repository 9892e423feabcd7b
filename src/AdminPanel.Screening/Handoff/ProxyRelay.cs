using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace AdminPanel.Screening.Handoff;

/// <summary>Connects to the mail server and carries bytes both ways until either side is done. Any thread.</summary>
internal static class ProxyRelay
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(10);

    /// <summary>Longer than any time limit of smtpd: only a connection that both sides forgot reaches it.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(15);

    /// <summary>Connects and announces the client; the caller owns the socket. Throws <see cref="SocketException"/> or <see cref="OperationCanceledException"/> (too slow).</summary>
    public static async Task<Socket> ConnectAsync(HandoffTarget.Proxy target, IPEndPoint client, IPEndPoint server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectLimit);
        var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await upstream.ConnectAsync(target.Host, target.Port, limit.Token).ConfigureAwait(false);
            await upstream.SendAsync(ProxyHeader.Encode(target.Version, client, server), limit.Token).ConfigureAwait(false);
            return upstream;
        }
        catch
        {
            upstream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Relays until both directions ended, one failed, nothing moved for 15 minutes, the client does not leave within 10 s after the mail
    /// server did, or the token fires. Closes neither socket. Never throws.
    /// </summary>
    public static async Task RunAsync(Socket client, Socket upstream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(IdleLimit);
        var up = CopyAsync(client, upstream, either);
        await CopyAsync(upstream, client, either).ConfigureAwait(false);
        either.CancelAfter(FarewellLimit);
        await up.ConfigureAwait(false);
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource either)
    {
        byte[]? buffer = null;
        try
        {
            while (true)
            {
                await from.ReceiveAsync(Memory<byte>.Empty, either.Token).ConfigureAwait(false);
                buffer = ArrayPool<byte>.Shared.Rent(16_384);
                var read = await from.ReceiveAsync(buffer, either.Token).ConfigureAwait(false);
                if (read == 0) break;
                either.CancelAfter(IdleLimit);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), either.Token).ConfigureAwait(false);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = null;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: the other direction has no purpose any more.
            await either.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
