using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Sessions;

/// <summary>
/// Talks to one client over a stream: reads lines, lets <see cref="SmtpTalk"/> answer, keeps the time limits. Holds no buffer while it
/// waits for input.
/// </summary>
internal sealed class SmtpConversation(ScreeningSession session, Stream stream, TlsCertificates certificates, Func<bool> stress) : IAsyncDisposable
{
    private const int ReadLength = 4_096;
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private readonly ScreeningState _state = session.State;
    private Stream _stream = stream;
    private SslStream? _encrypted;

    /// <summary>Talks to the client until one side ends it, then concludes. Never throws; the caller closes the connection.</summary>
    /// <param name="begun">A talk that has come to STARTTLS, its reply sent; null for a client that has not been greeted.</param>
    /// <param name="stopping">Ends the talk with 421.</param>
    public async Task RunAsync(SmtpTalk? begun, CancellationToken stopping)
    {
        var talk = begun ?? new SmtpTalk(session, certificates);
        try
        {
            await TalkAsync(talk, begun is not null, stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            ScreeningSession.Hangup(_state);
        }

        talk.Conclude();
    }

    private async Task TalkAsync(SmtpTalk talk, bool encrypt, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (!encrypt && talk.Dialogue.Greeting is { } greeting) await WriteAsync(greeting).ConfigureAwait(false);
        while (true)
        {
            limit.CancelAfter(talk.CommandTime(stress()));
            var ended = false;
            try
            {
                if (encrypt) await EncryptAsync(talk.Dialogue, limit.Token).ConfigureAwait(false);
                else ended = await ReadSomeAsync(talk, limit).ConfigureAwait(false);
                encrypt = false;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await ReplyAsync(new DialogueStep(_state.FinalReply, true)).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException)
            {
                await ReplyAsync(talk.Dialogue.OnTimeLimit()).ConfigureAwait(false);
                return;
            }

            if (ended) return;
        }
    }

    /// <summary>Reads until a command was executed; true when the connection has ended.</summary>
    private async Task<bool> ReadSomeAsync(SmtpTalk talk, CancellationTokenSource limit)
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
                while (talk.Next(buffer.AsSpan(0, read), ref consumed) is { } step)
                {
                    executed = true;
                    await ReplyAsync(step).ConfigureAwait(false);
                    if (step.End) return true;
                    limit.CancelAfter(talk.CommandTime(stress()));
                    if (!step.StartTls) continue;

                    // What the client sent in the clear behind STARTTLS is not part of the encrypted session.
                    await EncryptAsync(talk.Dialogue, limit.Token).ConfigureAwait(false);
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
