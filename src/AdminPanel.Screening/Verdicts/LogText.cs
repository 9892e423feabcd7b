using System.Globalization;
using System.Text;

namespace AdminPanel.Screening.Verdicts;

/// <summary>How text from the network and times are written in log lines, as Postfix writes them. Stateless.</summary>
public static class LogText
{
    /// <summary>The most characters of client text in one log line.</summary>
    public const int MaxLength = 100;

    /// <summary>
    /// Printable ASCII as it is, backslash doubled, <c>\a \b \f \n \r \t \v</c>, everything else as three octal digits; then cut to
    /// <paramref name="maxLength"/> escaped characters.
    /// </summary>
    public static string Escape(ReadOnlySpan<byte> bytes, int maxLength = int.MaxValue)
    {
        var text = new StringBuilder(Math.Min(bytes.Length + 8, 1_024));
        foreach (var b in bytes)
        {
            if (text.Length >= maxLength) break;
            Append(text, b);
        }

        if (text.Length > maxLength) text.Length = maxLength;
        return text.ToString();
    }

    /// <summary>The same for text with one character per byte (Latin-1); other characters become their UTF-8 bytes.</summary>
    public static string Escape(string text, int maxLength = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoding = text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.UTF8 : Encoding.Latin1;
        return Escape(encoding.GetBytes(text), maxLength);
    }

    /// <summary>Valid UTF-8 text as it is, cut to <paramref name="maxLength"/> characters; every other byte and every control character becomes <c>?</c>.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes, int maxLength = int.MaxValue)
    {
        var text = new StringBuilder(Math.Min(bytes.Length, 1_024));
        while (!bytes.IsEmpty && text.Length < maxLength)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                length = 1;
                rune = new Rune('?');
            }

            text.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>
    /// Seconds with two significant digits and at most two decimals, rounded, without trailing zeros: <c>0</c>, <c>0.05</c>, <c>0.31</c>,
    /// <c>2.1</c>, <c>12</c> (<c>delay_logging_resolution_limit</c> 2).
    /// </summary>
    public static string Delta(TimeSpan time)
    {
        var microseconds = Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        var resolution = microseconds switch
        {
            < 1_000_000 => 10_000,
            < 10_000_000 => 100_000,
            _ => 1_000_000,
        };
        var rounded = (microseconds + (resolution / 2)) / resolution * resolution;
        return (rounded / 1_000_000m).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private static void Append(StringBuilder text, byte b)
    {
        switch (b)
        {
            case (byte)'\\': text.Append(@"\\"); break;
            case 7: text.Append(@"\a"); break;
            case 8: text.Append(@"\b"); break;
            case 9: text.Append(@"\t"); break;
            case 10: text.Append(@"\n"); break;
            case 11: text.Append(@"\v"); break;
            case 12: text.Append(@"\f"); break;
            case 13: text.Append(@"\r"); break;
            case >= 32 and < 127: text.Append((char)b); break;
            default:
                text.Append('\\').Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7)));
                break;
        }
    }
}
