using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Whether two sets of changes touch the same settings. Pure.</summary>
internal static class ChangePaths
{
    /// <summary>True when some path of one set equals or contains a path of the other and the two do not agree on the new value.</summary>
    public static bool Collide(ImmutableArray<SettingsChange> mine, ImmutableArray<SettingsChange> theirs) =>
        mine.Any(m => theirs.Any(t => Overlap(m.Path, t.Path) && !(m.Path == t.Path && m.New == t.New)));

    /// <summary>True when one path is the other or contains it; a new order of a list (<c>Access.Entries</c>) collides only with another new order.</summary>
    public static bool Overlap(string one, string other) => one == other || Contains(one, other) || Contains(other, one);

    private static bool Contains(string outer, string inner) =>
        inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] == '.';
}
