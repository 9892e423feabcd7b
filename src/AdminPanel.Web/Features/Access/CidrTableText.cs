using System.Collections.Immutable;
using System.Text;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Access;

/// <summary>The access list as the text of a Postfix CIDR table (cidr_table(5)), for copying elsewhere. Pure.</summary>
internal static class CidrTableText
{
    /// <summary>
    /// Writes the patterns; those that have expired at <paramref name="now"/> stand as comments. Steps that a table cannot hold (permit_mynetworks, everyone)
    /// stand as comments.
    /// </summary>
    public static string Write(ImmutableArray<AccessEntry> entries, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            if (entry.Expires <= now)
            {
                text.Append($"# left out, expired {entry.Expires.Value.UtcDateTime:yyyy-MM-dd HH:mm}Z: {entry.Pattern} {Name(entry.Action)}\n");
                continue;
            }

            var within = entry.Within.IsDefault ? [] : entry.Within;
            var note = string.Join("; ", new[] { entry.Reason, entry.Author, entry.Expires is { } end ? $"until {end.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "" }.Where(s => s.Length > 0));
            if (note.Length > 0) text.Append("# ").Append(note.ReplaceLineEndings(" ")).Append('\n');
            if (entry.Kind != AccessEntryKind.Pattern)
            {
                text.Append("# ").Append(entry.Kind == AccessEntryKind.MyNetworks ? "permit_mynetworks" : entry.Kind == AccessEntryKind.Table ? entry.Pattern : Name(entry.Action)).Append(" (belongs into postscreen_access_list)\n");
                continue;
            }

            foreach (var outer in within) text.Append("if ").Append(outer).Append('\n');
            text.Append(entry.Pattern).Append('\t').Append(Name(entry.Action)).Append('\n');
            foreach (var _ in within) text.Append("endif\n");
        }

        return text.ToString();
    }

    /// <summary>The action as Postfix writes it.</summary>
    public static string Name(AccessAction action) => action switch
    {
        AccessAction.Permit => "permit",
        AccessAction.Reject => "reject",
        _ => "dunno",
    };
}
