using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>The rules that settings obey: one set for pages, import and start-up. Reports every problem at once. Any thread.</summary>
public static partial class SettingsRules
{
    /// <summary>All problems of <paramref name="settings"/>; empty when they can be published without remark.</summary>
    public static ImmutableArray<SettingsProblem> Check(ScreeningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [];
    }
}
