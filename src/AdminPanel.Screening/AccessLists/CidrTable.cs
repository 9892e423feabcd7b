using System.Collections.Immutable;

namespace AdminPanel.Screening.AccessLists;

/// <summary>
/// Ordered networks and the question "which is the first that contains this address?", answered with one hash look-up per prefix length
/// in use, however many networks there are. Looks past a pattern's <c>!</c>. Immutable, thread-safe, allocation-free look-ups.
/// </summary>
internal sealed class CidrTable
{
    private readonly ImmutableArray<PrefixLength> _ipv4;
    private readonly ImmutableArray<PrefixLength> _ipv6;

    /// <summary>Position of the next entry with the same network, or -1; ascending along the chain.</summary>
    private readonly Dictionary<int, int> _next = [];

    /// <summary>Makes a table of patterns with their positions, which must ascend.</summary>
    public CidrTable(IEnumerable<(int Position, AddressPattern Pattern)> patterns)
    {
        var lengths = new Dictionary<(bool, int), PrefixLength>();
        var last = new Dictionary<(AddressKey, int), int>();
        foreach (var (position, pattern) in patterns)
        {
            var key = (pattern.Key.IsIPv6, pattern.Bits);
            if (!lengths.TryGetValue(key, out var length)) lengths[key] = length = new PrefixLength(AddressKey.Mask(key.IsIPv6, key.Bits), []);
            if (!length.First.TryAdd(pattern.Key.Value, position)) _next[last[(pattern.Key, pattern.Bits)]] = position;
            last[(pattern.Key, pattern.Bits)] = position;
        }

        _ipv4 = [.. lengths.Where(static l => !l.Key.Item1).OrderBy(static l => l.Key.Item2).Select(static l => l.Value)];
        _ipv6 = [.. lengths.Where(static l => l.Key.Item1).OrderBy(static l => l.Key.Item2).Select(static l => l.Value)];
    }

    /// <summary>The lowest position, at or after <paramref name="from"/> and below <paramref name="below"/>, that contains the client and is accepted; -1 when there is none.</summary>
    public int First<TFilter>(AddressKey client, int from, int below, TFilter filter)
        where TFilter : struct, IPositionFilter
    {
        var best = below;
        foreach (var length in (client.IsIPv6 ? _ipv6 : _ipv4).AsSpan())
        {
            if (!length.First.TryGetValue(client.Value & length.Mask, out var position)) continue;
            while (position < best)
            {
                if (position >= from && filter.Accepts(position))
                {
                    best = position;
                    break;
                }

                if (!_next.TryGetValue(position, out position)) break;
            }
        }

        return best == below ? -1 : best;
    }

    /// <summary>The lowest position that contains the client; -1 when there is none.</summary>
    public int First(AddressKey client) => First(client, 0, int.MaxValue, default(AnyPosition));

    private readonly record struct PrefixLength(UInt128 Mask, Dictionary<UInt128, int> First);

    private readonly struct AnyPosition : IPositionFilter
    {
        public bool Accepts(int position) => true;
    }
}

/// <summary>Says whether a position counts; a struct, so that a look-up needs no delegate.</summary>
internal interface IPositionFilter
{
    bool Accepts(int position);
}
