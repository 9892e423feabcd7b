using System.Collections.Concurrent;
using System.Net.Sockets;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Verdicts;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening;

/// <summary>
/// Connections that left the waiting room: those that are encrypted or relayed, and where the room has no epoll all that talk to the
/// dummy SMTP engine. Each is an ordinary async call on its socket. Thread-safe.
/// </summary>
internal sealed partial class Departures(HandoffTarget target, Admission admission, HandoffHealth health, TlsCertificates certificates, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ScreeningSession, byte> _away = new();
    private readonly CancellationTokenSource _stop = new();
    private int _relays;

    /// <summary>Connections being relayed to the mail server.</summary>
    public int Relays => Volatile.Read(ref _relays);

    /// <summary>Descriptors in use, about.</summary>
    public int Descriptors => _away.Count + (2 * Relays);

    /// <summary>Sessions under way.</summary>
    public IEnumerable<ScreeningSession> Sessions => _away.Keys;

    /// <summary>Lets the client talk to the dummy SMTP engine. Owns the socket. Returns at once; never throws.</summary>
    /// <param name="session">The session.</param>
    /// <param name="socket">Its connection.</param>
    /// <param name="begun">A talk that has come to STARTTLS; null for a client that has not been greeted.</param>
    public void Converse(ScreeningSession session, Socket socket, SmtpTalk? begun = null) => Begin(session, socket, (s, c) => ConverseAsync(s, c, begun));

    /// <summary>Hands the client to the relay target, or tells it that there is none. Owns the socket. Returns at once; never throws.</summary>
    public void HandOff(ScreeningSession session, Socket socket) => Begin(session, socket, (s, c) => HandOffAsync(s, c));

    /// <summary>Ends every session: those that talk are told 421.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Begin(ScreeningSession session, Socket socket, Func<ScreeningSession, Socket, Task> way)
    {
        _away.TryAdd(session, 0);
        _ = Task.Run(async () =>
        {
            try
            {
                await way(session, socket).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogSessionFailed(logger, e, session.State.Client.Address);
                Leave(session);
            }
            finally
            {
                socket.Dispose();
            }
        });
    }

    private async Task ConverseAsync(ScreeningSession session, Socket socket, SmtpTalk? begun = null)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: false);
            var conversation = new SmtpConversation(session, stream, certificates, () => admission.Stress);
            await using (conversation.ConfigureAwait(false)) await conversation.RunAsync(begun, _stop.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client was gone before the first word: NetworkStream refuses a socket that is not connected any more.
            var talk = begun ?? new SmtpTalk(session, certificates);
            ScreeningSession.Hangup(session.State);
            talk.Conclude();
        }

        Part(socket);
        session.Closed();
        Leave(session);
    }

    private async Task HandOffAsync(ScreeningSession session, Socket socket)
    {
        session.Stage = "hand-off";
        if (target is not HandoffTarget.Proxy proxy)
        {
            await RefuseAsync(session, socket, session.OnHandoffFailed(NoteKind.HandoffConnectFailed, "none", "no mail server is configured", Replies.NoMailServer)).ConfigureAwait(false);
            return;
        }

        var service = $"{proxy.Host}:{proxy.Port}";
        admission.BeginTransit();
        Socket upstream;
        try
        {
            upstream = await ProxyRelay.ConnectAsync(proxy, session.State.Client, session.State.Server, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            var reason = e is SocketException socketError ? socketError.SocketErrorCode.ToString() : "no answer within 5 s";
            health.Failed(service, reason);
            admission.EndTransit();
            await RefuseAsync(session, socket, session.OnHandoffFailed(NoteKind.HandoffConnectFailed, service, reason)).ConfigureAwait(false);
            return;
        }

        using (upstream)
        {
            health.Worked();
            session.HandedOff("proxy");
            admission.EndTransit();
            Leave(session, toRelay: true);
            Interlocked.Increment(ref _relays);
            try
            {
                await ProxyRelay.RunAsync(socket, upstream, _stop.Token).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _relays);
                admission.EndRelay(session.State.ClientState);
            }
        }
    }

    private async Task RefuseAsync(ScreeningSession session, Socket socket, SessionStep step)
    {
        if (step == SessionStep.Converse)
        {
            await ConverseAsync(session, socket).ConfigureAwait(false);
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(FarewellLimit);
            if (session.ClosingReply is { } reply) await socket.SendAsync(SmtpReply.Encode(session.State, reply), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client left or does not read: there is nobody to tell.
        }

        Part(socket);
        session.Closed();
        Leave(session);
    }

    private void Leave(ScreeningSession session, bool toRelay = false)
    {
        if (!_away.TryRemove(session, out _)) return;
        var (client, limits) = (session.State.ClientState, session.State.Snapshot.Settings.Limits);
        if (toRelay) admission.LeaveForRelay(client, limits);
        else admission.Leave(client, limits);
    }

    /// <summary>Says goodbye so that the last reply arrives: unread input would turn the close into a reset.</summary>
    private static void Part(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);

            // After asynchronous calls a socket refuses to block, even for bytes that are there.
            socket.Blocking = false;
            Span<byte> scratch = stackalloc byte[4_096];
            for (var i = 0; i < 16 && socket.Available > 0; i++)
            {
                if (socket.Receive(scratch) == 0) break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone.
        }
    }

    [LoggerMessage(1010, LogLevel.Error, "A session of {Client} failed")]
    private static partial void LogSessionFailed(ILogger logger, Exception exception, System.Net.IPAddress client);
}
