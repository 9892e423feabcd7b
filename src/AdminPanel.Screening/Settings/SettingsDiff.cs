using System.Collections.Immutable;

namespace AdminPanel.Screening.Settings;

/// <summary>One difference between two settings.</summary>
/// <param name="Path">
/// Property path: <c>Greet.Action</c>, <c>Dnsbl.Sites[bl.example=127.0.0.2].Weight</c>, <c>Access.Entries[id]</c>. A list's own path
/// (<c>Access.Entries</c>) means that its order changed.
/// </param>
/// <param name="Old">Old value as text, secrets masked; null when the item is new.</param>
/// <param name="New">New value as text, secrets masked; null when the item is gone.</param>
public sealed record SettingsChange(string Path, string? Old, string? New);

/// <summary>
/// Lists what differs between two settings, item by item. List items are matched by identity (site zone and filter, entry id, network
/// pattern), not by position. A zone with a reply name never appears. Any thread.
/// </summary>
public static partial class SettingsDiff
{
    /// <summary>The differences, in settings order; empty when the contents are equal.</summary>
    public static ImmutableArray<SettingsChange> Compare(ScreeningSettings before, ScreeningSettings after) => Compare(before, after, after);

    /// <summary>The same, where a zone that has a reply name in <paramref name="secrets"/> does not appear either.</summary>
    public static ImmutableArray<SettingsChange> Compare(ScreeningSettings before, ScreeningSettings after, ScreeningSettings secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = ImmutableArray.CreateBuilder<SettingsChange>();
        foreach (var item in SettingsDescription.Items)
        {
            // The lists come where their group begins, as the records declare them.
            if (item.Path == "Dnsbl.Action") CompareSites(before.Dnsbl, after.Dnsbl, secrets.Dnsbl, changes);
            if (item.Path == "Access.DenylistAction") CompareAccess(before.Access, after.Access, changes);
            AddIfDifferent(changes, item.Path, item.Text(before), item.Text(after));
        }

        return changes.ToImmutable();
    }

    private static void AddIfDifferent(ImmutableArray<SettingsChange>.Builder changes, string path, string before, string after)
    {
        if (!string.Equals(before, after, StringComparison.Ordinal)) changes.Add(new(path, before, after));
    }

    internal static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
