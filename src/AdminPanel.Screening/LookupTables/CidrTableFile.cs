using System.Collections.Immutable;

namespace AdminPanel.Screening.LookupTables;

/// <summary>One rule of a CIDR table with the <c>if</c> patterns around it.</summary>
/// <param name="Pattern"><c>[!]address[/bits]</c> as written, not yet checked.</param>
/// <param name="Within">The enclosing <c>if</c> patterns, outermost first.</param>
/// <param name="Value">The result.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Comment">What the comment above it says.</param>
internal sealed record CidrRule(string Pattern, ImmutableArray<string> Within, string Value, FilePlace Place, string Comment);

/// <summary>Reads CIDR tables (cidr_table(5)): rules, <c>!</c>, <c>if</c> … <c>endif</c>, inline form. Patterns are checked by whoever compiles them.</summary>
internal static class CidrTableFile
{
    /// <summary>Reads a table file. Rules that cannot be read go to <paramref name="skipped"/>, or to <paramref name="problems"/> without it.</summary>
    public static List<CidrRule> Read(string path, string text, ICollection<FileFinding> problems, ICollection<FileFinding>? skipped = null)
    {
        var reader = new Reader(problems, skipped ?? problems);
        foreach (var line in LogicalLine.Read(text)) reader.Add(line.Text, new(path, line.Number), line.Comment);
        return reader.Finish();
    }

    /// <summary>Reads <c>cidr:{ {rule}, {rule} }</c>.</summary>
    public static List<CidrRule> ReadInline(string argument, FilePlace place, ICollection<FileFinding> problems, ICollection<FileFinding>? skipped = null)
    {
        var reader = new Reader(problems, skipped ?? problems);
        if (!ItemList.TryUnbrace(argument, out var inside))
            problems.Add(new(place, $"cidr:{argument} needs braces: cidr:{{ {{192.0.2.0/24 reject}}, {{198.51.100.1 permit}} }}."));
        else
        {
            foreach (var item in ItemList.Split(inside))
            {
                if (ItemList.TryUnbrace(item, out var rule)) reader.Add(rule, place, "");
                else problems.Add(new(place, $"inline CIDR table: put each rule in braces of its own; \"{item}\" is not."));
            }
        }

        return reader.Finish();
    }

    private sealed class Reader(ICollection<FileFinding> problems, ICollection<FileFinding> skipped)
    {
        private readonly List<CidrRule> _rules = [];
        private readonly Stack<(string Pattern, FilePlace Place)> _ifs = [];

        public void Add(string line, FilePlace place, string comment)
        {
            var text = line.Trim();
            if (Word(text, "if", out var condition))
            {
                var pattern = TakePattern(ref condition);
                if (pattern.Length == 0) problems.Add(new(place, "no address pattern after IF."));
                else if (condition.Length > 0) problems.Add(new(place, $"garbage after \"{pattern}\": an IF line holds one pattern."));
                _ifs.Push((pattern, place));
            }
            else if (Word(text, "endif", out var rest))
            {
                if (rest.Length > 0) skipped.Add(new(place, "garbage after ENDIF."));
                if (!_ifs.TryPop(out _)) problems.Add(new(place, "ENDIF without IF."));
            }
            else
            {
                var pattern = TakePattern(ref text);
                if (pattern.Length == 0) skipped.Add(new(place, "no address pattern."));
                else if (text.Length == 0) skipped.Add(new(place, $"no lookup result after \"{pattern}\"; write permit, reject or dunno."));
                else _rules.Add(new(pattern, [.. _ifs.Reverse().Select(outer => outer.Pattern)], text, place, comment));
            }
        }

        public List<CidrRule> Finish()
        {
            foreach (var (_, place) in _ifs) problems.Add(new(place, "IF has no matching ENDIF."));
            return _rules;
        }

        private static bool Word(string text, string word, out string rest)
        {
            var found = text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (text.Length == word.Length || char.IsWhiteSpace(text[word.Length]) || (word == "if" && text[word.Length] == '!'));
            rest = found ? text[word.Length..].Trim() : "";
            return found;
        }

        /// <summary>Cuts the pattern off the front; an even number of <c>!</c> cancels out.</summary>
        private static string TakePattern(ref string text)
        {
            var at = 0;
            var negated = false;
            while (at < text.Length && (text[at] == '!' || (at > 0 && char.IsWhiteSpace(text[at]))))
            {
                if (text[at] == '!') negated = !negated;
                at++;
            }

            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            var pattern = text[start..at];
            text = text[at..].Trim();
            return pattern.Length == 0 ? "" : negated ? $"!{pattern}" : pattern;
        }
    }
}
