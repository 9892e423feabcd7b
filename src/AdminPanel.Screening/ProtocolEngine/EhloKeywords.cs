namespace AdminPanel.Screening.ProtocolEngine;

/// <summary>Sets of EHLO keywords as bits, in Postfix's order. Words that Postfix does not know are ignored. Stateless.</summary>
internal static class EhloKeywords
{
    private static readonly string[] s_names =
    [
        "8BITMIME", "AUTH", "ETRN", "PIPELINING", "SIZE", "VERP", "VRFY", "XCLIENT", "XFORWARD", "STARTTLS", "ENHANCEDSTATUSCODES", "DSN",
        "SMTPUTF8", "CHUNKING", "REQUIRETLS", "silent-discard",
    ];

    private static readonly char[] s_separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>The pseudo-word that keeps a set out of the log.</summary>
    public static int Silent { get; } = Mask(["silent-discard"]);

    /// <summary>The set of <paramref name="words"/>.</summary>
    public static int Mask(IEnumerable<string> words)
    {
        var mask = 0;
        foreach (var word in words)
        {
            var index = Array.FindIndex(s_names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (index >= 0) mask |= 1 << index;
        }

        return mask;
    }

    /// <summary>The set of words separated by commas or blanks.</summary>
    public static int Mask(string words) => Mask(words.Split(s_separators, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a set has a keyword.</summary>
    public static bool Has(int mask, string keyword) => (mask & Mask([keyword])) != 0;

    /// <summary>The words of a set as the log shows them, Postfix's slip with one of them included.</summary>
    public static string Text(int mask) => string.Join(' ', s_names.Where((_, i) => (mask & (1 << i)) != 0).Select(static name => name == "SMTPUTF8" ? "EHLO_MASK_SMTPUTF8" : name));
}
