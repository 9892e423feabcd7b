
namespace AdminPanel.Screening.LookupTables;

/// <summary>A lookup table reference, <c>type:name</c>.</summary>
/// <param name="Type">The type in lower case: <c>cidr</c>, <c>hash</c>, …</param>
/// <param name="Argument">What follows the colon: a path, or an inline table in braces.</param>
public readonly record struct LookupTableName(string Type, string Argument)
{
    /// <summary>Splits <paramref name="item"/>; false when it has no colon.</summary>
    /// <remarks>Says nothing about whether the type is known; see <see cref="Problem"/>.</remarks>
    public static bool TryParse(string item, out LookupTableName table)
    {
        var colon = item.IndexOf(':', StringComparison.Ordinal);
        table = colon <= 0 ? default : new(item[..colon].ToLowerInvariant(), item[(colon + 1)..].Trim());
        return colon > 0;
    }

    /// <summary>Tables that are looked up by exact key in the file from which they were built.</summary>
    public bool IsIndexed => Type is "hash" or "btree" or "lmdb" or "cdb" or "dbm" or "sdbm";

    /// <summary>A path, not an inline table.</summary>
    public bool IsFile => !Argument.StartsWith('{');

    /// <summary>Why the table cannot be used here, with what to do; null when it can.</summary>
    public string? Problem()
    {
        if (!LookupTable.Types.Contains(Type, StringComparer.Ordinal))
            return $"{Type} tables cannot be asked here; use one of {string.Join(", ", LookupTable.Types)}";
        if (Type == "static") return null;
        if (Argument.Length == 0) return $"{Type}: names no file";
        if (Argument.Any(char.IsControl)) return $"the name of the {Type} table must be one line without control characters";
        if (IsFile) return Argument[0] == '/' && Type != "inline" ? null : Type == "inline" ? "inline tables need braces: inline:{ key=value, { key = value } }" : $"{this} must name its file by an absolute path";
        if (Type is not ("inline" or "cidr" or "regexp" or "pcre")) return $"{Type} tables cannot be written inline";
        List<FileFinding> problems = [];
        _ = LookupTable.Read(this, "", problems);
        return problems.Count == 0 ? null : problems[0].Message;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Argument}";
}
