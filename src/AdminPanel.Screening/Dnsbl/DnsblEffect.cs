using System.Collections.Immutable;

namespace AdminPanel.Screening.Dnsbl;

/// <summary>
/// What one zone's answer does to a client's rank, by postscreen's arithmetic: the same for every client that gets this answer. An error answer
/// is never scored, but makes the time to live unknown as an empty dnsblog reply does. Immutable.
/// </summary>
/// <param name="Added">What it adds to the rank.</param>
/// <param name="Matched">Whether a filter accepted the listing.</param>
/// <param name="NameWeight">The largest single weight that matched: it competes for the name in the reply.</param>
/// <param name="FoldsFail">Whether its time to live bounds how long a positive rank stays true.</param>
/// <param name="FoldsPass">Whether its time to live bounds how long a rank of zero or less stays true.</param>
/// <param name="KeepsTtl">False when its time to live counts as unknown.</param>
public readonly record struct DnsblEffect(int Added, bool Matched, int NameWeight, bool FoldsFail, bool FoldsPass, bool KeepsTtl)
{
    /// <summary>The effect of an answer under <paramref name="rules"/>.</summary>
    /// <param name="rules">The zone's filter and weight pairs.</param>
    /// <param name="outcome">How the lookup ended; there was an answer.</param>
    /// <param name="addresses">The listing addresses in host byte order.</param>
    public static DnsblEffect Of(ImmutableArray<DnsblRule> rules, DnsblOutcome outcome, ReadOnlySpan<uint> addresses)
    {
        var listed = outcome == DnsblOutcome.Listed;
        var (added, matched, nameWeight, positive, other) = (0, false, 0, false, false);
        foreach (var rule in rules)
        {
            if (rule.Weight > 0) positive = true;
            else other = true;
            if (!listed || !Matches(rule.Filter, addresses)) continue;
            nameWeight = matched ? Math.Max(nameWeight, rule.Weight) : rule.Weight;
            matched = true;
            added += rule.Weight;
        }

        return listed
            ? new DnsblEffect(added, matched, nameWeight, FoldsFail: positive, FoldsPass: other, KeepsTtl: true)
            : new DnsblEffect(0, false, 0, FoldsFail: other, FoldsPass: positive, KeepsTtl: outcome == DnsblOutcome.NotListed);
    }

    private static bool Matches(DnsblFilter? filter, ReadOnlySpan<uint> addresses)
    {
        if (filter is null) return true;
        foreach (var address in addresses)
        {
            if (filter.Matches(address)) return true;
        }

        return false;
    }
}
