
namespace AdminPanel.Screening.LookupTables;

/// <summary>Source text of hash:, btree:, lmdb: and texthash: tables (postmap(1)), and inline: tables (DATABASE_README).</summary>
internal static class KeyValueTable
{
    /// <summary>Reads <c>key value</c> lines; those that Postfix passes over are told in <paramref name="problems"/>.</summary>
    public static List<TableLine> ReadSource(string path, string text, ICollection<FileFinding> problems)
    {
        List<TableLine> lines = [];
        foreach (var line in LogicalLine.Read(text))
        {
            var place = new FilePlace(path, line.Number);
            if (line.Indented)
            {
                problems.Add(new(place, "logical line must not start with whitespace; begin the key at column 1."));
                continue;
            }

            var blank = line.Text.AsSpan().IndexOfAny(' ', '\t');
            var key = blank < 0 ? line.Text : line.Text[..blank];
            var value = blank < 0 ? "" : line.Text[blank..].Trim();
            if (value.Length == 0) problems.Add(new(place, $"expected format: key whitespace value; \"{key}\" has no value."));
            else lines.Add(new(key, value, place));
        }

        return lines;
    }

    /// <summary>Reads <c>{ key = value, { key = value } }</c>.</summary>
    public static List<TableLine> ReadInline(string argument, FilePlace place, ICollection<FileFinding> problems)
    {
        List<TableLine> lines = [];
        if (!ItemList.TryUnbrace(argument, out var inside))
        {
            problems.Add(new(place, $"inline:{argument} needs braces: inline:{{ key=value, {{ key = value }} }}."));
            return lines;
        }

        foreach (var item in ItemList.Split(inside))
        {
            ItemList.TryUnbrace(item, out var pair);
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) problems.Add(new(place, $"inline table: \"{item}\" is not key=value."));
            else lines.Add(new(pair[..equals].Trim(), pair[(equals + 1)..].Trim(), place));
        }

        return lines;
    }
}

/// <summary>One rule or key of a table, in file order.</summary>
/// <param name="Key">The key or pattern as written.</param>
/// <param name="Value">The result as written.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record TableLine(string Key, string Value, FilePlace Place);
