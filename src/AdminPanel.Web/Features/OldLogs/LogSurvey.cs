using AdminPanel.Postfix.Maillog;

namespace AdminPanel.Web.Features.OldLogs;

/// <summary>What a quick look through a log says before it is read in earnest. Immutable.</summary>
/// <param name="File">The log.</param>
/// <param name="First">Its first time; null when no line has one.</param>
/// <param name="Bytes">Its size, not compressed.</param>
/// <param name="Connects">Connections that begin in it.</param>
/// <param name="Lists">Zones that listed somebody.</param>
public sealed record LogSurvey(LogFile File, DateTime? First, long Bytes, long Connects, IReadOnlySet<string> Lists)
{
    private static ReadOnlySpan<byte> Listed => " listed by domain "u8;

    /// <summary>Looks through the log. Throws <see cref="IOException"/> or <see cref="InvalidDataException"/> when it cannot be read.</summary>
    /// <param name="file">The log.</param>
    /// <param name="zone">The time zone of times that name none.</param>
    /// <param name="advanced">Told how many bytes of the file were read, now and then.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public static LogSurvey Of(LogFile file, TimeZoneInfo zone, Action<long> advanced, CancellationToken cancellationToken)
    {
        using var stream = file.Open(out var inner);
        var reader = new MailLogReader(stream);
        var parser = new MailLineParser(file.WrittenAt, zone);
        DateTime? first = null;
        var lists = new HashSet<string>(StringComparer.Ordinal);
        var lookup = lists.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> name = stackalloc char[255];
        long connects = 0;
        for (var lines = 1; reader.TryRead(out var line); lines++)
        {
            if ((lines & 0xffff) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                advanced(inner.Position);
            }

            if (first is null && parser.TryParse(line, out var parsed)) first = parsed.At;
            if (line.IndexOf("postscreen["u8) is > 0 and var program)
            {
                if (line[program..].IndexOf("]: CONNECT from ["u8) is > 0 and < 40) connects++;
            }
            else if (line.IndexOf(Listed) is > 0 and var listed && line.IndexOf("dnsblog["u8) >= 0)
            {
                var rest = line[(listed + Listed.Length)..];
                var end = rest.IndexOf((byte)' ');
                if (end is < 1 or > 255 || lists.Count >= 1_000 || rest[..end].ContainsAnyExceptInRange((byte)'!', (byte)'~')) continue;
                System.Text.Encoding.ASCII.GetChars(rest[..end], name);
                if (!lookup.Contains(name[..end])) lookup.Add(name[..end]);
            }
        }

        advanced(file.Size);
        return new LogSurvey(file, first, reader.Position, connects, lists);
    }
}
