using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Access;

/// <summary>Something to know about an entry before it is saved.</summary>
/// <param name="Text">What it is.</param>
/// <param name="IsWarning">False for a remark that needs no action.</param>
public sealed record AccessRemark(string Text, bool IsWarning);

/// <summary>What an entry that is being typed would do to the list: whether it ever decides, what it hides, what it is an exception to. Pure.</summary>
internal static class AccessAdvice
{
    private const int MaxRemarks = 4;

    /// <summary>Remarks on the entry <paramref name="id"/> of <paramref name="after"/>, the list as it would be; <paramref name="before"/> is the list as it is.</summary>
    public static ImmutableArray<AccessRemark> For(ScreeningSettings before, ScreeningSettings after, string id)
    {
        var known = Warnings(before).ToHashSet();
        var remarks = ImmutableArray.CreateBuilder<AccessRemark>();
        foreach (var (entry, message) in Warnings(after).Where(w => w.Entry == id || !known.Contains(w)))
            remarks.Add(new AccessRemark(entry == id ? message : $"It would hide a later entry: {message}", IsWarning: true));
        if (remarks.Count == 0) remarks.AddRange(Overlaps(after.Access.Entries, id));
        return remarks.Count <= MaxRemarks ? remarks.ToImmutable() : [.. remarks.Take(MaxRemarks), new AccessRemark($"… and {remarks.Count - MaxRemarks} more.", IsWarning: true)];
    }

    /// <summary>The network that a pattern with host bits probably means; null when the text has no such mistake.</summary>
    public static string? Mended(string text) =>
        AddressPattern.TryParse(text.Trim(), out _, out var error) || error.IndexOf("you should use \"", StringComparison.Ordinal) is var at && at < 0 ? null : error[at..].Split('"')[1];

    private static IEnumerable<(string Entry, string Message)> Warnings(ScreeningSettings settings)
    {
        const string prefix = "Access.Entries[";
        foreach (var problem in SettingsRules.Check(settings))
        {
            if (problem.Severity != ProblemSeverity.Warning || !problem.Path.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (int.TryParse(problem.Path.AsSpan(prefix.Length..problem.Path.IndexOf(']', StringComparison.Ordinal)), out var index)) yield return (settings.Access.Entries[index].Id, problem.Message);
        }
    }

    private static IEnumerable<AccessRemark> Overlaps(ImmutableArray<AccessEntry> entries, string id)
    {
        var at = entries.ToList().FindIndex(e => e.Id == id);
        if (at < 0 || Plain(entries[at]) is not { } mine) yield break;
        for (var i = 0; i < entries.Length; i++)
        {
            if (i == at || entries[i].Action == entries[at].Action || Plain(entries[i]) is not { } other || other.Family != mine.Family) continue;
            var name = $"entry {i + 1} ({CidrTableText.Name(entries[i].Action)} {other})";
            if (i > at && other.Bits <= mine.Bits && other.Contains(mine.Network)) yield return new AccessRemark($"It is an exception to {name}, which decides for the rest of {other}.", IsWarning: false);
            else if (i < at && other.Bits > mine.Bits && mine.Contains(other.Network)) yield return new AccessRemark($"It overlaps {name}, which comes first and keeps deciding for {other}.", IsWarning: false);
        }
    }

    private static AddressPattern? Plain(AccessEntry entry) =>
        entry.Kind == AccessEntryKind.Pattern && entry.Within.IsDefaultOrEmpty && AddressPattern.TryParse(entry.Pattern, out var pattern, out _) && !pattern.Negated ? pattern : null;
}
