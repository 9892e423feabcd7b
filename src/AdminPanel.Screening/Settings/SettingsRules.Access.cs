using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.LookupTables;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private static void CheckAccess(AccessSettings access, Findings findings)
    {
        var networks = CheckNetworks(access.MyNetworks.OrEmpty(), findings);
        CheckEntries(access.Entries.OrEmpty(), networks, findings);
        CheckInterfaces(access.AllowlistInterfaces.OrEmpty(), findings);
    }

    private static List<AddressPattern> CheckNetworks(ImmutableArray<NetworkEntry> networks, Findings findings)
    {
        List<AddressPattern> good = [];
        var seen = new HashSet<AddressPattern>();
        for (var i = 0; i < networks.Length; i++)
        {
            var path = $"Access.MyNetworks[{i}]";
            if (ReadPattern(networks[i].Pattern, $"{path}.Pattern", "mynetworks", findings) is not { } pattern) continue;
            good.Add(pattern);
            if (!seen.Add(pattern)) findings.Warning(path, $"mynetworks names {pattern} more than once; remove one.");
            if (pattern is { Bits: 0, Negated: false })
                findings.Warning(path, $"mynetworks contains {pattern}, which is every address: permit_mynetworks then lets everybody skip all tests.");
        }

        return good;
    }

    private static void CheckEntries(ImmutableArray<AccessEntry> entries, List<AddressPattern> networks, Findings findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var shadows = new AccessShadows(networks);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var path = $"Access.Entries[{i}]";
            if (string.IsNullOrEmpty(entry.Id) || !ids.Add(entry.Id))
                findings.Error($"{path}.Id", $"postscreen_access_list: entry {i + 1} needs an id of its own; \"{entry.Id}\" is empty or used twice.");
            if (entry is { Kind: AccessEntryKind.MyNetworks, Action: not AccessAction.Permit })
                findings.Error($"{path}.Action", "postscreen_access_list: permit_mynetworks can only permit. Choose permit, or write the networks as entries of their own.");
            if (entry.Table.Any(char.IsControl)) findings.Error($"{path}.Table", "postscreen_access_list: the table's name must be one line without control characters.");
            if (entry.Kind == AccessEntryKind.Table && LookupTableReference.Problem(entry.Pattern) is { } unusable) findings.Error($"{path}.Pattern", $"postscreen_access_list: {unusable}.");
            var pattern = entry.Kind == AccessEntryKind.Pattern ? ReadPattern(entry.Pattern, $"{path}.Pattern", "postscreen_access_list", findings) : null;
            var within = entry.Within.OrEmpty();
            var good = entry.Kind != AccessEntryKind.Pattern || pattern is not null;
            for (var j = 0; j < within.Length; j++) good &= ReadPattern(within[j], $"{path}.Within[{j}]", "postscreen_access_list", findings) is not null;
            if (good && shadows.Add(i, entry, pattern) is { } shadow)
                findings.Warning(path, $"postscreen_access_list: {Name(entry, pattern)} never decides, because {shadow} before it matches first. Move it up or remove it.");
        }
    }

    private static void CheckInterfaces(ImmutableArray<string> interfaces, Findings findings)
    {
        var positive = 0;
        for (var i = 0; i < interfaces.Length; i++)
        {
            if (LookupTableReference.TryParse(interfaces[i], out var table, out var negated))
            {
                if (table.Problem() is { } unusable) findings.Error($"Access.AllowlistInterfaces[{i}]", $"postscreen_allowlist_interfaces: {unusable}.");
                if (!negated) positive++;
                continue;
            }

            if (ReadPattern(interfaces[i], $"Access.AllowlistInterfaces[{i}]", "postscreen_allowlist_interfaces", findings) is not { } pattern) continue;
            if (!pattern.Negated) positive++;
        }

        if (interfaces.Length > 0 && positive == 0)
            findings.Error("Access.AllowlistInterfaces", "postscreen_allowlist_interfaces has only ! patterns: no client could ever pass on any address. Add the addresses that count, or 0.0.0.0/0 and ::/0 for all others.");
    }

    private static AddressPattern? ReadPattern(string text, string path, string parameter, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            findings.Error(path, $"{parameter}: the address is empty; write an address or a network such as 192.0.2.0/24 or 2001:db8::/32.");
            return null;
        }

        if (AddressPattern.TryParse(text, out var pattern, out var error)) return pattern;
        findings.Error(path, $"{parameter}: {error}. Write an address or a network such as 192.0.2.0/24 or 2001:db8::/32.");
        return null;
    }

    private static string Name(AccessEntry entry, AddressPattern? pattern) => entry.Kind switch
    {
        AccessEntryKind.MyNetworks => "permit_mynetworks",
        AccessEntryKind.Everyone => $"{Lower(entry.Action)} for everyone",
        AccessEntryKind.Table => entry.Pattern,
        _ => $"{Lower(entry.Action)} {pattern}",
    };

    /// <summary>
    /// Finds entries that an earlier one covers wholly. Knows plain networks, permit_mynetworks and entries for everyone; entries under
    /// conditions or with <c>!</c> cover nothing. Each look-up costs at most one hash probe per prefix length.
    /// </summary>
    private sealed class AccessShadows(List<AddressPattern> networks)
    {
        private readonly Dictionary<(bool IPv6, UInt128 Network, int Bits), (string Name, DateTimeOffset? Expires, string? OnlyTable)> _covers = [];
        private (string Name, DateTimeOffset? Expires, string? OnlyTable)? _everyone;
        private string _table = "";

        /// <summary>The earlier entry that covers this one, in words; null when there is none. Then remembers this one.</summary>
        public string? Add(int index, AccessEntry entry, AddressPattern? pattern)
        {
            if (entry.Table != _table) LeaveTable(entry.Table);
            var found = Covering(entry, pattern);
            if (found is null && entry.Within.OrEmpty().IsEmpty) Remember(index, entry, pattern);
            return found;
        }

        /// <summary>A dunno inside a table covers only the rest of that table.</summary>
        private void LeaveTable(string next)
        {
            if (_everyone is { OnlyTable: not null }) _everyone = null;
            foreach (var (key, cover) in _covers)
            {
                if (cover.OnlyTable is not null) _covers.Remove(key);
            }

            _table = next;
        }

        private string? Covering(AccessEntry entry, AddressPattern? pattern)
        {
            if (_everyone is { } all && Outlives(all.Expires, entry.Expires)) return all.Name;
            if (pattern is not { Negated: false }) return null;
            for (var bits = pattern.Bits; bits >= 0; bits--)
            {
                if (_covers.TryGetValue(Key(pattern, bits), out var cover) && Outlives(cover.Expires, entry.Expires)) return cover.Name;
            }

            return null;
        }

        private void Remember(int index, AccessEntry entry, AddressPattern? pattern)
        {
            var onlyTable = entry is { Action: AccessAction.Dunno, Kind: not AccessEntryKind.MyNetworks, Table.Length: > 0 } ? entry.Table : null;
            var cover = ($"entry {index + 1} ({Name(entry, pattern)})", entry.Expires, onlyTable);
            if (entry.Kind == AccessEntryKind.Everyone) _everyone = _everyone is { Expires: null } ? _everyone : cover;
            else if (pattern is { Negated: false }) Keep(Key(pattern, pattern.Bits), cover);
            else if (entry.Kind == AccessEntryKind.MyNetworks && networks.TrueForAll(network => !network.Negated))
            {
                foreach (var network in networks) Keep(Key(network, network.Bits), ($"entry {index + 1} (permit_mynetworks, {network})", entry.Expires, null));
            }
        }

        private void Keep((bool, UInt128, int) key, (string Name, DateTimeOffset? Expires, string? OnlyTable) cover)
        {
            // A cover that ends sooner, by time or with its table, gives way to one that lasts.
            if (!_covers.TryGetValue(key, out var other) || (!Outlives(other.Expires, cover.Expires) && cover.OnlyTable is null)) _covers[key] = cover;
        }

        private static (bool, UInt128, int) Key(AddressPattern pattern, int bits) =>
            (pattern.Key.IsIPv6, pattern.Key.Value & AddressKey.Mask(pattern.Key.IsIPv6, bits), bits);

        private static bool Outlives(DateTimeOffset? first, DateTimeOffset? second) => first is null || (second is not null && first >= second);
    }
}
