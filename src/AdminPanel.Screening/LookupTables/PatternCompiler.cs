using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace AdminPanel.Screening.LookupTables;

/// <summary>
/// Turns the expressions of regexp_table(5) and pcre_table(5) into .NET's. Matching is linear in time where the expression allows it,
/// otherwise it ends after <see cref="Limit"/>. Stateless.
/// </summary>
internal static class PatternCompiler
{
    /// <summary>The longest time that one match may take with an expression that can take more than linear time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    /// <summary>For expressions of linear time: only a machine that stands still gets here.</summary>
    private static readonly TimeSpan LinearLimit = TimeSpan.FromSeconds(1);

    private const int LongestPattern = 4_096;

    /// <summary>Compiles the text between the delimiters.</summary>
    /// <param name="body">The expression.</param>
    /// <param name="flags">The letters behind it; each switches something over.</param>
    /// <param name="posix">True for regexp tables: backslashes in brackets are ordinary characters.</param>
    /// <param name="expression">The result.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryCompile(string body, string flags, bool posix, [NotNullWhen(true)] out Regex? expression, [NotNullWhen(false)] out string? error)
    {
        expression = null;
        var options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline;
        var anchored = false;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 'i': options ^= RegexOptions.IgnoreCase; break;
                case 'm': options ^= RegexOptions.Multiline; break;
                case 's' when !posix: options ^= RegexOptions.Singleline; break;
                case 'x' when !posix: options ^= RegexOptions.IgnorePatternWhitespace; break;
                case 'A' when !posix: anchored = !anchored; break;
                case 'E' or 'X' when !posix: break;
                default:
                    error = flag == 'x' ? "basic regular expressions (flag x) cannot be read here" : $"unknown regexp option \"{flag}\"";
                    return false;
            }
        }

        if (body.Length > LongestPattern)
        {
            error = $"the pattern is longer than {LongestPattern} characters";
            return false;
        }

        var translated = Translate(body, posix);
        if (anchored) translated = $@"\G(?:{translated})";
        try
        {
            expression = Build(translated, options);
            error = null;
            return true;
        }
        catch (ArgumentException trouble)
        {
            error = $"bad pattern: {trouble.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }

    private static Regex Build(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, LinearLimit);
        }
        catch (NotSupportedException)
        {
            // Back references, look-around and the like need the other engine; the time limit bounds it.
            return new Regex(pattern, options, Limit);
        }
    }

    /// <summary>Bracket expressions: named classes, and characters that .NET reads differently there. The rest is the same in both.</summary>
    private static string Translate(string body, bool posix)
    {
        if (!body.Contains('[', StringComparison.Ordinal)) return body;
        var text = new StringBuilder(body.Length + 16);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\\' && i + 1 < body.Length) text.Append(body[i]).Append(body[++i]);
            else if (body[i] == '[') i = Bracket(body, i, posix, text);
            else text.Append(body[i]);
        }

        return text.ToString();
    }

    /// <summary>Copies one bracket expression; returns the position of its end.</summary>
    private static int Bracket(string body, int open, bool posix, StringBuilder text)
    {
        text.Append('[');
        var i = open + 1;
        if (i < body.Length && body[i] == '^')
        {
            text.Append('^');
            i++;
        }

        for (var first = i; i < body.Length && (body[i] != ']' || i == first); i++)
        {
            if (body[i] == '[' && i + 1 < body.Length && body[i + 1] == ':' && body.IndexOf(":]", i + 2, StringComparison.Ordinal) is var end and > 0)
            {
                text.Append(NamedClass(body[(i + 2)..end]));
                i = end + 1;
            }
            else if (body[i] == '\\' && !posix && i + 1 < body.Length) text.Append(body[i]).Append(body[++i]);
            else if (body[i] is '[' or ']' or '\\') text.Append('\\').Append(body[i]);
            else text.Append(body[i]);
        }

        if (i < body.Length) text.Append(']');
        return i;
    }

    private static string NamedClass(string name) => name switch
    {
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "alnum" => "A-Za-z0-9",
        "upper" => "A-Z",
        "lower" => "a-z",
        "space" => @"\t\n\v\f\r\x20",
        "blank" => @"\t\x20",
        "punct" => @"!-/:-@\[-`{-~",
        "xdigit" => "0-9A-Fa-f",
        "cntrl" => @"\x00-\x1f\x7f",
        "print" => @"\x20-~",
        "graph" => "!-~",
        "word" => "A-Za-z0-9_",
        // The caller's compiler refuses it, with its name in the message.
        _ => $@"\p{{{name}}}",
    };
}
