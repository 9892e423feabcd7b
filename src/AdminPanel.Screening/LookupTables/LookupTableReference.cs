namespace AdminPanel.Screening.LookupTables;

/// <summary>Tables as they stand in settings among patterns and words: <c>[!]type:argument</c>. Stateless.</summary>
public static class LookupTableReference
{
    /// <summary>Whether <paramref name="text"/> names a table rather than an address: its type is more than hexadecimal digits.</summary>
    public static bool TryParse(string text, out LookupTableName table, out bool negated)
    {
        var body = text.AsSpan().TrimStart('!');
        negated = (text.Length - body.Length) % 2 == 1;
        if (body.Length > 0 && body[0] != '[' && LookupTableName.TryParse(body.ToString(), out table) && !table.Type.All(char.IsAsciiHexDigit)) return true;
        table = default;
        return false;
    }

    /// <summary>Why a reference cannot be used, with what to do; null when it can.</summary>
    public static string? Problem(string text) =>
        LookupTableName.TryParse(text, out var table) ? table.Problem() : $"\"{text}\" is no table; write type:/path, such as texthash:/etc/postfix/names";

    /// <summary>Opens a table that the rules have accepted. Throws <see cref="ArgumentException"/> when it is none.</summary>
    internal static LiveTable Open(LookupTableFiles files, string text) =>
        LookupTableName.TryParse(text, out var table) ? files.Open(table) : throw new ArgumentException($"\"{text}\" is no table.", nameof(text));
}
