using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Access;

/// <summary>A finding about one pasted line.</summary>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="IsError">False for a remark that does not stop the line.</param>
public sealed record PasteProblem(int Line, string Text, string Message, bool IsError);

/// <summary>What a pasted text means.</summary>
/// <param name="Entries">The good lines as entries, in order.</param>
/// <param name="Problems">Everything to say about the others, by line.</param>
public sealed record PasteResult(ImmutableArray<AccessEntry> Entries, ImmutableArray<PasteProblem> Problems)
{
    /// <summary>True when some line cannot be taken.</summary>
    public bool HasErrors => Problems.Any(p => p.IsError);
}

/// <summary>
/// Reads many access list entries at once: one <c>pattern [permit|reject|dunno] [# reason]</c> a line, or the lines of a Postfix CIDR
/// table (cidr_table(5)). Every line is judged; none is lost. Pure.
/// </summary>
public static class AccessPaste
{
    /// <summary>Reads <paramref name="text"/>, to be added to the list of <paramref name="onto"/>. Lines without an action get <paramref name="action"/>, lines without a reason <paramref name="reason"/>.</summary>
    public static PasteResult Read(string text, AccessAction action, string reason, string author, DateTimeOffset added, ScreeningSettings? onto = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = new List<(int Line, string Text, AccessEntry Entry)>();
        var problems = new List<PasteProblem>();
        var within = new Stack<(int Line, string Text, string Pattern)>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var (content, note) = SplitNote(line);
            var words = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            void Bad(string message) => problems.Add(new PasteProblem(i + 1, line, message, IsError: true));

            if (words is [var begin, var condition] && begin.Equals("if", StringComparison.OrdinalIgnoreCase))
            {
                within.Push((i + 1, line, condition));
            }
            else if (words is [var end] && end.Equals("endif", StringComparison.OrdinalIgnoreCase))
            {
                if (!within.TryPop(out _)) Bad("ENDIF without IF");
            }
            else if (ReadAction(words, action) is not { } chosen)
            {
                Bad(words.Length == 2 ? $"\"{words[1]}\" is not an action; write permit, reject or dunno." : "Write a pattern, an action, and a reason after #.");
            }
            else
            {
                var entry = AccessDraft.New(words[0], chosen, note.Length > 0 ? note : reason, author, added);
                entries.Add((i + 1, line, entry with { Within = [.. within.Reverse().Select(w => w.Pattern)] }));
            }
        }

        foreach (var open in within) problems.Add(new PasteProblem(open.Line, open.Text, "IF has no matching ENDIF", IsError: true));
        var good = Judge(entries, problems, onto);
        return new PasteResult(good, [.. problems.OrderBy(p => p.Line).ThenByDescending(p => p.IsError)]);
    }

    // The lines are judged by the rules that judge settings, each problem told at its line.
    private static ImmutableArray<AccessEntry> Judge(List<(int Line, string Text, AccessEntry Entry)> entries, List<PasteProblem> problems, ScreeningSettings? onto)
    {
        var list = AccessDraft.Append(onto ?? new ScreeningSettings { Access = new AccessSettings { MyNetworks = [], Entries = [] } }, entries.Select(e => e.Entry));
        var settings = new ScreeningSettings { Access = list.Access };
        var first = entries.Count == 0 ? 0 : settings.Access.Entries.IndexOf(entries[0].Entry);
        var refused = new HashSet<int>();
        foreach (var problem in SettingsRules.Check(settings))
        {
            if (IndexIn(problem.Path) - first is not { } index || index < 0 || index >= entries.Count) continue;
            var isError = problem.Severity == ProblemSeverity.Error;
            if (isError) refused.Add(index);
            problems.Add(new PasteProblem(entries[index].Line, entries[index].Text, problem.Message, isError));
        }

        return [.. entries.Where((_, i) => !refused.Contains(i)).Select(e => e.Entry)];
    }

    private static int? IndexIn(string path)
    {
        const string prefix = "Access.Entries[";
        var close = path.IndexOf(']', StringComparison.Ordinal);
        return path.StartsWith(prefix, StringComparison.Ordinal) && close > 0 && int.TryParse(path[prefix.Length..close], out var index) ? index : null;
    }

    private static AccessAction? ReadAction(string[] words, AccessAction otherwise) => words.Length switch
    {
        1 => otherwise,
        2 => words[1].ToLowerInvariant() switch
        {
            "permit" or "ok" or "allow" => AccessAction.Permit,
            "reject" or "deny" => AccessAction.Reject,
            "dunno" => AccessAction.Dunno,
            _ => null,
        },
        _ => null,
    };

    private static (string Content, string Note) SplitNote(string line)
    {
        var at = line.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (line, "") : (line[..at].Trim(), line[(at + 1)..].Trim());
    }
}
