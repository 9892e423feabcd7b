using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>Some of the entries that share a weight.</summary>
/// <param name="Count">How many of them.</param>
/// <param name="Weight">The weight each one adds.</param>
/// <param name="Names">The entries to choose from.</param>
public sealed record DnsblPart(int Count, int Weight, ImmutableArray<string> Names)
{
    /// <summary>True when every one of <see cref="Names"/> is needed.</summary>
    public bool IsAll => Count == Names.Length;
}

/// <summary>A smallest set of listings that reaches a threshold: leave one out and it does not.</summary>
/// <param name="Rank">The rank it gives.</param>
/// <param name="Parts">What it takes, heaviest first.</param>
public sealed record DnsblCombination(int Rank, ImmutableArray<DnsblPart> Parts);

/// <summary>
/// Which listings together reach the threshold (and, below zero, the allowlist threshold). Entries of one weight are interchangeable, so
/// the answer is counted in weights and stays short: "any 2 of a, b, c (2 each)". Pure.
/// </summary>
public static class DnsblCombinations
{
    private const int MaxResults = 40;

    /// <summary>The smallest sets that fail the check, fewest listings first.</summary>
    public static ImmutableArray<DnsblCombination> Blocking(DnsblSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Find(settings.Sites.Where(s => s.Enabled && s.Weight > 0), settings.Threshold, sign: 1);
    }

    /// <summary>The smallest sets that skip the other checks; empty when the allowlist threshold is off.</summary>
    public static ImmutableArray<DnsblCombination> Allowing(DnsblSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.AllowlistThreshold >= 0 ? [] : Find(settings.Sites.Where(s => s.Enabled && s.Weight < 0), -settings.AllowlistThreshold, sign: -1);
    }

    /// <summary>The rank of a client that every blocklist entry lists and no allowlist entry does.</summary>
    public static int HighestRank(DnsblSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Sites.Where(s => s.Enabled && s.Weight > 0).Sum(s => s.Weight);
    }

    private static ImmutableArray<DnsblCombination> Find(IEnumerable<DnsblSite> sites, int threshold, int sign)
    {
        var groups = sites.GroupBy(s => s.Weight * sign).OrderByDescending(g => g.Key)
            .Select(g => new DnsblPart(g.Count(), g.Key, [.. g.Select(Name)])).ToImmutableArray();
        var found = new List<DnsblCombination>();
        Search(groups, 0, threshold, 0, [], found);
        return [.. found.OrderBy(c => c.Parts.Sum(p => p.Count)).ThenByDescending(c => c.Rank).Select(c => Signed(c, sign))];
    }

    // Takes 0 up to all entries of each weight, heaviest weight first. A set is smallest when it stops at the first entry that reaches
    // the threshold: its lightest entry is the last one taken, and without it the sum is still below.
    private static void Search(ImmutableArray<DnsblPart> groups, int index, int threshold, int sum, ImmutableArray<DnsblPart> taken, List<DnsblCombination> found)
    {
        if (index == groups.Length || found.Count == MaxResults) return;
        var group = groups[index];
        for (var count = 1; count <= group.Count; count++)
        {
            var rank = sum + (count * group.Weight);
            var parts = taken.Add(group with { Count = count });
            if (rank >= threshold)
            {
                if (found.Count < MaxResults) found.Add(new DnsblCombination(rank, parts));
                break;
            }

            Search(groups, index + 1, threshold, rank, parts, found);
        }

        Search(groups, index + 1, threshold, sum, taken, found);
    }

    private static DnsblCombination Signed(DnsblCombination c, int sign) =>
        sign > 0 ? c : new DnsblCombination(-c.Rank, [.. c.Parts.Select(p => p with { Weight = -p.Weight })]);

    private static string Name(DnsblSite site) => site.Filter is { Length: > 0 } filter ? $"{site.DisplayName} ={filter}" : site.DisplayName;
}
