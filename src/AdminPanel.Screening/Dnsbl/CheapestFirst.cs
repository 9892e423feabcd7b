using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// Asks lists one after another, the one that can decide most first, and stops when no answer that is missing could change what the rank leads to:
/// failing, passing, or skipping the other checks. Lists with weight 0 decide nothing; they are not in it. Immutable, thread-safe.
/// </summary>
/// <param name="table">The zones.</param>
/// <param name="threshold"><c>postscreen_dnsbl_threshold</c>.</param>
/// <param name="allowlistThreshold"><c>postscreen_dnsbl_allowlist_threshold</c>; it counts when negative.</param>
public sealed class CheapestFirst(DnsblTable table, int threshold, int allowlistThreshold)
{
    private readonly ImmutableArray<(long Up, long Down)> _reach =
        [.. table.Zones.Select(static zone => (zone.Rules.Sum(static rule => (long)Math.Max(rule.Weight, 0)), zone.Rules.Sum(static rule => (long)Math.Min(rule.Weight, 0))))];

    /// <summary>Whether a zone can change a rank at all; one that cannot is asked for the record only.</summary>
    public bool Counts(int zone) => _reach[zone] != (0, 0);

    /// <summary>The zone to ask next; −1 when the outcome is settled, or when only zones under way could still change it.</summary>
    /// <param name="rank">The rank so far.</param>
    /// <param name="asked">Which zones were asked.</param>
    /// <param name="answered">Which zones have answered, or failed to.</param>
    public int Next(int rank, ReadOnlySpan<bool> asked, ReadOnlySpan<bool> answered)
    {
        if (IsSettled(rank, answered)) return -1;

        // At or over the threshold only a good name can help the client; below it, first whatever could make it fail.
        var up = rank < threshold && rank + Reach(answered, up: true) >= threshold;
        var next = Largest(asked, up);
        return next >= 0 ? next : Largest(asked, !up);
    }

    /// <summary>Whether the answers that are missing cannot change the outcome.</summary>
    public bool IsSettled(int rank, ReadOnlySpan<bool> answered) => Outcome(rank + Reach(answered, up: true)) == Outcome(rank + Reach(answered, up: false));

    private int Outcome(long rank) => rank >= threshold ? 1 : allowlistThreshold < 0 && rank <= allowlistThreshold ? -1 : 0;

    private long Reach(ReadOnlySpan<bool> answered, bool up)
    {
        var reach = 0L;
        for (var zone = 0; zone < answered.Length; zone++)
        {
            if (!answered[zone]) reach += up ? _reach[zone].Up : _reach[zone].Down;
        }

        return reach;
    }

    private int Largest(ReadOnlySpan<bool> asked, bool up)
    {
        var (best, most) = (-1, 0L);
        for (var zone = 0; zone < asked.Length; zone++)
        {
            var reach = up ? _reach[zone].Up : -_reach[zone].Down;
            if (!asked[zone] && reach > most) (best, most) = (zone, reach);
        }

        return best;
    }
}
