using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Export;

/// <summary>Writes access list entries as <c>postscreen_access_list</c> and CIDR tables, one for each run of entries that stand together.</summary>
internal sealed partial class AccessListWriter(Writer writer)
{
    private const string Preferred = "postscreen_access.cidr";
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Write(ImmutableArray<AccessEntry> entries)
    {
        var live = entries.Where(entry => !Expired(entry)).ToImmutableArray();
        if (live.Length < entries.Length) writer.Remark($"{entries.Length - live.Length} expired access list entries were left out.");
        var runs = Runs(live);
        foreach (var run in runs) _names.Add(OwnName(run[0]) ?? "");
        List<string> items = [];
        for (var i = 0; i < runs.Count; i++)
        {
            items.Add(Item(runs[i]));
            WarnAboutDunno(runs[i], last: i == runs.Count - 1);
        }

        writer.Set("postscreen_access_list", string.Join(", ", items));
    }

    private bool Expired(AccessEntry entry) => entry.Expires <= writer.Options.Now;

    /// <summary>Keywords alone, other entries together as long as they belong to the same table.</summary>
    private static List<List<AccessEntry>> Runs(ImmutableArray<AccessEntry> entries)
    {
        List<List<AccessEntry>> runs = [];
        foreach (var entry in entries)
        {
            if (runs.Count > 0 && !IsKeyword(entry) && !IsKeyword(runs[^1][^1]) && runs[^1][^1].Table == entry.Table) runs[^1].Add(entry);
            else runs.Add([entry]);
        }

        return runs;
    }

    private static bool IsKeyword(AccessEntry entry) => entry is { Kind: not AccessEntryKind.Pattern, Table.Length: 0, Within.IsDefaultOrEmpty: true } or { Kind: AccessEntryKind.Table, Table.Length: 0 };

    private string Item(List<AccessEntry> run)
    {
        if (run[0] is { Kind: AccessEntryKind.Table, Table.Length: 0 } && !run[0].Within.IsDefaultOrEmpty)
            writer.Remark($"{run[0].Pattern}: in Postfix it is asked for every client, not only for those in {string.Join(", ", run[0].Within)}.");
        if (IsKeyword(run[0])) return Value(run[0]);
        if (run.TrueForAll(entry => entry is { Kind: not AccessEntryKind.Pattern, Within.IsDefaultOrEmpty: true }))
            return run.Count == 1 ? $"static:{Value(run[0])}" : $"static:{{{string.Join(", ", run.Select(Value))}}}";
        var name = OwnName(run[0]) is { } own && !writer.Tables.Exists(table => table.Name == own) ? own : NewName();
        writer.Tables.Add(new(name, new CidrTableText(writer).Write(run)));
        return $"cidr:{writer.Options.TableDirectory}/{name}";
    }

    /// <summary>The file name that a table had when it was imported, if it may be used again.</summary>
    private static string? OwnName(AccessEntry entry)
    {
        if (!entry.Table.StartsWith("cidr:/", StringComparison.Ordinal)) return null;
        var name = entry.Table[(entry.Table.LastIndexOf('/') + 1)..];
        return PlainName().IsMatch(name) && name is not ("main.cf" or "master.cf" or MainCfExport.ReplyMapName) ? name : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();

    private string NewName()
    {
        var name = Preferred;
        for (var n = 2; !_names.Add(name); n++) name = Preferred.Replace(".cidr", $"_{n}.cidr", StringComparison.Ordinal);
        return name;
    }

    /// <summary>In a table dunno ends the table, not the list; without a table's name it ends the list.</summary>
    private void WarnAboutDunno(List<AccessEntry> run, bool last)
    {
        if (last || IsKeyword(run[0]) || run[0].Table.Length > 0) return;
        foreach (var entry in run)
        {
            if (entry.Action == AccessAction.Dunno) writer.Remark($"dunno {entry.Pattern}: in Postfix the rest of postscreen_access_list is still tried for these clients.");
        }
    }

    private static string Value(AccessEntry entry) =>
        entry is { Kind: AccessEntryKind.Table, Table.Length: 0 } ? entry.Pattern.Replace("$", "$$", StringComparison.Ordinal) : CidrTableText.Result(entry);
}

/// <summary>The text of one CIDR table (cidr_table(5)).</summary>
internal sealed class CidrTableText(Writer writer)
{
    /// <summary>How the remark about an entry's expiry begins.</summary>
    public const string ExpiryRemark = "Remove after";

    private readonly StringBuilder _text = new();
    private readonly List<string> _open = [];

    public string Write(List<AccessEntry> run)
    {
        for (var i = 0; i < run.Count; i++)
        {
            var entry = run[i];
            var (pattern, within) = Place(entry);
            OpenAndClose(within);
            Comment(entry);
            var value = Result(entry);

            // permit_mynetworks and what follows for the same pattern are one result in Postfix.
            while (run[i].Kind == AccessEntryKind.MyNetworks && i + 1 < run.Count && Continues(run[i + 1], pattern, within))
            {
                i++;
                value += $", {Result(run[i])}";
            }

            if (run[i].Kind == AccessEntryKind.MyNetworks) writer.Remark($"permit_mynetworks for {(pattern.Length == 0 ? "everyone" : pattern)}: in Postfix the rest of its table is not tried for these clients.");
            if (pattern.Length > 0) Line($"{pattern}\t{value}");
            else
            {
                Line($"0.0.0.0/0\t{value}");
                Line($"::/0\t{value}");
            }
        }

        OpenAndClose([]);
        return _text.ToString();
    }

    /// <summary>What the table says for an entry; a result that postscreen does not know is kept as it was read.</summary>
    public static string Result(AccessEntry entry) => entry.Kind switch
    {
        AccessEntryKind.MyNetworks => "permit_mynetworks",
        AccessEntryKind.Table => LookupTableName.TryParse(entry.Pattern, out var table) && ItemList.TryUnbrace(table.Argument, out var inside) ? inside : entry.Pattern,
        _ => entry.Action.ToString().ToLowerInvariant(),
    };

    private static (string Pattern, ImmutableArray<string> Within) Place(AccessEntry entry)
    {
        var within = entry.Within.IsDefault ? [] : entry.Within;
        return entry.Kind switch
        {
            AccessEntryKind.Pattern => (entry.Pattern, within),
            AccessEntryKind.MyNetworks or AccessEntryKind.Table when within.Length > 0 => (within[^1], within[..^1]),
            _ => ("", within),
        };
    }

    private static bool Continues(AccessEntry next, string pattern, ImmutableArray<string> within)
    {
        var (nextPattern, nextWithin) = Place(next);
        return nextPattern == pattern && nextWithin.SequenceEqual(within, StringComparer.Ordinal);
    }

    private void OpenAndClose(ImmutableArray<string> within)
    {
        var common = 0;
        while (common < within.Length && common < _open.Count && within[common] == _open[common]) common++;
        while (_open.Count > common)
        {
            _open.RemoveAt(_open.Count - 1);
            Line("endif");
        }

        foreach (var pattern in within.AsSpan(common..))
        {
            Line($"if {pattern}");
            _open.Add(pattern);
        }
    }

    private void Comment(AccessEntry entry)
    {
        if (entry.Reason.Length > 0) Line($"# {Writer.OneLine(entry.Reason)}{(entry.Author.Length > 0 ? $" ({Writer.OneLine(entry.Author)})" : "")}");
        if (entry.Expires is { } expires) Line($"# {ExpiryRemark} {expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC: Postfix knows no expiry.");
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
