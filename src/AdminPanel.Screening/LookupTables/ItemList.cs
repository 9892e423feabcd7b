namespace AdminPanel.Screening.LookupTables;

/// <summary>Lists in parameter values, split at commas and white space; text in braces stays together.</summary>
public static class ItemList
{
    /// <summary>The items of <paramref name="text"/> in order.</summary>
    public static IEnumerable<string> Split(string text) => Split(text, static c => c is ',' or ' ' or '\t' or '\r' or '\n');

    /// <summary>The parts of <paramref name="text"/> between separators outside braces; empty parts are left out.</summary>
    public static IEnumerable<string> Split(string text, Func<char, bool> separates)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '{') depth++;
            if (i < text.Length && text[i] == '}' && depth > 0) depth--;
            if (i < text.Length && (depth > 0 || !separates(text[i]))) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }

    /// <summary>Takes one pair of braces off <paramref name="text"/>, with the blanks inside; false when it has none.</summary>
    public static bool TryUnbrace(string text, out string inside)
    {
        var trimmed = text.AsSpan().Trim();
        var braced = trimmed.Length >= 2 && trimmed[0] == '{' && trimmed[^1] == '}';
        inside = braced ? trimmed[1..^1].Trim().ToString() : text;
        return braced;
    }
}
