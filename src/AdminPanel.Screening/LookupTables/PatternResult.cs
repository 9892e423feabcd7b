using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AdminPanel.Screening.LookupTables;

/// <summary>Results of regexp and pcre tables: <c>$1</c>, <c>${1}</c> and <c>$(1)</c> stand for what a group matched, <c>$$</c> for a dollar sign. Stateless.</summary>
internal static class PatternResult
{
    /// <summary>What is wrong with a result; null when it can be used.</summary>
    public static string? Check(string result, SignedPattern pattern)
    {
        string? error = null;
        Expand(result, text: null, number =>
        {
            if (pattern.Negated) error = $"$number found in negative match replacement text: \"{result}\": skipping this rule.";
            else if (number >= pattern.Expression.GetGroupNumbers().Length || number == 0) error = $"out of range replacement index \"{number}\": skipping this rule.";
            return "";
        });
        return error;
    }

    /// <summary>The result for a match.</summary>
    public static string Expand(string result, Match match)
    {
        if (!result.Contains('$', StringComparison.Ordinal)) return result;
        var text = new StringBuilder(result.Length + 16);
        Expand(result, text, number => match.Groups[number].Value);
        return text.ToString();
    }

    private static void Expand(string result, StringBuilder? text, Func<int, string> group)
    {
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i] != '$' || i + 1 >= result.Length)
            {
                text?.Append(result[i]);
                continue;
            }

            if (result[i + 1] == '$')
            {
                text?.Append('$');
                i++;
                continue;
            }

            var close = result[i + 1] switch { '{' => '}', '(' => ')', _ => '\0' };
            var start = i + (close == '\0' ? 1 : 2);
            var end = start;
            while (end < result.Length && end - start < 4 && char.IsAsciiDigit(result[end])) end++;
            if (end == start || (close != '\0' && (end == result.Length || result[end] != close)))
            {
                text?.Append('$');
                continue;
            }

            var value = group(int.Parse(result.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture));
            text?.Append(value);
            i = close == '\0' ? end - 1 : end;
        }
    }
}
