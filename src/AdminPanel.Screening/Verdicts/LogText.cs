using System.Globalization;
using System.Text;

namespace AdminPanel.Screening.Verdicts;

/// <summary>Postfix's spelling of untrusted text and short times in log lines. Any thread.</summary>
public static class LogText
{
    /// <summary>The most characters of client text in one log line.</summary>
    public const int MaxLength = 100;

    /// <summary>
    /// Printable ASCII as is, a backslash doubled, <c>\a \b \f \n \r \t \v</c>, every other byte as three octal digits (Postfix <c>escape</c>),
    /// cut to <paramref name="maxCharacters"/> characters of output.
    /// </summary>
    public static string Escape(ReadOnlySpan<byte> bytes, int maxCharacters = MaxLength)
    {
        var text = new StringBuilder(Math.Min(bytes.Length, maxCharacters) + 8);
        foreach (var b in bytes)
        {
            if (text.Length >= maxCharacters) break;
            switch (b)
            {
                case 0x07: text.Append(@"\a"); break;
                case 0x08: text.Append(@"\b"); break;
                case 0x0C: text.Append(@"\f"); break;
                case 0x0A: text.Append(@"\n"); break;
                case 0x0D: text.Append(@"\r"); break;
                case 0x09: text.Append(@"\t"); break;
                case 0x0B: text.Append(@"\v"); break;
                case (byte)'\\': text.Append(@"\\"); break;
                case >= 0x20 and < 0x7F: text.Append((char)b); break;
                default: text.Append('\\').Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7))); break;
            }
        }

        if (text.Length > maxCharacters) text.Length = maxCharacters;
        return text.ToString();
    }

    /// <summary>Bytes as text, everything but printable ASCII replaced by <c>?</c> (Postfix <c>printable</c>).</summary>
    public static string Printable(ReadOnlySpan<byte> bytes, int maxCharacters = int.MaxValue)
    {
        if (bytes.Length > maxCharacters) bytes = bytes[..maxCharacters];
        return string.Create(bytes.Length, bytes, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = source[i] is >= 0x20 and < 0x7F ? (char)source[i] : '?';
        });
    }

    /// <summary>Two significant digits, at most two decimals, rounded, no trailing zeros: <c>0</c>, <c>0.05</c>, <c>2.1</c>, <c>12</c> (<c>delay_logging_resolution_limit</c> 2).</summary>
    public static string Elapsed(TimeSpan elapsed)
    {
        var seconds = Math.Max(0, elapsed.TotalSeconds);
        var decimals = seconds >= 9.95 ? 0 : seconds >= 0.995 ? 1 : 2;
        var text = Math.Round(seconds, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return decimals == 0 ? text : text.TrimEnd('0').TrimEnd('.');
    }
}
