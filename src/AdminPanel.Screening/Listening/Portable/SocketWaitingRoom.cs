using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Screening.Listening.Portable;

/// <summary>The waiting room on ordinary sockets, for systems without epoll: one async call per client. No descriptor passing.</summary>
internal sealed partial class SocketWaitingRoom(
    ScreeningOptions options, SettingsSource settings, ScreeningServices services, Admission admission, Departures departures, ILogger logger) : IWaitingRoom
{
    private readonly List<Socket> _listeners = [];
    private readonly ConcurrentDictionary<ScreeningSession, byte> _held = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _stop = new();
    private long _accepted;
    private long _acceptFailures;

    /// <inheritdoc/>
    public ImmutableArray<IPEndPoint> LocalEndPoints { get; private set; } = [];

    /// <inheritdoc/>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <inheritdoc/>
    public long AcceptFailures => Volatile.Read(ref _acceptFailures);

    /// <inheritdoc/>
    public int Announcing => 0;

    /// <inheritdoc/>
    public string? AcceptTrouble { get; private set; }

    /// <inheritdoc/>
    public void Start()
    {
        foreach (var endPoint in options.Listen)
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(endPoint);
            socket.Listen(options.Backlog);
            _listeners.Add(socket);
        }

        LocalEndPoints = [.. _listeners.Select(static l => (IPEndPoint)l.LocalEndPoint!)];
        foreach (var listener in _listeners) _ = AcceptAsync(listener);
    }

    /// <inheritdoc/>
    public async Task StopAcceptingAsync()
    {
        await _stopAccepting.CancelAsync().ConfigureAwait(false);
        foreach (var listener in _listeners) listener.Dispose();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InFlightConnection>> HeldAsync(int max, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<InFlightConnection>>(
        [.. _held.Keys.OrderBy(static s => s.State.ConnectedAt).Take(max).Select(static s => new InFlightConnection(s.State.Client, s.State.ConnectedAt, s.Stage))]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task AcceptAsync(Socket listener)
    {
        var pause = TimeSpan.FromMilliseconds(20);
        while (!_stopAccepting.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopAccepting.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _accepted);
                AcceptTrouble = null;
                pause = TimeSpan.FromMilliseconds(20);
                _ = HoldAsync(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                Interlocked.Increment(ref _acceptFailures);
                AcceptTrouble = $"New connections wait: {e.Message}";
                await Task.Delay(pause).ConfigureAwait(false);
                pause = pause < TimeSpan.FromSeconds(1) ? pause * 2 : pause;
            }
        }
    }

    private async Task HoldAsync(Socket socket)
    {
        ScreeningSession? session = null;
        try
        {
            var snapshot = settings.Current;
            var client = Plain((IPEndPoint)socket.RemoteEndPoint!);
            var clientState = admission.Enter(client.Address, snapshot.Settings.Limits);
            session = new ScreeningSession(services, snapshot, clientState, client, Plain((IPEndPoint)socket.LocalEndPoint!));
            _held.TryAdd(session, 0);
            var limits = snapshot.Settings.Limits;
            var step = session.Begin(admission.PostQueueBusy(limits), admission.PreQueueBusy(limits));
            if (step == SessionStep.Hold) step = await WaitAsync(session, socket).ConfigureAwait(false);
            _held.TryRemove(session, out _);
            switch (step)
            {
                case SessionStep.HandOff: departures.HandOff(session, socket); break;
                case SessionStep.Converse: departures.Converse(session, socket); break;
                default: Close(session, socket); break;
            }
        }
        catch (Exception e)
        {
            LogConnectionFailed(logger, e);
            socket.Dispose();
            if (session is not null && _held.TryRemove(session, out _)) admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
        }
    }

    private async Task<SessionStep> WaitAsync(ScreeningSession session, Socket socket)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var lookups = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (session.NeedsTeaser) await socket.SendAsync(session.State.Snapshot.Greeting.Teaser).ConfigureAwait(false);
        var held = session.State.Snapshot.Settings.Greet.Wait.In(admission.Stress);
        var wait = Task.Delay(held, services.Time, over.Token);
        session.StartLookups(_ => lookups.TrySetResult(), held);
        var input = session.WatchesInput ? socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, over.Token).AsTask() : null;
        Task answered = lookups.Task;
        var step = SessionStep.Hold;
        while (step == SessionStep.Hold)
        {
            var first = await Task.WhenAny(input is null ? [wait, answered] : [wait, answered, input]).ConfigureAwait(false);
            if (first == wait)
            {
                step = wait.IsCanceled ? SessionStep.Close : session.OnWaitOver();
            }
            else if (first == answered)
            {
                answered = new TaskCompletionSource().Task;
                step = session.OnLookupsDone();
            }
            else
            {
                input = null;
                step = Heard(session, socket);
            }
        }

        await over.CancelAsync().ConfigureAwait(false);
        if (input is not null)
        {
            // Its buffer is empty: nothing is lost, but it must have ended before the socket goes on.
            await input.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        return step;
    }

    private static SessionStep Heard(ScreeningSession session, Socket socket)
    {
        Span<byte> peeked = stackalloc byte[PregreetCheck.PeekLength];
        var read = socket.Receive(peeked, SocketFlags.Peek, out var error);
        return error != SocketError.Success || read == 0 ? session.OnHangup() : session.OnEarlyTalk(peeked[..read], waitOver: false);
    }

    private void Close(ScreeningSession session, Socket socket)
    {
        if (session.ClosingReply is { } reply) socket.Send(SmtpReply.Encode(session.State, reply), SocketFlags.None, out _);
        socket.Close(1);
        session.Closed();
        admission.Leave(session.State.ClientState, session.State.Snapshot.Settings.Limits);
    }

    private static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;

    [LoggerMessage(1030, LogLevel.Error, "A connection failed in the waiting room and was closed")]
    private static partial void LogConnectionFailed(ILogger logger, Exception exception);
}
