using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace AdminPanel.Web.Features.Changes;

/// <summary>One line of a text difference.</summary>
/// <param name="Sign"><c>+</c>, <c>-</c> or a blank.</param>
/// <param name="Text">The line.</param>
public sealed record TextLine(char Sign, string Text);

/// <summary>Line differences of settings as Postfix would write them. Pure.</summary>
internal static class TextLines
{
    private const int Context = 2;

    /// <summary>The changed lines with two lines around them; empty when the texts are equal.</summary>
    public static ImmutableArray<TextLine> Between(ScreeningSettings before, ScreeningSettings after) => Between(PostfixText.Of(before), PostfixText.Of(after));

    /// <summary>The changed lines of two texts.</summary>
    public static ImmutableArray<TextLine> Between(string before, string after)
    {
        var lines = InlineDiffBuilder.Diff(before, after).Lines;
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type == ChangeType.Unchanged) continue;
            for (var j = Math.Max(0, i - Context); j <= Math.Min(lines.Count - 1, i + Context); j++) shown[j] = true;
        }

        return [.. lines.Where((_, i) => shown[i]).Select(l => new TextLine(l.Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' }, l.Text))];
    }
}
