using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AdminPanel.Screening.Settings;

/// <summary>Postfix time values: digits and one unit letter of <c>s m h d w</c> (postconf(5)).</summary>
public static class PostfixTime
{
    /// <summary>The value with the largest unit that divides it: 90 s is <c>90s</c>, 86,400 s is <c>1d</c>. Whole seconds only.</summary>
    public static string Format(TimeSpan value)
    {
        var seconds = (long)value.TotalSeconds;
        return seconds switch
        {
            0 => "0s",
            _ when seconds % 86_400 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400}d"),
            _ when seconds % 3_600 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600}h"),
            _ when seconds % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
        };
    }

    /// <summary>
    /// Reads a time. A bare number takes <paramref name="defaultUnit"/>. Like Postfix, text after the unit letter is ignored when
    /// <paramref name="lenient"/> is set; a form field passes false.
    /// </summary>
    public static bool TryParse(string? text, char defaultUnit, out TimeSpan value, [NotNullWhen(false)] out string? error, bool lenient = false)
    {
        value = default;
        var trimmed = (text ?? "").AsSpan().Trim();
        var digits = 0;
        while (digits < trimmed.Length && char.IsAsciiDigit(trimmed[digits])) digits++;
        if (digits == 0 || !int.TryParse(trimmed[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            error = $"bad time value or unit: {text}";
            return false;
        }

        var rest = trimmed[digits..];
        var unit = rest.Length == 0 ? defaultUnit : char.ToLowerInvariant(rest[0]);
        long seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        if (seconds == 0 || (rest.Length > 1 && !lenient) || number * seconds > int.MaxValue)
        {
            error = $"bad time value or unit: {text}";
            return false;
        }

        value = TimeSpan.FromSeconds(number * seconds);
        error = null;
        return true;
    }
}
