using System.Buffers;
using System.Globalization;

namespace AdminPanel.Screening.LookupTables;

internal sealed partial class MacroExpander
{
    private static readonly string[] s_operators = ["==", "!=", "<=", ">=", "<", ">"];
    private static readonly SearchValues<char> s_operatorCharacters = SearchValues.Create("<>!=?+-*/~&|%");

    /// <summary>Reads and decides <c>{left} operator {right}</c>; <c>level</c> after the operator compares compatibility levels.</summary>
    private bool Compare(string body, ref int at)
    {
        var first = at + 1;
        var left = Expand(ReadOperand(body, ref at));
        SkipBlanks(body, ref at);
        var rest = body.AsSpan(at);
        var length = rest.IndexOfAnyExcept(s_operatorCharacters);
        var found = rest[..(length < 0 ? rest.Length : length)].ToString();
        var operation = Array.Find(s_operators, candidate => candidate == found)
            ?? throw Unexpected("\"==\" or \"!=\"\" or \"<\"\" or \"<=\"\" or \">=\"\" or \">\" expected at", body, at, first);
        at += operation.Length;
        var level = string.CompareOrdinal(body, at, "level", 0, 5) == 0;
        if (level) at += 5;
        else if (at < body.Length && body[at] != '{' && !char.IsWhiteSpace(body[at])) throw Unexpected("bad operator suffix at", body, at);
        SkipBlanks(body, ref at);
        var right = Expand(ReadOperand(body, ref at));
        var order = level ? CompareLevels(left, right) : CompareValues(left, right);
        return operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static string ReadOperand(string body, ref int at)
    {
        if (at >= body.Length || body[at] != '{') throw Unexpected("\"{\" expected at", body, at);
        var end = MatchingClose(body, at);
        if (end < 0) throw new MacroException($"truncated macro reference: \"{body}\"");
        var operand = body[(at + 1)..end];
        at = end + 1;
        return operand;
    }

    private static int CompareValues(string left, string right) =>
        long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && long.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.CompareOrdinal(left, right);

    private static int CompareLevels(string left, string right)
    {
        var (a, b) = (Level(left), Level(right));
        for (var i = 0; i < 3; i++)
        {
            if (a[i] != b[i]) return a[i].CompareTo(b[i]);
        }

        return 0;
    }

    private static int[] Level(string text)
    {
        var parts = text.Trim().Split('.');
        var level = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 2 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out level[i]))
                throw new MacroException($"malformed compatibility level syntax: \"{text}\"");
        }

        return level;
    }
}
