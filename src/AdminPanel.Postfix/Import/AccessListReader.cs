using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

/// <summary>Turns <c>postscreen_access_list</c> and the tables it names into entries, in evaluation order.</summary>
internal sealed class AccessListReader(ImportSession session, MainCfSetting from)
{
    private const int LongestReason = 200;
    private readonly ImmutableArray<AccessEntry>.Builder _entries = ImmutableArray.CreateBuilder<AccessEntry>();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Adds the whole parameter value.</summary>
    public void Add(string value)
    {
        string? decided = null;
        foreach (var item in ItemList.Split(value))
        {
            var place = from.PlaceOf(item);
            if (decided is not null)
            {
                session.Remark(place, $"{from.Name}: {item} is never reached, because {decided} before it decides for every client. It was left out.");
                continue;
            }

            if (item.Equals("permit_mynetworks", StringComparison.OrdinalIgnoreCase)) Add(new() { Id = "", Kind = AccessEntryKind.MyNetworks }, place);
            else if (Decision(item) is { } action)
            {
                Add(new() { Id = "", Kind = AccessEntryKind.Everyone, Action = action }, place);
                decided = item;
            }
            else if (LookupTableName.TryParse(item, out var table)) AddTable(table, place);
            else session.Problem(place, $"{from.Name}: unknown command: {item}; Postfix ignores the rest of the list. Write permit_mynetworks, permit, reject, dunno or a table such as cidr:/path.");
        }
    }

    /// <summary>The entries, after recording them as taken.</summary>
    public ImmutableArray<AccessEntry> Finish()
    {
        var tables = _entries.GroupBy(entry => entry.Table).Select(group => group.Key.Length == 0 ? string.Join(", ", group.Select(Show)) : $"{group.Count()} from {group.Key}");
        session.Take("Access.Entries", from, _entries.Count == 0 ? "empty" : string.Join("; ", tables));
        return _entries.ToImmutable();
    }

    private void AddTable(LookupTableName table, FilePlace place)
    {
        var name = table.IsFile ? table.ToString() : $"{table.Type}:inline";
        switch (table.Type)
        {
            case "regexp" or "pcre":
                AddLive(table, place);
                break;
            case "static":
                ItemList.TryUnbrace(table.Argument, out var value);
                AddValue("", [], value, $"static:{value}", place);
                break;
            case "cidr":
                List<CidrRule> rules = [];
                if (!table.IsFile) rules = CidrTableFile.ReadInline(table.Argument, place, session.Problems, session.Skipped);
                else if (session.TryRead(table.Argument, place, out var cidrPath, out var cidrText))
                {
                    name = $"cidr:{cidrPath}";
                    rules = CidrTableFile.Read(cidrPath, cidrText, session.Problems, session.Skipped);
                }

                foreach (var rule in rules)
                {
                    if (AddressPattern.TryParse(rule.Pattern, out _, out var error)) AddValue(rule.Pattern, rule.Within, rule.Value, name, rule.Place, rule.Comment);
                    else session.Skipped.Add(new(rule.Place, $"{error}: skipping this rule."));
                }

                break;
            case "inline":
                AddKeys(KeyValueTable.ReadInline(table.Argument, place, session.Problems), name);
                break;
            case "texthash" or "hash" or "btree" or "lmdb" or "cdb" or "dbm" or "sdbm":
                if (!session.TryRead(table.Argument, place, out var path, out var text)) break;
                if (table.IsIndexed) session.Remark(place, $"{from.Name}: {table} was read from its source text {path}; later changes there do not reach the panel.");
                AddKeys(KeyValueTable.ReadSource(path, text, session.Skipped), $"{table.Type}:{path}");
                break;
            default:
                session.Remark(place, $"{from.Name}: {table.Type}:{(table.IsFile ? table.Argument : "{…}")} was not taken: {table.Type} tables cannot be asked here. Write its addresses as a CIDR table (cidr:/path) and import again, or add them in the panel.");
                break;
        }
    }

    /// <summary>What a pattern table says about addresses cannot be written down as entries, so the engine asks it.</summary>
    private void AddLive(LookupTableName table, FilePlace place)
    {
        var live = session.Absolute(table);
        if (live.IsFile)
        {
            if (!session.TryRead(live.Argument, place, out _, out var text)) return;
            session.SkipBrokenRules(live, text);
        }

        session.Remark(place, $"{from.Name}: {(live.IsFile ? live : $"{live.Type}:{{…}}")} is asked for each client{(live.IsFile ? ", and read again when it changes" : "")}. A CIDR table would become entries of the panel.");
        Add(new() { Id = "", Kind = AccessEntryKind.Table, Pattern = live.ToString() }, place);
    }

