using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Store.Settings;

/// <summary>How a publish ended: <see cref="Published"/>, <see cref="Invalid"/>, <see cref="Conflict"/> or <see cref="Unchanged"/>.</summary>
public abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>Stored and in force as <paramref name="Version"/>.</summary>
    public sealed record Published(long Version) : PublishResult;

    /// <summary>Refused; nothing was stored.</summary>
    public sealed record Invalid(ImmutableArray<SettingsProblem> Problems) : PublishResult;

    /// <summary>Somebody published <paramref name="CurrentVersion"/> meanwhile; nothing was stored.</summary>
    public sealed record Conflict(long CurrentVersion, string By) : PublishResult;

    /// <summary>Equal to the version in force; nothing was stored.</summary>
    public sealed record Unchanged(long Version) : PublishResult;
}

/// <summary>One published version without its content.</summary>
public sealed record SettingsVersion(long Version, DateTimeOffset PublishedAt, string PublishedBy, string Comment, string Hash, int ChangeCount, long? RolledBackTo);

/// <summary>One published version.</summary>
public sealed record StoredSettings(SettingsVersion Info, ScreeningSettings Settings);
