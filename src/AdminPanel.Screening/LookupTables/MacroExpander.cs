using System.Text;

namespace AdminPanel.Screening.LookupTables;

/// <summary>
/// Expands <c>$name</c>, <c>${name}</c>, <c>$(name)</c>, <c>${name?text}</c>, <c>${name:text}</c>, <c>${name?{a}:{b}}</c> and
/// <c>${{a} == {b} ? {c} : {d}}</c> as Postfix's mac_expand does. One instance serves one expansion after another, on one thread.
/// </summary>
/// <param name="lookup">The raw value behind a name, asked once for each time it is met; null when it is not defined.</param>
/// <param name="keep">Names that stay as they are written, because they are expanded later.</param>
internal sealed partial class MacroExpander(Func<string, string?> lookup, Func<string, bool>? keep = null)
{
    private const int DeepestNesting = 100;
    private const int MostSteps = 100_000;
    private const int LongestValue = 1 << 20;
    private readonly List<string> _nesting = [];
    private readonly SortedSet<string> _undefined = new(StringComparer.Ordinal);
    private int _steps;
    private int _depth;

    /// <summary>Names that the last expansion met and nobody defines; they expanded to nothing.</summary>
    public IReadOnlyCollection<string> Undefined => _undefined;

    /// <summary>Expands <paramref name="text"/>. On failure <paramref name="error"/> tells why in Postfix's words.</summary>
    public bool TryExpand(string text, out string value, out string? error)
    {
        _nesting.Clear();
        _undefined.Clear();
        _steps = _depth = 0;
        try
        {
            value = Expand(text);
            error = null;
            return true;
        }
        catch (MacroException trouble)
        {
            value = "";
            error = trouble.Message;
            return false;
        }
    }

    private string Expand(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        if (++_depth > DeepestNesting) throw new MacroException("unreasonable macro call nesting");
        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] != '$')
            {
                result.Append(text[at++]);
                continue;
            }

            // A few lines of macros that double each other would otherwise fill the memory.
            if (++_steps > MostSteps || result.Length > LongestValue) throw new MacroException("unreasonably long macro expansion");
            at++;
            if (at < text.Length && text[at] == '$')
            {
                result.Append('$');
                at++;
            }
            else if (at < text.Length && text[at] is '{' or '(')
            {
                var end = MatchingClose(text, at);
                if (end < 0) throw new MacroException($"truncated macro reference: \"{text}\"");
                if (end == at + 1) throw new MacroException($"empty macro name: \"{text}\"");
                var glued = end + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[end + 1]) || text[end + 1] == '_');
                AppendExpression(result, text[(at + 1)..end], glued);
                at = end + 1;
            }
            else
            {
                var name = ReadName(text, ref at);
                if (name.Length == 0) throw new MacroException($"empty macro name: \"{text}\"");
                if (keep?.Invoke(name) == true) result.Append('$').Append(name);
                else result.Append(Value(name) ?? Missing(name));
            }
        }

        _depth--;
        return result.ToString();
    }

    private void AppendExpression(StringBuilder result, string body, bool glued)
    {
        var at = 0;
        SkipBlanks(body, ref at);
        bool? holds;
        string? value = null;
        string? name = null;
        if (at < body.Length && body[at] == '{')
        {
            holds = Compare(body, ref at);
        }
        else
        {
            name = ReadName(body, ref at);
            var afterName = at;
            SkipBlanks(body, ref at);
            if (at < body.Length && body[at] is not ('?' or ':')) throw Unexpected("attribute name syntax error at", body, afterName);
            if (at == body.Length && keep?.Invoke(name) == true)
            {
                result.Append(glued ? $"${{{name}}}" : $"${name}");
                return;
            }

            value = Value(name);
            holds = !string.IsNullOrEmpty(value);
        }

        SkipBlanks(body, ref at);
        if (at == body.Length) result.Append(name is null ? throw Unexpected("\"?\" expected at", body, at) : value ?? Missing(name));
        else result.Append(Choose(body, at, holds.Value));
    }

    /// <summary>The branch of <c>?then</c>, <c>?{then}:{else}</c> or <c>:else</c> that applies, expanded; the other one is not touched.</summary>
    private string Choose(string body, int at, bool holds)
    {
        if (body[at++] == ':') return ReadBranch(body, ref at, alone: true) is var otherwise && holds ? "" : Expand(otherwise);
        var start = at;
        var then = ReadBranch(body, ref at, alone: false);
        string? second = null;
        if (at < body.Length)
        {
            if (body[at] != ':') throw Unexpected("\":\" expected at", body, at, body.IndexOf('{', start) + 1);
            at++;
            second = ReadBranch(body, ref at, alone: true);
        }

        return holds ? Expand(then) : second is null ? "" : Expand(second);
    }

    private static string ReadBranch(string body, ref int at, bool alone)
    {
        var probe = at;
        SkipBlanks(body, ref probe);
        if (probe < body.Length && body[probe] == '{')
        {
            var end = MatchingClose(body, probe);
            if (end < 0) throw new MacroException($"truncated macro reference: \"{body}\"");
            at = end + 1;
            SkipBlanks(body, ref at);
            if (alone && at < body.Length) throw Unexpected("unexpected input at", body, at);
            return body[(probe + 1)..end];
        }

        var text = body[at..];
        at = body.Length;
        return text;
    }

    private string? Value(string name)
    {
        if (_nesting.Contains(name) || _nesting.Count >= DeepestNesting) throw new MacroException($"unreasonable macro call nesting: \"{name}\"");
        if (lookup(name) is not { } raw) return null;
        _nesting.Add(name);
        var value = Expand(raw);
        _nesting.RemoveAt(_nesting.Count - 1);
        return value;
    }

    private string Missing(string name)
    {
        _undefined.Add(name);
        return "";
    }

    private static string ReadName(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return text[start..at];
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private static int MatchingClose(string text, int open)
    {
        var (opening, closing) = text[open] == '{' ? ('{', '}') : ('(', ')');
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == opening) depth++;
            else if (text[i] == closing && --depth == 0) return i;
        }

        return -1;
    }

    private static MacroException Unexpected(string what, string body, int at, int from = 0) => new($"{what}: \"...{body[from..at].TrimEnd()}>>>{body[at..]}\"");

    /// <summary>A value that Postfix could not expand either; never leaves the expander.</summary>
    private sealed class MacroException(string message) : Exception(message);
}
