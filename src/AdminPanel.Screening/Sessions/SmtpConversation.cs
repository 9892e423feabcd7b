using System.Buffers;
using System.Net.Sockets;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.ProtocolEngine;

namespace AdminPanel.Screening.Sessions;

/// <summary>
/// The dummy SMTP session of one client: reads lines, lets <see cref="DummyDialogue"/> answer, keeps the time and length limits. Holds no
/// buffer while it waits for input.
/// </summary>
internal sealed class SmtpConversation(ScreeningSession session, Stream stream, Func<bool> stress)
{
    private const int ReadLength = 4_096;
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private readonly ScreeningState _state = session.State;

    /// <summary>Talks to the client until one side ends it, then concludes. Never throws; the caller closes the connection.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var dialogue = new DummyDialogue(_state);
        session.Stage = "dummy SMTP";
        try
        {
            await TalkAsync(dialogue, stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
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
            await stream.ReadAsync(Memory<byte>.Empty, limit.Token).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(ReadLength);
            try
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, ReadLength), limit.Token).ConfigureAwait(false);
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
                }

                if (executed) return false;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
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

    private void Rearm(CancellationTokenSource limit) =>
        limit.CancelAfter(_state.Snapshot.Settings.Protocol.CommandTimeLimit.In(stress()));

    private Task ReplyAsync(DialogueStep step) => step.Reply is null ? Task.CompletedTask : WriteAsync(SmtpReply.Encode(_state, step.Reply));

    private async Task WriteAsync(byte[] bytes)
    {
        using var limit = new CancellationTokenSource(WriteLimit);
        try
        {
            await stream.WriteAsync(bytes, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException("The client does not read its replies.", e);
        }
    }
}
