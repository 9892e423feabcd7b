using System.Buffers;

namespace AdminPanel.Screening.Sessions;

/// <summary>What <see cref="LineReader.TryRead"/> found.</summary>
internal enum LineStatus
{
    /// <summary>The input holds no complete line; what it held is kept.</summary>
    NeedMore,

    /// <summary>A line.</summary>
    Line,

    /// <summary>The line is longer than the limit, line end included.</summary>
    TooLong,
}

/// <summary>
/// Cuts a byte stream into lines that end at CRLF or at a bare LF. Keeps only an unfinished line, never more than the limit
/// (<c>line_length_limit</c>). One thread at a time.
/// </summary>
internal sealed class LineReader(int limit) : IDisposable
{
    private byte[]? _kept;
    private int _keptLength;
    private bool _keptWasHandedOut;

    /// <summary>Takes the next line off <paramref name="input"/>. The line is valid until the next call.</summary>
    /// <param name="input">Moved past what was taken.</param>
    /// <param name="line">The line without its line end.</param>
    /// <param name="bareNewline">True when it ended with LF alone.</param>
    public LineStatus TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line, out bool bareNewline)
    {
        line = default;
        bareNewline = false;
        if (_keptWasHandedOut) Forget();
        var end = input.IndexOf((byte)'\n');
        var length = _keptLength + (end < 0 ? input.Length : end + 1);
        if (length > limit) return LineStatus.TooLong;
        if (end < 0)
        {
            Keep(input);
            input = default;
            return LineStatus.NeedMore;
        }

        if (_keptLength == 0)
        {
            line = input[..end];
        }
        else
        {
            Keep(input[..end]);
            line = _kept.AsSpan(0, _keptLength);
            _keptWasHandedOut = true;
        }

        input = input[(end + 1)..];
        bareNewline = line.Length == 0 || line[^1] != '\r';
        if (!bareNewline) line = line[..^1];
        return LineStatus.Line;
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return;
        var needed = _keptLength + bytes.Length;
        if (_kept is null || _kept.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed);
            _kept.AsSpan(0, _keptLength).CopyTo(larger);
            if (_kept is not null) ArrayPool<byte>.Shared.Return(_kept);
            _kept = larger;
        }

        bytes.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength = needed;
    }

    private void Forget()
    {
        if (_kept is not null) ArrayPool<byte>.Shared.Return(_kept);
        _kept = null;
        _keptLength = 0;
        _keptWasHandedOut = false;
    }
}
