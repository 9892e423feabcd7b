using System.Text;

namespace AdminPanel.Screening.LookupTables;

/// <summary>One logical line: text at column 0 joined with the lines that continue it.</summary>
/// <param name="Number">The first physical line, from 1.</param>
/// <param name="Text">The joined text.</param>
/// <param name="Lines">The physical lines with their numbers.</param>
/// <param name="Indented">True for a continuation without a beginning: the file's first text starts with white space.</param>
/// <param name="Comment">The comment lines that stand directly above, without <c>#</c>, joined.</param>
internal readonly record struct LogicalLine(int Number, string Text, IReadOnlyList<(int Number, string Text)> Lines, bool Indented, string Comment)
{
    /// <summary>
    /// Splits as Postfix's readlline(3) does: a line that begins with white space continues the one before; blank lines and lines whose first
    /// non-blank is <c>#</c> are skipped, also between continuations.
    /// </summary>
    public static IEnumerable<LogicalLine> Read(string text)
    {
        var current = new StringBuilder();
        List<(int, string)> lines = [];
        var start = 0;
        var indented = false;
        List<string> comments = [];
        var comment = "";
        var number = 0;
        foreach (var physical in text.Split('\n'))
        {
            number++;
            var line = physical.EndsWith('\r') ? physical[..^1] : physical;
            var trimmed = line.AsSpan().TrimStart();
            if (trimmed.IsEmpty || trimmed[0] == '#')
            {
                if (trimmed.IsEmpty) comments.Clear();
                else comments.Add(trimmed.TrimStart('#').Trim().ToString());
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && start > 0)
            {
                current.Append(line);
                lines.Add((number, line));
                comments.Clear();
                continue;
            }

            if (start > 0) yield return new(start, current.ToString(), lines, indented, comment);
            comment = string.Join(' ', comments.Where(text => text.Length > 0));
            comments.Clear();
            current.Clear().Append(line);
            lines = [(number, line)];
            start = number;
            indented = char.IsWhiteSpace(line[0]);
        }

        if (start > 0) yield return new(start, current.ToString(), lines, indented, comment);
    }
}
