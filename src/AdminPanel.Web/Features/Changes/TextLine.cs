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
    /// <param name="before">The older side.</param>
    /// <param name="after">The newer side.</param>
    /// <param name="published">What is in force. A zone that has a reply name on any of the three is left out of both texts.</param>
    public static ImmutableArray<TextLine> Between(ScreeningSettings before, ScreeningSettings after, ScreeningSettings published)
    {
        var secrets = before.Dnsbl.Sites.Concat(after.Dnsbl.Sites).Concat(published.Dnsbl.Sites).Where(s => s.ReplyName is { Length: > 0 })
            .DistinctBy(s => s.Zone, StringComparer.OrdinalIgnoreCase).ToDictionary(s => s.Zone, s => s.ReplyName!, StringComparer.OrdinalIgnoreCase);
        return Between(PostfixText.Of(Hide(before, secrets)), PostfixText.Of(Hide(after, secrets)));
    }

    private static ScreeningSettings Hide(ScreeningSettings settings, Dictionary<string, string> secrets) => settings with
    {
        Dnsbl = settings.Dnsbl with { Sites = [.. settings.Dnsbl.Sites.Select(s => secrets.TryGetValue(s.Zone, out var name) ? s with { ReplyName = s.ReplyName ?? name } : s)] },
    };

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
