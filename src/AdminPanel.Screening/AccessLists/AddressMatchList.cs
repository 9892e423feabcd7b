using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.AccessLists;

/// <summary>
/// An address match list (<c>mynetworks</c>, <c>postscreen_allowlist_interfaces</c>): from left to right the first pattern whose network
/// contains the address decides, <c>!</c> means "not in the list". Immutable, thread-safe, allocation-free look-ups.
/// </summary>
public sealed class AddressMatchList
{
    private readonly CidrTable _table;

    /// <summary>Makes a list of <paramref name="patterns"/>.</summary>
    public AddressMatchList(ImmutableArray<AddressPattern> patterns)
    {
        Patterns = patterns;
        _table = new CidrTable(patterns.Select(static (pattern, i) => (i, pattern)));
    }

    /// <summary>The list that holds nothing.</summary>
    public static AddressMatchList Empty { get; } = new([]);

    /// <summary>The patterns in order.</summary>
    public ImmutableArray<AddressPattern> Patterns { get; }

    /// <summary>Whether the list holds <paramref name="address"/>.</summary>
    public bool Contains(IPAddress address) => Find(address) is not null;

    /// <summary>The pattern by which the list holds <paramref name="address"/>; null when it does not.</summary>
    public AddressPattern? Find(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var position = FindPosition(AddressKey.Of(address));
        return position < 0 ? null : Patterns[position];
    }

    internal int FindPosition(AddressKey address)
    {
        var position = _table.First(address);
        return position < 0 || Patterns[position].Negated ? -1 : position;
    }
}
