namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// Lines of a stream, one after the other, without copying them: each is valid until the next call. Reads only when asked and holds at most
/// <see cref="LongestLine"/> bytes; longer lines are passed over and counted. Does not own the stream. One caller at a time.
/// </summary>
/// <param name="stream">Where to read.</param>
/// <param name="mayGrow">True when the file is still written: its last line counts only once its line feed is there.</param>
public sealed class MailLogReader(Stream stream, bool mayGrow = false)
{
    /// <summary>Longer lines are no log lines: syslog cuts at 8 kB or sooner.</summary>
    public const int LongestLine = 256 * 1024;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>Bytes of whole lines handed out or passed over, with their line feeds.</summary>
    public long Position { get; private set; }

    /// <summary>Lines passed over because they were too long.</summary>
    public long TooLong { get; private set; }

    /// <summary>The next line without its end; false when there is none (yet).</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var feed = rest[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
            {
                feed += searched;
                _start += feed + 1;
                Position += feed + 1;
                if (_skipping)
                {
                    _skipping = false;
                    searched = 0;
                    continue;
                }

                line = Trim(rest[..feed]);
                return true;
            }

            searched = rest.Length;
            if (!Fill())
            {
                line = default;
                if (mayGrow || _start == _end) return false;
                line = _skipping ? default : Trim(_buffer.AsSpan(_start, _end - _start));
                Position += _end - _start;
                _start = _end;
                return !_skipping;
            }

            if (_skipping) searched = 0;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length || _skipping)
        {
            if (!_skipping) TooLong++;
            _skipping = true;
            Position += _end;
            _end = 0;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;
}