    /// <summary>postscreen looks the whole address up and nothing else, so every key must be one.</summary>
    private void AddKeys(List<TableLine> lines, string table)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            if (!System.Net.IPAddress.TryParse(line.Key, out _) || (!line.Key.Contains(':', StringComparison.Ordinal) && line.Key.Count(c => c == '.') != 3))
                session.Remark(line.Place, $"\"{line.Key}\" was left out: postscreen looks up whole addresses only, so this key never matches. Use a CIDR table for networks.");
            else if (!seen.Add(line.Key)) session.Remark(line.Place, $"\"{line.Key}\" was left out: it is in the table already, and the first entry counts.");
            else AddValue(line.Key, [], line.Value, table, line.Place);
        }
    }

    /// <summary>
    /// Adds what a table returns for a pattern (empty: for everyone). The result is an access list of its own; when it ends without a
    /// decision, the table is left, hence the closing dunno.
    /// </summary>
    private void AddValue(string pattern, ImmutableArray<string> within, string value, string table, FilePlace place, string comment = "")
    {
        var reason = Reason(comment);
        var items = ItemList.Split(value).ToList();
        if (items.FindIndex(static item => Decision(item) is not null) is var decision && items.FindIndex(static item => !IsCommand(item)) is var unknown and >= 0 && (decision < 0 || unknown < decision))
        {
            AddWarned(pattern, within, value, items[unknown], table, reason, place);
            return;
        }

        foreach (var item in items)
        {
            if (item.Equals("permit_mynetworks", StringComparison.OrdinalIgnoreCase))
            {
                Add(new() { Id = "", Kind = AccessEntryKind.MyNetworks, Within = pattern.Length == 0 ? within : within.Add(pattern), Table = table, Reason = reason }, place);
                continue;
            }

            if (Decision(item) is { } action)
            {
                AddPattern(pattern, within, action, table, reason, place);
                return;
            }
        }

        AddPattern(pattern, within, AccessAction.Dunno, table, reason, place);
    }

    /// <summary>A result with a word that postscreen does not know. It warns at each such client and leaves the list; so does the engine, which gets the result as it is.</summary>
    private void AddWarned(string pattern, ImmutableArray<string> within, string value, string word, string table, string reason, FilePlace place)
    {
        session.Skipped.Add(new(place, word.Contains(':', StringComparison.Ordinal)
            ? $"lookup result \"{word}\" is not allowed: a table cannot lead to another table. Such a client is told of in the log and goes on behind this table. Write permit, reject or dunno."
            : $"unknown command: {word}; postscreen knows no access(5) actions. Such a client is told of in the log and tested. Write permit, reject, dunno or permit_mynetworks."));
        Add(new() { Id = "", Kind = AccessEntryKind.Table, Pattern = $"static:{{{value}}}", Within = pattern.Length == 0 ? within : within.Add(pattern), Table = table, Reason = reason }, place);
    }

    private static bool IsCommand(string item) => Decision(item) is not null || item.Equals("permit_mynetworks", StringComparison.OrdinalIgnoreCase);

    private void AddPattern(string pattern, ImmutableArray<string> within, AccessAction action, string table, string reason, FilePlace place) => Add(
        new() { Id = "", Kind = pattern.Length == 0 ? AccessEntryKind.Everyone : AccessEntryKind.Pattern, Pattern = pattern, Within = within, Action = action, Table = table, Reason = reason },
        place);

    private void Add(AccessEntry entry, FilePlace place)
    {
        session.Trace($"Access.Entries[{_entries.Count}]", place);
        _entries.Add(entry with { Id = NewId(entry) });
    }

    /// <summary>Made from the content, so that importing the same file again changes no entry's identity.</summary>
    private string NewId(AccessEntry entry)
    {
        if (entry is { Kind: AccessEntryKind.MyNetworks, Table.Length: 0 } && _ids.Add("mynetworks")) return "mynetworks";
        var content = $"{entry.Kind} {entry.Pattern} {entry.Action} {entry.Table} {string.Join(' ', entry.Within)}";
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12];
        var unique = id;
        for (var n = 2; !_ids.Add(unique); n++) unique = $"{id}-{n}";
        return unique;
    }

    /// <summary>The comment above a rule tells why it is there; an export's own remark about expiry does not.</summary>
    private static string Reason(string comment)
    {
        var own = comment.IndexOf(Export.CidrTableText.ExpiryRemark, StringComparison.Ordinal);
        var reason = (own < 0 ? comment : comment[..own]).Trim();
        return reason.Length > LongestReason ? $"{reason[..(LongestReason - 1)]}…" : reason;
    }

    private static AccessAction? Decision(string item) => item.ToLowerInvariant() switch
    {
        "permit" => AccessAction.Permit,
        "reject" => AccessAction.Reject,
        "dunno" => AccessAction.Dunno,
        _ => null,
    };

    private static string Show(AccessEntry entry) => entry.Kind == AccessEntryKind.MyNetworks ? "permit_mynetworks" : entry.Kind == AccessEntryKind.Table ? entry.Pattern : entry.Action.ToString().ToLowerInvariant();
}
