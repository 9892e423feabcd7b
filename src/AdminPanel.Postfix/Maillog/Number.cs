using System.Buffers.Text;

namespace AdminPanel.Postfix.Maillog;

/// <summary>Numbers in log lines.</summary>
internal static class Number
{
    /// <summary>A whole number, nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int number) =>
        Utf8Parser.TryParse(text, out number, out var length) && length == text.Length;

    /// <summary>Seconds as Postfix writes delays: <c>0</c>, <c>0.31</c>, <c>12</c>.</summary>
    public static bool TryReadSeconds(ReadOnlySpan<byte> text, out TimeSpan time)
    {
        var read = Utf8Parser.TryParse(text, out decimal seconds, out var length) && length == text.Length && seconds is >= 0 and < 1_000_000_000;
        time = read ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return read;
    }

    /// <summary>A number with an optional sign and fraction, e.g. a spam score.</summary>
    public static bool TryReadScore(ReadOnlySpan<byte> text, out double score)
    {
        if (text.Length > 1 && text[0] == '+') text = text[1..];
        return Utf8Parser.TryParse(text, out score, out var length) && length == text.Length && double.IsFinite(score);
    }
}
