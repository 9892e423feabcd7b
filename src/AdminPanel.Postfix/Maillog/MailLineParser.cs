namespace AdminPanel.Postfix.Maillog;

/// <summary>Takes lines of a mail log apart: time, program, process id, text. Remembers the last time for the year; not thread-safe.</summary>
/// <param name="newest">When the log was last written, UTC: tells the year where lines do not.</param>
/// <param name="zone">The time zone of times that name none.</param>
public sealed class MailLineParser(DateTime newest, TimeZoneInfo zone)
{
    private readonly LogClock _clock = new(newest, zone);

    /// <summary>False when the line is not of a form that syslog, rsyslog, journalctl or Postfix itself writes.</summary>
    public bool TryParse(ReadOnlySpan<byte> line, out MailLine parsed)
    {
        parsed = default;
        if (line.Length > 2 && line[0] == '<' && line.IndexOf((byte)'>') is > 1 and < 5 and var priority) line = line[(priority + 1)..];
        if (!_clock.TryRead(line, out var at, out var length)) return false;
        var rest = line[length..];
        if (rest.Length < 2 || rest[0] != ' ') return false;
        rest = rest[1..];

        // rspamd's own log file: #123(normal) <tag>; task; …
        if (rest[0] == '#')
        {
            var number = rest[1..].IndexOf((byte)'(');
            var text = rest.IndexOf((byte)' ');
            if (number < 1 || text < 0 || !Number.TryRead(rest.Slice(1, number), out var worker)) return false;
            parsed = new MailLine { At = DateTime.SpecifyKind(at, DateTimeKind.Utc), Tag = "rspamd"u8, ProcessId = worker, Body = rest[(text + 1)..] };
            return true;
        }

        // The host name; a log of one host may leave it out.
        var space = rest.IndexOf((byte)' ');
        if (space <= 0) return false;
        if (rest[space - 1] != ':') rest = rest[(space + 1)..];

        var end = rest.IndexOfAny((byte)'[', (byte)':', (byte)' ');
        if (end <= 0 || rest[end] == ' ') return false;
        var tag = rest[..end];
        var process = 0;
        if (rest[end] == '[')
        {
            rest = rest[(end + 1)..];
            var close = rest.IndexOf((byte)']');
            if (close < 0 || !Number.TryRead(rest[..close], out process) || close + 1 >= rest.Length || rest[close + 1] != ':') return false;
            end = close + 1;
        }

        var body = rest[(end + 1)..];
        if (body.Length > 0 && body[0] == ' ') body = body[1..];
        parsed = new MailLine { At = DateTime.SpecifyKind(at, DateTimeKind.Utc), Tag = tag, ProcessId = process, Body = body };
        return true;
    }
}
