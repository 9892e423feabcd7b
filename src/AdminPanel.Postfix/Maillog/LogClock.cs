namespace AdminPanel.Postfix.Maillog;

/// <summary>
/// Reads the time at the start of a line: syslog's <c>Nov 22 19:03:41</c> or ISO 8601 and RFC 3339, with or without fractions and zone.
/// A time without a zone is local to <c>zone</c>. A time without a year gets the latest year that is not after <c>newest</c> for the first
/// line; further lines follow the one before, so that a log runs across New Year. Not thread-safe: it remembers the line before.
/// </summary>
/// <param name="newest">No first line is younger than a day after this: when the log was last written, UTC.</param>
/// <param name="zone">The time zone of times that name none.</param>
internal sealed class LogClock(DateTime newest, TimeZoneInfo zone)
{
    /// <summary>How far a line may lie before the one in front of it and still belong to the same year.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromDays(31);

    private readonly byte[] _lastText = new byte[19];
    private int _lastLength;
    private DateTime _lastSecond;
    private DateTime _previous;
    private DateTime _hour = DateTime.MinValue;
    private TimeSpan _offset;

    /// <summary>Reads the time; <paramref name="length"/> is what it takes of <paramref name="line"/>.</summary>
    public bool TryRead(ReadOnlySpan<byte> line, out DateTime utc, out int length)
    {
        if (_lastLength > 0 && line.Length > _lastLength && line[.._lastLength].SequenceEqual(_lastText.AsSpan(0, _lastLength)))
        {
            utc = _lastSecond;
            length = _lastLength;
            return TryReadRest(line, ref utc, ref length);
        }

        length = 0;
        if (line.Length >= 15 && line[3] == ' ' && TryReadSyslog(line, out utc)) length = 15;
        else if (line.Length >= 19 && line[4] == '-' && TryReadIso(line, out utc)) length = 19;
        else
        {
            utc = default;
            return false;
        }

        line[..length].CopyTo(_lastText);
        _lastLength = length;
        _lastSecond = utc;
        return TryReadRest(line, ref utc, ref length);
    }

    /// <summary>Fractions and zone. <paramref name="utc"/> comes in as the whole second in unnamed local time.</summary>
    private bool TryReadRest(ReadOnlySpan<byte> line, ref DateTime utc, ref int length)
    {
        var second = utc;
        if (length < line.Length - 1 && line[length] is (byte)'.' or (byte)',' && Digit(line[length + 1]) >= 0)
        {
            long ticks = 0;
            var unit = TimeSpan.TicksPerSecond;
            for (length++; length < line.Length && Digit(line[length]) is >= 0 and var digit; length++)
            {
                unit /= 10;
                ticks += digit * unit;
            }

            second = second.AddTicks(ticks);
        }

        if (length < line.Length && line[length] is (byte)'Z' or (byte)'z')
        {
            length++;
            utc = second;
        }
        else if (length < line.Length && line[length] is (byte)'+' or (byte)'-')
        {
            if (!TryReadOffset(line, ref length, out var offset)) return false;
            if (second.Ticks < TimeSpan.TicksPerDay || second.Ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay) return false;
            utc = second - offset;
        }
        else
        {
            utc = second - Offset(second);
        }

        _previous = second;
        return true;
    }

    private bool TryReadSyslog(ReadOnlySpan<byte> line, out DateTime second)
    {
        second = default;
        var month = Month(line[..3]);
        var day = (line[4] == ' ' ? 0 : Digit(line[4]) * 10) + Digit(line[5]);
        if (month == 0 || day is < 1 or > 31 || line[6] != ' ' || !TryReadTime(line.Slice(7, 8), out var time)) return false;
        return TryFindYear(month, day, time, out second);
    }

    /// <summary>The 29 February of a year without one moves on to a year that has it.</summary>
    private bool TryFindYear(int month, int day, TimeSpan time, out DateTime second)
    {
        second = default;
        if (_previous == default)
        {
            var latest = newest + TimeSpan.FromDays(1);
            for (var year = latest.Year; year > latest.Year - 9 && year > 1; year--)
            {
                if (day > DateTime.DaysInMonth(year, month)) continue;
                second = new DateTime(year, month, day) + time;
                if (second <= latest) return true;
            }

            return false;
        }

        var earliest = _previous - Disorder;
        for (var year = earliest.Year; year < earliest.Year + 9 && year < 9999; year++)
        {
            if (day > DateTime.DaysInMonth(year, month)) continue;
            second = new DateTime(year, month, day) + time;
            if (second >= earliest) return true;
        }

        return false;
    }

    private static bool TryReadIso(ReadOnlySpan<byte> line, out DateTime second)
    {
        second = default;
        var year = (Two(line) * 100) + Two(line[2..]);
        var month = Two(line[5..]);
        var day = Two(line[8..]);
        if (line[7] != '-' || line[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryReadTime(line.Slice(11, 8), out var time)) return false;
        if (year is < 1970 or > 9990 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        second = new DateTime(year, month, day) + time;
        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out TimeSpan time)
    {
        var (hour, minute, second) = (Two(text), Two(text[3..]), Two(text[6..]));
        var valid = text[2] == ':' && text[5] == ':' && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and <= 60;
        time = valid ? new TimeSpan(hour, minute, second) : default;
        return valid;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> line, ref int length, out TimeSpan offset)
    {
        offset = default;
        var sign = line[length] == '-' ? -1 : 1;
        var rest = line[(length + 1)..];
        if (rest.Length < 2 || Two(rest) is not (>= 0 and <= 18 and var hours)) return false;
        length += 3;
        rest = rest[2..];
        if (rest.Length > 0 && rest[0] == ':')
        {
            rest = rest[1..];
            length++;
        }

        var minutes = 0;
        if (rest.Length >= 2 && Two(rest) is >= 0 and < 60 and var read)
        {
            minutes = read;
            length += 2;
        }

        offset = new TimeSpan(sign * hours, sign * minutes, 0);
        return true;
    }

    private TimeSpan Offset(DateTime local)
    {
        var hour = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerHour));
        if (hour == _hour) return _offset;
        _hour = hour;
        return _offset = local.Ticks > TimeSpan.TicksPerDay ? zone.GetUtcOffset(local) : default;
    }

    private static int Month(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> names = "JanFebMarAprMayJunJulAugSepOctNovDec"u8;
        for (var i = 0; i < names.Length; i += 3)
        {
            if (names.Slice(i, 3).SequenceEqual(name)) return (i / 3) + 1;
        }

        return 0;
    }

    /// <summary>Two digits, or a negative number far enough down that no sum repairs it.</summary>
    private static int Two(ReadOnlySpan<byte> text) => (Digit(text[0]) * 10) + Digit(text[1]);

    private static int Digit(byte b) => b is >= (byte)'0' and <= (byte)'9' ? b - '0' : -100_000;
}
