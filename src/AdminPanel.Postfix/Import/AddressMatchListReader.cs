using AdminPanel.Postfix.MainCf;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Postfix.Import;

/// <summary>Reads address match lists (<c>mynetworks</c>, <c>postscreen_allowlist_interfaces</c>): patterns, <c>!</c>, files and tables of patterns.</summary>
internal static class AddressMatchListReader
{
    private const int DeepestInclude = 10;

    /// <summary>The patterns in order, each with the line it stands in. IPv6 brackets are taken off; whether a pattern is valid is decided by the settings' rules.</summary>
    /// <param name="session">The import.</param>
    /// <param name="value">The parameter's value.</param>
    /// <param name="from">Where it is set.</param>
    /// <param name="asksTables">True when the engine can ask a table that cannot be written as networks.</param>
    public static List<(string Pattern, FilePlace Place)> Read(ImportSession session, string value, MainCfSetting from, bool asksTables = false)
    {
        List<(string, FilePlace)> patterns = [];
        foreach (var item in ItemList.Split(value))
        {
            if (asksTables && Live(session, item) is { } live) patterns.Add((live, from.PlaceOf(item)));
            else Add(session, patterns, item, negated: false, from.PlaceOf(item), from.Name, 0);
        }

        return patterns;
    }

    /// <summary>A table that says more than a list of networks: patterns, or a CIDR table with <c>if</c> or <c>!</c>. Null for everything else.</summary>
    private static string? Live(ImportSession session, string item)
    {
        var body = item.TrimStart('!');
        if (body.StartsWith('[') || !LookupTableName.TryParse(body, out var named)) return null;
        var table = session.Absolute(named);
        var live = table.Type is "regexp" or "pcre";
        if (table.Type == "cidr" && table.IsFile && session.TryPeek(table.Argument, out var text))
            live = CidrTableFile.Read(table.Argument, text, []).Exists(static rule => rule.Within.Length > 0 || rule.Pattern.StartsWith('!'));
        return live ? $"{((item.Length - body.Length) % 2 == 1 ? "!" : "")}{table}" : null;
    }

    private static void Add(ImportSession session, List<(string, FilePlace)> patterns, string item, bool negated, FilePlace place, string parameter, int depth)
    {
        while (item.StartsWith('!'))
        {
            negated = !negated;
            item = item[1..];
        }

        if (item.StartsWith('/'))
        {
            AddFile(session, patterns, item, negated, place, parameter, depth);
            return;
        }

        // An IPv6 address has colons too, but always in brackets or with only hexadecimal digits before the first.
        if (!item.StartsWith('[') && LookupTableName.TryParse(item, out var table) && !table.Type.All(char.IsAsciiHexDigit))
        {
            AddTable(session, patterns, table, negated, place, parameter);
            return;
        }

        var pattern = item.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        patterns.Add((negated ? $"!{pattern}" : pattern, place));
    }

    private static void AddFile(ImportSession session, List<(string, FilePlace)> patterns, string path, bool negated, FilePlace place, string parameter, int depth)
    {
        if (depth == DeepestInclude)
        {
            session.Problem(place, $"{parameter}: {path} is included by itself.");
            return;
        }

        if (!session.TryRead(path, place, out var fullPath, out var text)) return;
        foreach (var line in LogicalLine.Read(text))
        {
            foreach (var item in ItemList.Split(line.Text)) Add(session, patterns, item, negated, new(fullPath, line.Number), parameter, depth + 1);
        }
    }

    private static void AddTable(ImportSession session, List<(string, FilePlace)> patterns, LookupTableName table, bool negated, FilePlace place, string parameter)
    {
        if (table.Type == "static")
        {
            // Whatever it says, it matches every address.
            patterns.Add((negated ? "!0.0.0.0/0" : "0.0.0.0/0", place));
            patterns.Add((negated ? "!::/0" : "::/0", place));
            return;
        }

        if (table.Type == "cidr")
        {
            AddCidr(session, patterns, table, negated, place, parameter);
        }
        else if (table.IsIndexed || table.Type is "texthash" or "inline")
        {
            var lines = table.Type == "inline" ? KeyValueTable.ReadInline(table.Argument, place, session.Problems)
                : session.TryRead(table.Argument, place, out var path, out var text) ? KeyValueTable.ReadSource(path, text, session.Skipped) : [];
            foreach (var line in lines) patterns.Add((negated ? $"!{line.Key}" : line.Key, line.Place));
        }
        else
        {
            session.Problem(place, $"{parameter}: {table.Type} tables cannot be read here. Write the addresses into the parameter, or into a CIDR table and refer to it as cidr:/path.");
        }
    }

    private static void AddCidr(ImportSession session, List<(string, FilePlace)> patterns, LookupTableName table, bool negated, FilePlace place, string parameter)
    {
        List<CidrRule> rules = [];
        if (!table.IsFile) rules = CidrTableFile.ReadInline(table.Argument, place, session.Problems, session.Skipped);
        else if (session.TryRead(table.Argument, place, out var path, out var text)) rules = CidrTableFile.Read(path, text, session.Problems, session.Skipped);
        foreach (var rule in rules)
        {
            if (rule.Within.Length > 0 || rule.Pattern.StartsWith('!'))
            {
                session.Problem(rule.Place, $"{parameter}: if and ! in a CIDR table cannot be taken into a list of networks. Write the networks themselves into the parameter.");
                continue;
            }

            if (!AddressPattern.TryParse(rule.Pattern, out _, out var error))
            {
                session.Skipped.Add(new(rule.Place, $"{error}: skipping this rule."));
                continue;
            }

            var pattern = rule.Pattern.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
            patterns.Add((negated ? $"!{pattern}" : pattern, rule.Place));
        }
    }
}
