using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.AccessLists;

namespace AdminPanel.Screening.LookupTables;

/// <summary>Tables asked one after the other; the first that knows the key answers. A table that fails ends the search. Immutable, thread-safe.</summary>
public sealed class LookupMaps(ImmutableArray<LiveTable> tables)
{
    /// <summary>No tables.</summary>
    public static LookupMaps None { get; } = new([]);

    /// <summary>The tables in order.</summary>
    public ImmutableArray<LiveTable> Tables { get; } = tables;

    /// <summary>Whether there is nothing to ask.</summary>
    public bool IsEmpty => Tables.IsEmpty;

    /// <summary>Asks for <paramref name="key"/>.</summary>
    public LookupAnswer Find(string key)
    {
        foreach (var table in Tables)
        {
            var answer = table.Find(key);
            if (answer.Failed || answer.Value is not null) return answer;
        }

        return LookupAnswer.Miss;
    }

    /// <summary>Asks for an address as Postfix spells it.</summary>
    public LookupAnswer Find(IPAddress address) => Find(AddressText.Of(address));
}

/// <summary>
/// An address match list with tables in it (<c>postscreen_allowlist_interfaces</c>): the first item that matches decides, <c>!</c> means
/// "not in the list". A table matches when it has the address, whatever it says; one that fails ends the list without a match. Immutable, thread-safe.
/// </summary>
public sealed class AddressMatchItems(ImmutableArray<AddressMatchItem> items)
{
    /// <summary>The tables among the items.</summary>
    public IEnumerable<LiveTable> Tables => items.Select(static item => item.Table).OfType<LiveTable>();

    /// <summary>Whether the list holds <paramref name="address"/>.</summary>
    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var item in items)
        {
            if (item.Pattern is { } pattern)
            {
                if (pattern.Contains(address)) return !pattern.Negated;
                continue;
            }

            var answer = item.Table!.Find(AddressText.Of(address));
            if (answer.Failed) return false;
            if (answer.Value is not null) return !item.Negated;
        }

        return false;
    }
}

/// <summary>One item: a pattern with its own <c>!</c>, or a table.</summary>
/// <param name="Pattern">The pattern; null for a table.</param>
/// <param name="Table">The table; null for a pattern.</param>
/// <param name="Negated">For a table: it stood behind a <c>!</c>.</param>
public readonly record struct AddressMatchItem(AddressPattern? Pattern, LiveTable? Table, bool Negated);
