using System.Text.RegularExpressions;

namespace AdminPanel.Screening.LookupTables;

/// <summary>A regexp or pcre table. The first rule that matches counts; a rule that takes too long makes the look-up fail. Immutable, thread-safe.</summary>
internal sealed class PatternLookup(List<PatternRule> rules) : LookupTable
{
    /// <summary>Keys beyond this length are not in the table.</summary>
    public const int LongestKey = 8_192;

    /// <inheritdoc/>
    public override LookupAnswer Find(string key)
    {
        if (key.Length > LongestKey) return LookupAnswer.Miss;
        try
        {
            foreach (var rule in rules)
            {
                if (!Applies(rule, key)) continue;
                if (rule.Pattern.Negated)
                {
                    if (!rule.Pattern.Expression.IsMatch(key)) return new(PatternResult.Expand(rule.Result, Match.Empty));
                }
                else if (rule.Pattern.Expression.Match(key) is { Success: true } match) return new(PatternResult.Expand(rule.Result, match));
            }

            return LookupAnswer.Miss;
        }
        catch (RegexMatchTimeoutException)
        {
            return LookupAnswer.Failure;
        }
    }

    private static bool Applies(PatternRule rule, string key)
    {
        foreach (var outer in rule.Within)
        {
            if (outer.Expression.IsMatch(key) == outer.Negated) return false;
        }

        return true;
    }
}
