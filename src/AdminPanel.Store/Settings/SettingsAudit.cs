using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;

namespace AdminPanel.Store.Settings;

/// <summary>The audit rows of a publish: one for the version itself, one for each change (already masked by <see cref="SettingsDiff"/>).</summary>
internal static class SettingsAudit
{
    public static IEnumerable<AuditRow> Rows(SettingsVersionRow version, ImmutableArray<SettingsChange> changes)
    {
        yield return Row(version, version.RolledBackTo is null ? "published" : "rolled back") with
        {
            Old = version.RolledBackTo is { } target ? $"version {target}" : null,
            New = version.Comment.Length == 0 ? null : version.Comment,
        };
        foreach (var change in changes)
            yield return Row(version, "changed") with { Path = change.Path, Old = change.Old, New = change.New };
    }

    private static AuditRow Row(SettingsVersionRow version, string what) =>
        new() { At = version.PublishedAt, Who = version.PublishedBy, What = what, Version = version.Version };
}
