using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.LookupTables;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Access;

/// <summary>The edits of the access list page, as functions of settings. An edit of an entry that is gone changes nothing. Pure.</summary>
internal static class AccessDraft
{
    /// <summary>
    /// Adds an entry in front of everything but permit_mynetworks, so that it decides. An entry with the same pattern is replaced where
    /// it stands.
    /// </summary>
    public static ScreeningSettings Add(ScreeningSettings settings, string address, AccessAction action, string reason, string author, DateTimeOffset? added = null, DateTimeOffset? expires = null)
    {
        var entry = New(address, action, reason, author, added, expires);
        var list = settings.Access.Entries;
        var same = IndexOf(list, e => e.Kind == AccessEntryKind.Pattern && e.Within.IsDefaultOrEmpty && e.Pattern == entry.Pattern);
        if (same >= 0) return WithEntries(settings, list.SetItem(same, entry with { Id = list[same].Id, Table = list[same].Table }));
        return Insert(settings, entry);
    }

    /// <summary>Puts an entry in front of everything but permit_mynetworks.</summary>
    public static ScreeningSettings Insert(ScreeningSettings settings, AccessEntry entry)
    {
        var list = settings.Access.Entries;
        return WithEntries(settings, list.Insert(list.Length > 0 && list[0].Kind == AccessEntryKind.MyNetworks ? 1 : 0, entry));
    }

    /// <summary>A new entry with an id of its own.</summary>
    public static AccessEntry New(string pattern, AccessAction action, string reason, string author, DateTimeOffset? added = null, DateTimeOffset? expires = null) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"),
        Kind = LookupTableReference.TryParse(pattern.Trim(), out _, out var negated) && !negated ? AccessEntryKind.Table : AccessEntryKind.Pattern,
        Pattern = pattern.Trim(),
        Action = action,
        Reason = reason.Trim(),
        Author = author,
        Added = added,
        Expires = expires,
    };

    /// <summary>Puts entries at the end, but before a final entry for everyone.</summary>
    public static ScreeningSettings Append(ScreeningSettings settings, IEnumerable<AccessEntry> entries)
    {
        var list = settings.Access.Entries;
        var at = list.Length > 0 && list[^1].Kind == AccessEntryKind.Everyone ? list.Length - 1 : list.Length;
        return WithEntries(settings, list.InsertRange(at, entries));
    }

    /// <summary>Replaces one entry.</summary>
    public static ScreeningSettings Change(ScreeningSettings settings, string id, Func<AccessEntry, AccessEntry> change)
    {
        var index = IndexOf(settings.Access.Entries, e => e.Id == id);
        return index < 0 ? settings : WithEntries(settings, settings.Access.Entries.SetItem(index, change(settings.Access.Entries[index])));
    }

    /// <summary>Takes one entry out.</summary>
    public static ScreeningSettings Remove(ScreeningSettings settings, string id) =>
        WithEntries(settings, settings.Access.Entries.RemoveAll(e => e.Id == id));

    /// <summary>Moves an entry by <paramref name="steps"/> places, down when positive, within the list.</summary>
    public static ScreeningSettings Move(ScreeningSettings settings, string id, int steps)
    {
        var list = settings.Access.Entries;
        var from = IndexOf(list, e => e.Id == id);
        if (from < 0) return settings;
        var to = Math.Clamp(from + steps, 0, list.Length - 1);
        return to == from ? settings : WithEntries(settings, list.RemoveAt(from).Insert(to, list[from]));
    }

    /// <summary>Adds a pattern to <c>mynetworks</c>, unless it is there.</summary>
    public static ScreeningSettings AddNetwork(ScreeningSettings settings, NetworkEntry network) =>
        settings.Access.MyNetworks.Any(n => n.Pattern == network.Pattern) ? settings : WithNetworks(settings, settings.Access.MyNetworks.Add(network));

    /// <summary>Takes a pattern out of <c>mynetworks</c>.</summary>
    public static ScreeningSettings RemoveNetwork(ScreeningSettings settings, string pattern) =>
        WithNetworks(settings, settings.Access.MyNetworks.RemoveAll(n => n.Pattern == pattern));

    /// <summary>Replaces a pattern of <c>mynetworks</c>.</summary>
    public static ScreeningSettings ChangeNetwork(ScreeningSettings settings, string pattern, Func<NetworkEntry, NetworkEntry> change)
    {
        var index = settings.Access.MyNetworks.ToList().FindIndex(n => n.Pattern == pattern);
        return index < 0 ? settings : WithNetworks(settings, settings.Access.MyNetworks.SetItem(index, change(settings.Access.MyNetworks[index])));
    }

    private static int IndexOf(ImmutableArray<AccessEntry> list, Func<AccessEntry, bool> match)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (match(list[i])) return i;
        }

        return -1;
    }

    private static ScreeningSettings WithEntries(ScreeningSettings settings, ImmutableArray<AccessEntry> entries) =>
        settings with { Access = settings.Access with { Entries = entries } };

    private static ScreeningSettings WithNetworks(ScreeningSettings settings, ImmutableArray<NetworkEntry> networks) =>
        settings with { Access = settings.Access with { MyNetworks = networks } };
}
