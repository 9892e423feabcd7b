using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Features.Audit;

/// <summary>One audit entry as people read it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Title">What it touched, in words; null when nothing.</param>
/// <param name="Parameter">The Postfix parameter behind it; empty when there is none.</param>
/// <param name="Old">The old value; null when there was none.</param>
/// <param name="New">The new value; null when there is none.</param>
public sealed record AuditLine(AuditEntry Entry, string? Title, string Parameter, string? Old, string? New)
{
    /// <summary>What was done: a change of a setting is told apart by its values.</summary>
    public string Word => Entry switch { { What: "changed", Old: null } => "added", { What: "changed", New: null } => "removed", _ => Entry.What };

    /// <summary>The css suffix of what was done.</summary>
    public string Tone => Word switch
    {
        "published" or "rolled back" => "known",
        "sign-in failed" => "limit",
        var what when what.StartsWith("removed", StringComparison.Ordinal) || what.StartsWith("deleted", StringComparison.Ordinal) => "deny",
        var what when what.StartsWith("created", StringComparison.Ordinal) || what == "added" => "pass",
        "changed" => "plain",
        _ => "quiet",
    };

    /// <summary>True for a publish or a roll back: its values are a version and a comment, not a difference.</summary>
    public bool IsPublish => Entry.What is "published" or "rolled back";

    /// <summary>Puts <paramref name="entry"/> into words; access list entries get their pattern from <paramref name="settings"/> while they exist.</summary>
    public static AuditLine From(AuditEntry entry, ScreeningSettings settings)
    {
        if (entry is not { Version: not null, Path: { } path }) return new AuditLine(entry, entry.Path, "", entry.Old, entry.New);
        var change = ChangeLine.Describe([new SettingsChange(path, entry.Old, entry.New)], settings, settings);
        return change is [var line]
            ? new AuditLine(entry, line.Title, line.Parameter, line.Old, line.New)
            : new AuditLine(entry, SettingsDescription.Words(path), SettingsDescription.Parameter(path), entry.Old, entry.New);
    }
}
