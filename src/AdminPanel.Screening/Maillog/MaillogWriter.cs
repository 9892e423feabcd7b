using System.Buffers;
using System.Threading.Channels;
using AdminPanel.Screening.Verdicts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPanel.Screening.Maillog;

/// <summary>
/// Writes the postfix-shaped log. Sessions only queue their notes; one task formats and writes them in batches, within a moment.
/// Lines that find the queue full are dropped and counted. A file that cannot be written is tried again each second, and nothing that is
/// queued is lost meanwhile. Thread-safe.
/// </summary>
public sealed partial class MaillogWriter : INoteSink, IAsyncDisposable
{
    /// <summary>The text of so many lines is not yet a large object, which only a full collection would free.</summary>
    private const int BatchLimit = 300;

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);
    private readonly MaillogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<ScreeningNote?> _queue;
    private readonly MaillogFile _file;
    private readonly CancellationTokenSource _stop = new();
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Task _writing;
    private long _lost;
    private long _written;
    private int _batched;
    private long _lookedAt;
    private long _lostBefore;
    private bool _behind;
    private volatile bool _reopen;
    private volatile string? _trouble;

    /// <summary>Starts writing.</summary>
    public MaillogWriter(MaillogOptions options, TimeProvider? time = null, ILogger<MaillogWriter>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<MaillogWriter>.Instance;
        _file = new MaillogFile(options.Path);
        _queue = Channel.CreateBounded<ScreeningNote?>(
            new BoundedChannelOptions(options.QueueLimit) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            note => Interlocked.Add(ref _lost, note is null ? 0 : 1));
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The file.</summary>
    public string Path => _options.Path;

    /// <summary>Lines dropped because the queue was full, or left over when the file could not be written until the end.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Lines written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Lines that wait to be written.</summary>
    public int Waiting => _queue.Reader.Count + Volatile.Read(ref _batched);

    /// <summary>Why the file cannot be written, for the administrator; null when it can.</summary>
    public string? Trouble => _trouble;

    /// <inheritdoc/>
    public void OnNote(ScreeningNote note) => _queue.Writer.TryWrite(note);

    /// <summary>Closes the file and opens its path again, as a log rotation asks for with SIGHUP.</summary>
    public void Reopen()
    {
        _reopen = true;
        _queue.Writer.TryWrite(null);
    }

    /// <summary>Writes what is queued, trying for at most five seconds, and stops; gives up at once when the file could not be written a moment ago.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete()) return;
        if (_trouble is null) _stop.CancelAfter(s_farewell);
        else await _stop.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _stop.Dispose();
        _file.Dispose();
    }

    private async Task WriteAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // One waking and one write for many lines, instead of one for each.
            if (_queue.Reader.Count < BatchLimit && !_queue.Reader.Completion.IsCompleted) await Task.Delay(s_gathering).ConfigureAwait(false);
            var bytes = TakeBatch();
            var done = 0;
            while (!TryWrite(bytes, ref done) && await PauseAsync().ConfigureAwait(false))
            {
            }

            Interlocked.Add(ref done == bytes.Length ? ref _written : ref _lost, _batched);
            Volatile.Write(ref _batched, 0);
            TellLosses();
        }
    }

    /// <summary>One warning when lines begin to be lost, and one with their number once the writer has caught up.</summary>
    private void TellLosses()
    {
        var lost = Lost;
        if (!_behind && lost > _lostBefore)
        {
            _behind = true;
            LogBehind(_logger, Path, _options.QueueLimit);
        }

        if (!_behind || _queue.Reader.Count > 0) return;
        LogCaughtUp(_logger, Path, lost - _lostBefore);
        (_behind, _lostBefore) = (false, lost);
    }

    /// <summary>The lines that wait, good until the next batch.</summary>
    private ReadOnlyMemory<byte> TakeBatch()
    {
        _text.ResetWrittenCount();
        var count = 0;
        while (count < BatchLimit && _queue.Reader.TryRead(out var note))
        {
            if (note is null) continue;
            var local = TimeZoneInfo.ConvertTime(note.At, _time.LocalTimeZone);
            MaillogFormat.AppendLine(_text, note, local, _options.Host, _options.ProcessId, _options.IsoTime);
            count++;
        }

        Volatile.Write(ref _batched, count);
        return _text.WrittenMemory;
    }

    private bool TryWrite(ReadOnlyMemory<byte> bytes, ref int done)
    {
        try
        {
            CloseIfRotated();
            _file.Append(bytes.Span, ref done);
            if (_trouble is not null) LogWritable(_logger, Path);
            _trouble = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_trouble is null) LogNotWritable(_logger, Path, e.Message);
            _trouble = $"The mail log {Path} cannot be written: {e.Message}";
            _file.Close();
            return false;
        }
    }

    /// <summary>Follows a rotation: at once when told, else by looking once a second.</summary>
    private void CloseIfRotated()
    {
        if (_reopen)
        {
            _reopen = false;
            _file.Close();
        }
        else if (_time.GetElapsedTime(_lookedAt) >= s_second)
        {
            _lookedAt = _time.GetTimestamp();
            _file.CloseIfMoved();
        }
    }

    /// <summary>Waits before the next try; false when the writer must end.</summary>
    private async Task<bool> PauseAsync()
    {
        try
        {
            await Task.Delay(s_second, _time, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
