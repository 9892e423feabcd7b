using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>What a change does to its item.</summary>
public enum ChangeKind
{
    /// <summary>A new list item.</summary>
    Added,

    /// <summary>A list item is gone.</summary>
    Removed,

    /// <summary>Another value.</summary>
    Changed,

    /// <summary>The same items in another order.</summary>
    Moved,
}

/// <summary>One change as people read it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Title">What it happened to: "DNSBL site bl.example, weight".</param>
/// <param name="Old">The old value; null when there was none.</param>
/// <param name="New">The new value; null when there is none.</param>
/// <param name="Parameter">The Postfix parameter; empty when there is none.</param>
/// <param name="Page">The page that edits it.</param>
/// <param name="Path">The settings path.</param>
public sealed record ChangeLine(ChangeKind Kind, string Title, string? Old, string? New, string Parameter, string Page, string Path)
{
    private const string EntryPrefix = "Access.Entries[";

    /// <summary>The differences between two settings, in words. Bookkeeping (author, time) of changed entries is left out.</summary>
    public static ImmutableArray<ChangeLine> Between(ScreeningSettings before, ScreeningSettings after) => Describe(SettingsDiff.Compare(before, after), before, after);

    /// <summary>The same, where the zones that <paramref name="published"/> hides are hidden too.</summary>
    public static ImmutableArray<ChangeLine> Between(ScreeningSettings before, ScreeningSettings after, ScreeningSettings published) =>
        Describe(SettingsDiff.Compare(before, after, published), before, after);

    /// <summary><paramref name="changes"/> in words.</summary>
    public static ImmutableArray<ChangeLine> Describe(ImmutableArray<SettingsChange> changes, ScreeningSettings before, ScreeningSettings after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [.. changes.Where(c => !IsBookkeeping(c.Path)).Select(c => Describe(c, before, after))];
    }

    private static ChangeLine Describe(SettingsChange change, ScreeningSettings before, ScreeningSettings after)
    {
        var kind = change.Old is null ? ChangeKind.Added : change.New is null ? ChangeKind.Removed
            : change.Path is "Dnsbl.Sites" or "Access.Entries" or "Access.MyNetworks" ? ChangeKind.Moved : ChangeKind.Changed;
        return new ChangeLine(kind, TitleOf(change.Path, before, after), Shown(change.Old), Shown(change.New), SettingsDescription.Parameter(change.Path), SettingFields.PageOf(change.Path), change.Path);
    }

    internal static string TitleOf(string path, ScreeningSettings before, ScreeningSettings after)
    {
        if (!path.StartsWith(EntryPrefix, StringComparison.Ordinal)) return SettingsDescription.Words(path);
        var close = path.IndexOf(']', StringComparison.Ordinal);
        var id = path[EntryPrefix.Length..close];
        var entry = after.Access.Entries.Concat(before.Access.Entries).FirstOrDefault(e => e.Id == id);
        var name = entry switch
        {
            null => id,
            { Kind: AccessEntryKind.MyNetworks } => "permit_mynetworks",
            { Kind: AccessEntryKind.Everyone } => "everyone",
            _ => entry.Pattern,
        };
        return SettingsDescription.Words($"{EntryPrefix}{name}]{path[(close + 1)..]}");
    }

    private static string? Shown(string? value) => value is "" ? "(empty)" : value;

    internal static bool IsBookkeeping(string path) =>
        path.StartsWith("Access.", StringComparison.Ordinal) && (path.EndsWith("].Author", StringComparison.Ordinal) || path.EndsWith("].Added", StringComparison.Ordinal));
}
