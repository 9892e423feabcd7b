using AdminPanel.Postfix.MainCf;

namespace AdminPanel.Postfix.Tables;

/// <summary>A lookup table reference, <c>type:name</c>.</summary>
/// <param name="Type">The type in lower case: <c>cidr</c>, <c>hash</c>, …</param>
/// <param name="Argument">What follows the colon: a path, or an inline table in braces.</param>
internal readonly record struct TableName(string Type, string Argument)
{
    /// <summary>Splits <paramref name="item"/>; false when it has no colon.</summary>
    public static bool TryParse(string item, out TableName table)
    {
        var colon = item.IndexOf(':', StringComparison.Ordinal);
        table = colon <= 0 ? default : new(item[..colon].ToLowerInvariant(), item[(colon + 1)..].Trim());
        return colon > 0;
    }

    /// <summary>Tables that are looked up by exact key in the file from which they were built.</summary>
    public bool IsIndexed => Type is "hash" or "btree" or "lmdb" or "cdb" or "dbm" or "sdbm";

    /// <summary>A path, not an inline table.</summary>
    public bool IsFile => !Argument.StartsWith('{');

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Argument}";
}

/// <summary>One rule or key of a table, in file order.</summary>
/// <param name="Key">The key or pattern as written.</param>
/// <param name="Value">The result as written.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record TableLine(string Key, string Value, FilePlace Place);
