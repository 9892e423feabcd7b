using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AdminPanel.Screening.LookupTables;

/// <summary>One pattern with its sign, as in a rule or an <c>if</c> line.</summary>
/// <param name="Expression">The compiled expression; a match takes bounded time.</param>
/// <param name="Negated">True when a key matches that the expression does not.</param>
internal sealed record SignedPattern(Regex Expression, bool Negated);

/// <summary>One rule of a regexp or pcre table.</summary>
/// <param name="Pattern">What it matches.</param>
/// <param name="Within">The enclosing <c>if</c> patterns, outermost first.</param>
/// <param name="Result">The result as written, with <c>$1</c> and the like.</param>
internal sealed record PatternRule(SignedPattern Pattern, ImmutableArray<SignedPattern> Within, string Result);

/// <summary>Reads regexp_table(5) and pcre_table(5): <c>/pattern/flags result</c>, <c>!</c>, <c>if</c> … <c>endif</c>, inline form.</summary>
internal static class PatternTableFile
{
    /// <summary>Reads a table file.</summary>
    public static List<PatternRule> Read(string path, string text, bool posix, ICollection<FileFinding> problems)
    {
        var reader = new Reader(posix, problems);
        foreach (var line in LogicalLine.Read(text)) reader.Add(line.Text.Trim(), new(path, line.Number));
        return reader.Finish();
    }

    /// <summary>Reads <c>regexp:{ {rule}, {rule} }</c>.</summary>
    public static List<PatternRule> ReadInline(LookupTableName name, FilePlace place, bool posix, ICollection<FileFinding> problems)
    {
        var reader = new Reader(posix, problems);
        if (!ItemList.TryUnbrace(name.Argument, out var inside))
        {
            problems.Add(new(place, $"{name} needs braces: {name.Type}:{{ {{/pattern/ result}}, {{/pattern/ result}} }}."));
            return [];
        }

        foreach (var item in ItemList.Split(inside))
        {
            if (ItemList.TryUnbrace(item, out var rule)) reader.Add(rule, place);
            else problems.Add(new(place, $"inline {name.Type} table: put each rule in braces of its own; \"{item}\" is not."));
        }

        return reader.Finish();
    }

    private sealed class Reader(bool posix, ICollection<FileFinding> problems)
    {
        private readonly List<PatternRule> _rules = [];
        private readonly Stack<(SignedPattern? Pattern, FilePlace Place)> _ifs = [];

        public void Add(string line, FilePlace place)
        {
            if (IsWord(line, "endif", out var rest))
            {
                if (rest.Length > 0) problems.Add(new(place, "garbage after ENDIF."));
                if (!_ifs.TryPop(out _)) problems.Add(new(place, "ENDIF without IF."));
            }
            else if (IsWord(line, "if", out rest))
            {
                var condition = TakePattern(ref rest, place);
                if (condition is not null && rest.Length > 0) problems.Add(new(place, "garbage after the pattern: an IF line holds one pattern."));
                _ifs.Push((condition, place));
            }
            else if (TakePattern(ref line, place) is { } pattern)
            {
                // Under a broken IF nothing can be known to apply.
                if (_ifs.Any(static outer => outer.Pattern is null)) return;
                if (PatternResult.Check(line, pattern) is { } error) problems.Add(new(place, error));
                else _rules.Add(new(pattern, [.. _ifs.Reverse().Select(static outer => outer.Pattern!)], line));
            }
        }

        public List<PatternRule> Finish()
        {
            foreach (var (_, place) in _ifs) problems.Add(new(place, "IF has no matching ENDIF."));
            return _rules;
        }

        /// <summary>A word followed by a blank, a pattern or nothing.</summary>
        private static bool IsWord(string line, string word, out string rest)
        {
            var found = line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (line.Length == word.Length || !char.IsLetterOrDigit(line[word.Length]));
            rest = found ? line[word.Length..].Trim() : "";
            return found;
        }

        /// <summary>Cuts <c>!/pattern/flags</c> off the front; null after a problem.</summary>
        private SignedPattern? TakePattern(ref string text, FilePlace place)
        {
            var negated = false;
            var at = 0;
            for (; at < text.Length && (text[at] == '!' || char.IsWhiteSpace(text[at])); at++) negated ^= text[at] == '!';
            if (at == text.Length || char.IsLetterOrDigit(text[at]))
            {
                problems.Add(new(place, "no pattern: write /pattern/flags result. Skipping this rule."));
                return null;
            }

            var close = at + 1;
            while (close < text.Length && text[close] != text[at]) close += text[close] == '\\' ? 2 : 1;
            if (close >= text.Length)
            {
                problems.Add(new(place, $"no closing regexp delimiter \"{text[at]}\": skipping this rule."));
                return null;
            }

            var body = text[(at + 1)..close];
            var end = close + 1;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            var flags = text[(close + 1)..end];
            text = text[end..].Trim();
            if (PatternCompiler.TryCompile(body, flags, posix, out var expression, out var error)) return new(expression, negated);
            problems.Add(new(place, $"{error}: skipping this rule."));
            return null;
        }
    }
}
