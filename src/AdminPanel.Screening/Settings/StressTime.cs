namespace AdminPanel.Screening.Settings;

/// <summary>A time with a second value for stress mode, as in <c>${stress?{2}:{6}}s</c> (postscreen(8), STRESS_README).</summary>
/// <param name="Normal">The value in force normally.</param>
/// <param name="Stress">The value in force while the server is in stress mode.</param>
public readonly record struct StressTime(TimeSpan Normal, TimeSpan Stress)
{
    /// <summary>The value in force in the given mode.</summary>
    public TimeSpan In(bool stress) => stress ? Stress : Normal;

    /// <summary>The same value in both modes.</summary>
    public static StressTime Always(TimeSpan value) => new(value, value);
}
