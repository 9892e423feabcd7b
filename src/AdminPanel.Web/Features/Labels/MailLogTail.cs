using AdminPanel.Postfix.Maillog;

namespace AdminPanel.Web.Features.Labels;

/// <summary>
/// Follows a file that others write and rotate: by renaming, by deleting, by truncating. Starts shortly before its end. One caller at a time; throws
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the file cannot be read, and goes on when it can again.
/// </summary>
internal sealed class MailLogTail(string path) : IDisposable
{
    /// <summary>How much is read of what was written before the start: messages on their way began there.</summary>
    public const long Before = 1024 * 1024;

    private FileStream? _stream;
    private MailLogReader? _reader;
    private bool _started;
    private bool _skipsFirst;

    /// <summary>The file was left for a new one so often.</summary>
    public int Rotations { get; private set; }

    /// <summary>The next whole line; false when there is none now.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            if (_stream is null && !Open())
            {
                line = default;
                return false;
            }

            if (_stream!.Length < _stream.Position) Restart();
            if (_reader!.TryRead(out line))
            {
                if (!_skipsFirst) return true;
                _skipsFirst = false;
                continue;
            }

            if (!IsElsewhere()) return false;
            Close();
            Rotations++;
        }
    }

    public void Dispose() => Close();

    /// <summary>The path leads to another file when that one's length differs from ours, and nothing was added to ours meanwhile.</summary>
    private bool IsElsewhere()
    {
        var there = new FileInfo(path);
        return there.Exists && there.Length != _stream!.Length && _stream.Length == _stream.Position && new FileInfo(path).Length != _stream.Length;
    }

    private bool Open()
    {
        if (!File.Exists(path)) return false;
        _stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        if (!_started && _stream.Length > Before)
        {
            _stream.Position = _stream.Length - Before;
            _skipsFirst = true;
        }

        _started = true;
        _reader = new MailLogReader(_stream, mayGrow: true);
        return true;
    }

    private void Restart()
    {
        Rotations++;
        _stream!.Position = 0;
        _skipsFirst = false;
        _reader = new MailLogReader(_stream, mayGrow: true);
    }

    private void Close()
    {
        _stream?.Dispose();
        (_stream, _reader, _skipsFirst) = (null, null, false);
    }
}
