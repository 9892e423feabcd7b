using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Sessions;

/// <summary>
/// The dummy SMTP session of one client: reads lines, lets <see cref="DummyDialogue"/> answer, keeps the time and length limits. Holds no
/// buffer while it waits for input.
/// </summary>
internal sealed class SmtpConversation(ScreeningSession session, Stream stream, TlsCertificates certificates, Func<bool> stress) : IAsyncDisposable
{
    private const int ReadLength = 4_096;

    /// <summary>Postfix accepts times that no timer takes.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private readonly ScreeningState _state = session.State;
    private Stream _stream = stream;
    private SslStream? _encrypted;

    /// <summary>Talks to the client until one side ends it, then concludes. Never throws; the caller closes the connection.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var dialogue = new DummyDialogue(_state, () => certificates.Get(_state.Snapshot.Settings.Tls) is not null);
        session.Stage = "dummy SMTP";
        try
        {
            await TalkAsync(dialogue, stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            ScreeningSession.Hangup(_state);
        }

        Conclusion.Conclude(_state);
    }

    private async Task TalkAsync(DummyDialogue dialogue, CancellationToken stopping)
    {
        using var lines = new LineReader(_state.Snapshot.Settings.Protocol.LineLengthLimit);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (dialogue.Greeting is { } greeting) await WriteAsync(greeting).ConfigureAwait(false);
        while (true)
        {
            Rearm(limit);
            var ended = false;
            try
            {
                ended = await ReadSomeAsync(dialogue, lines, limit).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await ReplyAsync(new DialogueStep(_state.FinalReply, true)).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException)
            {
                await ReplyAsync(dialogue.OnTimeLimit()).ConfigureAwait(false);
                return;
            }

            if (ended) return;
        }
    }

    /// <summary>Reads until a command was executed; true when the connection has ended.</summary>
    private async Task<bool> ReadSomeAsync(DummyDialogue dialogue, LineReader lines, CancellationTokenSource limit)
    {
        while (true)
        {
            await _stream.ReadAsync(Memory<byte>.Empty, limit.Token).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(ReadLength);
            try
            {
                var read = await _stream.ReadAsync(buffer.AsMemory(0, ReadLength), limit.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    ScreeningSession.Hangup(_state);
                    return true;
                }

                var consumed = 0;
                var executed = false;
                while (Next(dialogue, lines, buffer.AsSpan(0, read), ref consumed) is { } step)
                {
                    executed = true;
                    await ReplyAsync(step).ConfigureAwait(false);
                    if (step.End) return true;
                    Rearm(limit);
                    if (!step.StartTls) continue;

                    // What the client sent in the clear behind STARTTLS is not part of the encrypted session.
                    await EncryptAsync(dialogue, limit.Token).ConfigureAwait(false);
                    return false;
                }

                if (executed) return false;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task EncryptAsync(DummyDialogue dialogue, CancellationToken cancellationToken)
    {
        _state.Note(NoteKind.TlsConnect);
        _encrypted = new SslStream(_stream, leaveInnerStreamOpen: true);
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificateContext = certificates.Get(_state.Snapshot.Settings.Tls) };
            await _encrypted.AuthenticateAsServerAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or InvalidOperationException)
        {
            _state.Note(NoteKind.TlsHandshakeFailed);
            throw new IOException("The TLS handshake failed.", e);
        }

        _stream = _encrypted;
        dialogue.OnEncrypted();
    }

    /// <summary>Ends TLS, if any, so that the client can tell the end from a cut.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_encrypted is null) return;
        _state.Note(NoteKind.TlsDisconnect);
        try
        {
            if (_encrypted.IsAuthenticated && !_state.HungUp) await _encrypted.ShutdownAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client left first: there is nobody to say goodbye to.
        }

        await _encrypted.DisposeAsync().ConfigureAwait(false);
    }

    private static DialogueStep? Next(DummyDialogue dialogue, LineReader lines, ReadOnlySpan<byte> read, ref int consumed)
    {
        if (consumed == read.Length) return null;
        var rest = read[consumed..];
        var status = lines.TryRead(ref rest, out var line, out var bareNewline);
        consumed = read.Length - rest.Length;
        return status switch
        {
            LineStatus.Line => dialogue.OnLine(line, bareNewline, rest),
            LineStatus.TooLong => dialogue.OnLengthLimit(),
            _ => null,
        };
    }

    private void Rearm(CancellationTokenSource limit)
    {
        var wait = _state.Snapshot.Settings.Protocol.CommandTimeLimit.In(stress());
        limit.CancelAfter(wait < LongestTimer ? wait : LongestTimer);
    }

    private Task ReplyAsync(DialogueStep step) => step.Reply is null ? Task.CompletedTask : WriteAsync(SmtpReply.Encode(_state, step.Reply));

    private async Task WriteAsync(byte[] bytes)
    {
        using var limit = new CancellationTokenSource(WriteLimit);
        try
        {
            await _stream.WriteAsync(bytes, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException("The client does not read its replies.", e);
        }
    }
}
