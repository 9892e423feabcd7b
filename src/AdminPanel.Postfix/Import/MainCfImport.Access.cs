using System.Collections.Immutable;
using AdminPanel.Postfix.MainCf;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

public static partial class MainCfImport
{
    private static AccessSettings ReadAccess(ImportSession session, AccessSettings otherwise)
    {
        var entries = otherwise.Entries;
        if (session.Find("postscreen_access_list") is var (value, from))
        {
            var reader = new AccessListReader(session, from);
            reader.Add(value);
            entries = reader.Finish();
        }

        return new()
        {
            MyNetworks = ReadMyNetworks(session, otherwise.MyNetworks, entries.Any(entry => entry.Kind == AccessEntryKind.MyNetworks)),
            Entries = entries,
            DenylistAction = session.Action("Access.DenylistAction", "postscreen_denylist_action", otherwise.DenylistAction),
            AllowlistInterfaces = ReadAllowlistInterfaces(session, otherwise.AllowlistInterfaces),
        };
    }

    private static ImmutableArray<NetworkEntry> ReadMyNetworks(ImportSession session, ImmutableArray<NetworkEntry> otherwise, bool used)
    {
        if (session.File.Find("mynetworks") is null)
        {
            if (session.Find("mynetworks_style") is var (style, styleFrom)) return LocalNetworks.ByStyle(session, style, styleFrom, otherwise);
            if (used)
                session.Remark(new(session.File.Path, 0), "mynetworks is not set. Postfix would derive it from the interfaces of the machine; here it is 127.0.0.1 and ::1. Add the networks that may skip the tests.");
            return otherwise;
        }

        if (session.Find("mynetworks") is not var (value, from)) return otherwise;
        var networks = ImmutableArray.CreateBuilder<NetworkEntry>();
        foreach (var (pattern, place) in AddressMatchListReader.Read(session, value, from))
        {
            session.Trace($"Access.MyNetworks[{networks.Count}]", place);
            networks.Add(new() { Pattern = pattern });
        }

        session.Take("Access.MyNetworks", from, networks.Count == 0 ? "no networks" : string.Join(", ", networks.Select(network => network.Pattern)));
        return networks.ToImmutable();
    }

    private static ImmutableArray<string> ReadAllowlistInterfaces(ImportSession session, ImmutableArray<string> otherwise)
    {
        const string path = "Access.AllowlistInterfaces";
        if (session.Find("postscreen_allowlist_interfaces") is not var (value, from)) return otherwise;
        if (value.Equals("static:all", StringComparison.OrdinalIgnoreCase))
        {
            session.Take(path, from, "all");
            return [];
        }

        var patterns = ImmutableArray.CreateBuilder<string>();
        foreach (var (pattern, place) in AddressMatchListReader.Read(session, value, from, asksTables: true))
        {
            session.Trace($"{path}[{patterns.Count}]", place);
            patterns.Add(pattern);
        }

        session.Take(path, from, string.Join(", ", patterns));
        if (patterns.Count == 0) session.Problem(from.Place, $"{from.Name} is empty: no client could ever pass. Write static:all, or the server addresses.");
        return patterns.ToImmutable();
    }
}
