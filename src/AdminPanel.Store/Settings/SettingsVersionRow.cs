using System.Diagnostics.CodeAnalysis;

namespace AdminPanel.Store.Settings;

/// <summary>One published version of the settings. Never changed once written.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by EF Core.")]
internal sealed class SettingsVersionRow
{
    /// <summary>1 and up, without gaps.</summary>
    public long Version { get; set; }

    public DateTimeOffset PublishedAt { get; set; }

    public string PublishedBy { get; set; } = "";

    public string Comment { get; set; } = "";

    /// <summary>Hash of the canonical JSON.</summary>
    public string Hash { get; set; } = "";

    public int ChangeCount { get; set; }

    public long? RolledBackTo { get; set; }

    /// <summary>The settings, secrets included: panel.db is readable by its owner alone.</summary>
    public string Json { get; set; } = "";

    public SettingsVersion ToInfo() => new(Version, PublishedAt, PublishedBy, Comment, Hash, ChangeCount, RolledBackTo);
}
