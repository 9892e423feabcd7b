using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.AccessLists;

/// <content>Tables that are asked while the engine runs. What they return is an access list, with Postfix's warnings about what it must not be.</content>
public sealed partial class AccessList
{
    private static readonly char[] s_separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>What a table decides; null lets the list go on.</summary>
    private AccessDecision? Ask(AccessStep step, IAddressTable table, IPAddress client, ref ImmutableArray<string>? warnings)
    {
        // A result that was read from another table is told of under that table's name.
        var name = step.Table.Length == 0 ? table.Name : step.Table;
        var undecided = new AccessDecision(AccessAction.Dunno, step.EntryId, null);
        var answer = table.Find(client);
        if (answer.Failed)
        {
            Warn(ref warnings, $"{Origin}: {name}: table lookup error -- ignoring the remainder of this access list");
            return undecided;
        }

        if (answer.Value is null) return null;
        foreach (var item in answer.Value.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Is(item, "dunno")) return null;
            if (Is(item, "permit")) return new AccessDecision(AccessAction.Permit, step.EntryId, $"permit ({name})");
            if (Is(item, "reject")) return new AccessDecision(AccessAction.Reject, step.EntryId, $"reject ({name})");
            if (Is(item, "permit_mynetworks"))
            {
                var network = _myNetworks.FindPosition(AddressKey.Of(client));
                if (network >= 0) return _myNetworksDecisions[network] with { EntryId = step.EntryId };
            }
            else if (item.Contains(':', StringComparison.Ordinal))
            {
                Warn(ref warnings, $"table {name}: lookup result \"{item}\" is not allowed -- ignoring remainder of access list");
                return null;
            }
            else
            {
                Warn(ref warnings, $"{name}: unknown command: {item} -- ignoring the remainder of this access list");
                return undecided;
            }
        }

        return null;
    }

    private static bool Is(string item, string word) => item.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static void Warn(ref ImmutableArray<string>? warnings, string text) => warnings = (warnings ?? []).Add(text);
}
