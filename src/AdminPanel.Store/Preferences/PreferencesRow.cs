namespace AdminPanel.Store.Preferences;

/// <summary>The one row of <see cref="PanelPreferences"/>, as JSON.</summary>
internal sealed class PreferencesRow
{
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    public string Json { get; set; } = "{}";
}
