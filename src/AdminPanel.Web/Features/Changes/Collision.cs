using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>One setting that two sides changed, each in its own way.</summary>
/// <param name="Path">The settings path.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Before">What it was for both; null when there was nothing.</param>
/// <param name="Mine">What one side made of it; null when it removed it.</param>
/// <param name="Theirs">What the other side made of it; null when it removed it.</param>
public sealed record Collision(string Path, string Title, string? Before, string? Mine, string? Theirs)
{
    /// <summary>The settings that both sides changed since <paramref name="ancestor"/> and do not agree on.</summary>
    internal static ImmutableArray<Collision> Between(ScreeningSettings ancestor, ScreeningSettings mine, ScreeningSettings theirs)
    {
        var (ours, others) = (SettingsDiff.Compare(ancestor, mine), SettingsDiff.Compare(ancestor, theirs));
        var found = ImmutableArray.CreateBuilder<Collision>();
        foreach (var change in ours.Where(c => !ChangeLine.IsBookkeeping(c.Path)))
        {
            if (others.FirstOrDefault(t => ChangePaths.Overlap(change.Path, t.Path)) is not { } other || (other.Path == change.Path && other.New == change.New)) continue;
            var whole = change.Path.Length <= other.Path.Length ? change.Path : other.Path;
            if (found.Any(c => c.Path == whole)) continue;
            found.Add(new Collision(whole, ChangeLine.TitleOf(whole, ancestor, mine), change.Old ?? other.Old, Words(change), Words(other)));
        }

        return found.ToImmutable();
    }

    private static string? Words(SettingsChange change) => change.New is "" ? "(empty)" : change.New;
}
