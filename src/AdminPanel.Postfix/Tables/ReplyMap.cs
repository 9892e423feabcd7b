using System.Text.RegularExpressions;
using AdminPanel.Postfix.Import;
using AdminPanel.Postfix.MainCf;

namespace AdminPanel.Postfix.Tables;

/// <summary>A <c>postscreen_dnsbl_reply_map</c> as read: which name stands for a zone in replies.</summary>
internal static class ReplyMap
{
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Reads the table; null when it cannot be read, which is then reported as a problem, because its secrets would show.</summary>
    public static Func<string, string?>? Open(ImportSession session, LookupTableName table, MainCfSetting from)
    {
        if (table.Type == "static") return _ => table.Argument;
        if (table.Type == "inline") return Lookup(KeyValueTable.ReadInline(table.Argument, from.Place, session.Problems));
        if (!table.IsIndexed && table.Type is not ("texthash" or "regexp" or "pcre"))
        {
            session.Problem(from.Place, $"{from.Name}: {table.Type} tables cannot be read here, and without the map secret zones would show. Write the names into a text file and refer to it as texthash:/path.");
            return null;
        }

        if (table.Type is "regexp" or "pcre")
        {
            if (table.IsFile) return session.TryRead(table.Argument, from.Place, out var patternPath, out var patterns) ? Patterns(session, LogicalLine.Read(patterns), patternPath) : null;
            session.Problem(from.Place, $"{from.Name}: inline {table.Type} tables cannot be read here. Write the names into a text file and refer to it as texthash:/path.");
            return null;
        }

        return session.TryRead(table.Argument, from.Place, out var path, out var text) ? Lookup(KeyValueTable.ReadSource(path, text, session.Problems)) : null;
    }

    private static Func<string, string?> Lookup(List<TableLine> lines)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines) names.TryAdd(line.Key, line.Value);
        return zone => names.GetValueOrDefault(zone);
    }

    /// <summary><c>/pattern/flags result</c> lines; .NET's expressions differ from PCRE in corners, none of which a zone name meets.</summary>
    private static Func<string, string?> Patterns(ImportSession session, IEnumerable<LogicalLine> lines, string path)
    {
        List<(Regex Pattern, bool Negated, string Result)> rules = [];
        foreach (var line in lines)
        {
            var place = new FilePlace(path, line.Number);
            var text = line.Text.Trim();
            var negated = text.StartsWith('!');
            if (negated) text = text[1..].TrimStart();
            var end = text.Length > 1 && !char.IsLetterOrDigit(text[0]) ? text.IndexOf(text[0], 1) : -1;
            if (end < 0)
            {
                session.Problem(place, "only /pattern/flags result lines can be read here. Write the names into a text file and refer to it as texthash:/path.");
                continue;
            }

            var blank = text.AsSpan(end).IndexOfAny(' ', '\t');
            var flags = blank < 0 ? text[(end + 1)..] : text[(end + 1)..(end + blank)];
            var result = blank < 0 ? "" : text[(end + blank)..].Trim();
            try
            {
                // A zone is matched without regard to case unless the flag i switches that off, as in regexp_table(5).
                var options = RegexOptions.CultureInvariant | (flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.None : RegexOptions.IgnoreCase);
                rules.Add((new(text[1..end].Replace($"\\{text[0]}", $"{text[0]}", StringComparison.Ordinal), options, s_patternTimeout), negated, result));
            }
            catch (ArgumentException trouble)
            {
                session.Problem(place, $"bad pattern: {trouble.Message}");
            }
        }

        return zone =>
        {
            try
            {
                return First(rules, zone);
            }
            catch (RegexMatchTimeoutException)
            {
                session.Problem(new(path, 0), "a pattern takes too long to match. Write the names into a text file and refer to it as texthash:/path.");
                return null;
            }
        };
    }

    private static string? First(List<(Regex Pattern, bool Negated, string Result)> rules, string zone)
    {
        foreach (var (pattern, negated, result) in rules)
        {
            var match = pattern.Match(zone);
            if (match.Success != negated) return negated ? result : match.Result(result);
        }

        return null;
    }
}
