using System.Globalization;

namespace AdminPanel.Web.Shared;

/// <summary>How numbers, spans of time and sizes are written in the panel.</summary>
public static class Numbers
{
    private static readonly NumberFormatInfo ThinGroups = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = ".", NegativeSign = "\u2212" };

    /// <summary><c>12 345</c> with thin spaces; a real minus sign.</summary>
    public static string Thin(long number) => number.ToString("#,0", ThinGroups);

    /// <summary><c>12.5</c>: as many decimals as matter.</summary>
    public static string Rate(double number) => number.ToString(number < 10 ? "0.0" : "#,0", ThinGroups);

    /// <summary>A share of a whole, <c>12.4 %</c>; a dash when there is no whole.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "–" : (100.0 * part / whole).ToString(part == whole || part == 0 ? "0" : "0.0", ThinGroups) + "\u202f%";

    /// <summary><c>+3</c>, <c>−2</c> or <c>0</c>.</summary>
    public static string WithSign(long number) => number > 0 ? "+" + Thin(number) : Thin(number);

    /// <summary>A short span of time: <c>12 ms</c>, <c>6.2 s</c>, <c>4 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 0 => "\u2212" + Span(-span),
        < 0.0095 => span.TotalMilliseconds.ToString("0.#", ThinGroups) + "\u202fms",
        < 0.9995 => span.TotalMilliseconds.ToString("0", ThinGroups) + "\u202fms",
        < 59.95 => span.TotalSeconds.ToString("0.0", ThinGroups) + "\u202fs",
        < 5400 => span.TotalMinutes.ToString("0", ThinGroups) + "\u202fmin",
        < 129600 => span.TotalHours.ToString("0", ThinGroups) + "\u202fh",
        _ => span.TotalDays.ToString("0", ThinGroups) + "\u202fd",
    };
}
