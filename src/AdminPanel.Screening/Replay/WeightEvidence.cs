using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>The distinct combinations of entries that matched, with how many connections had each: all that a search of weights looks at. Immutable.</summary>
internal sealed class WeightEvidence
{
    /// <summary>The most entries that are weighed; those beyond keep their weight.</summary>
    private const int MostEntries = 60;

    private WeightEvidence(IReadOnlyList<WeighedEntry> entries, IReadOnlyList<WeightCase> cases, SuggestionBasis basis) => (Entries, Cases, Basis) = (entries, cases, basis);

    public IReadOnlyList<WeighedEntry> Entries { get; }

    public IReadOnlyList<WeightCase> Cases { get; }

    public SuggestionBasis Basis { get; }

    public static WeightEvidence Of(ReplayResult result, CancellationToken cancellationToken)
    {
        var zones = result.Scores.Zones;
        WeighedEntry[] entries = [.. zones.SelectMany(static (zone, i) => zone.Rules.Select((rule, r) => new WeighedEntry(i, r, rule))).Take(MostEntries)];
        var matches = result.View.Answers.Known.Select((answer, i) => Match(zones, entries, result.Scores.ZoneOf(i), answer)).ToArray();
        var counts = new Dictionary<(ulong Matched, int Added), (int Good, int Other)>();
        var returners = result.Labels(MailLabel.Good) > 0 ? [] : Returners(result.View);
        var (good, proxies, others) = (0, 0, 0);
        for (var row = 0; row < result.View.Count; row++)
        {
            if ((row & 4_095) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (result.Row(row) is not { Missing: Unjudged.No, Asks: true } replayed || replayed.AnswersOf != row || result.ScoreOf(row).Missing) continue;
            var (matched, rest) = (0UL, 0);
            var numbers = result.View.Answers.Vectors[result.View.Rows[row].Vector];
            for (var i = 0; i < numbers.Length; i += 2)
            {
                matched |= matches[numbers[i]].Matched;
                rest += matches[numbers[i]].Added;
            }

            var label = result.View.Label(row);
            var proxy = label == MailLabel.Unknown && returners.Contains(result.View.Rows[row].Client);
            if (label == MailLabel.Good) good++;
            else if (proxy) proxies++;
            else others++;
            var (goodThere, otherThere) = counts.GetValueOrDefault((matched, rest));
            counts[(matched, rest)] = label == MailLabel.Good || proxy ? (goodThere + 1, otherThere) : (goodThere, otherThere + 1);
        }

        return new WeightEvidence(entries, [.. counts.Select(static c => new WeightCase(c.Key.Matched, c.Key.Added, c.Value.Good, c.Value.Other))], new SuggestionBasis(good, proxies, others));
    }

    private static (ulong Matched, int Added) Match(DnsblZone[] zones, WeighedEntry[] entries, int zone, KnownAnswer answer)
    {
        if (zone < 0 || answer.State != ZoneReplyState.InTime || answer.Answer != ZoneAnswer.Listed) return default;
        var (matched, rest) = (0UL, 0);
        for (var rule = 0; rule < zones[zone].Rules.Length; rule++)
        {
            if (!DnsblEffect.Of([zones[zone].Rules[rule]], DnsblOutcome.Listed, answer.Codes.AsSpan()).Matched) continue;
            var entry = Array.FindIndex(entries, e => e.Zone == zone && e.Rule == rule);
            if (entry >= 0) matched |= 1UL << entry;
            else rest += zones[zone].Rules[rule].Weight;
        }

        return (matched, rest);
    }

    /// <summary>Clients that were let in and came back to be let in again: nearly always real mail servers.</summary>
    private static HashSet<int> Returners(ReplayView view)
    {
        var returners = new HashSet<int>();
        for (var row = 0; row < view.Count; row++)
        {
            if (ReplayOutcome.Of(view.Rows[row].Before) is { Reason: VerdictReason.PassOld, Fate: ClientFate.LetIn }) returners.Add(view.Rows[row].Client);
        }

        return returners;
    }
}

/// <summary>One entry of the sites whose weight is searched.</summary>
/// <param name="Zone">The zone's index.</param>
/// <param name="Rule">The entry's index within the zone.</param>
/// <param name="Site">Its filter and weight.</param>
internal readonly record struct WeighedEntry(int Zone, int Rule, DnsblRule Site)
{
    private const int Farthest = 100;

    /// <summary>The lowest weight to try: an entry that speaks for clients goes on doing so.</summary>
    public int Lowest(int threshold) => Site.Weight < 0 ? -Math.Min(threshold, Farthest) : 0;

    /// <summary>The highest.</summary>
    public int Highest(int threshold) => Site.Weight < 0 ? 0 : Math.Min(threshold, Farthest);
}

/// <summary>Connections for which the same entries matched.</summary>
/// <param name="Matched">The entries, as bits.</param>
/// <param name="Rest">What entries that are not weighed add.</param>
/// <param name="Good">How many were wanted.</param>
/// <param name="Other">How many were not, or nobody knows.</param>
internal readonly record struct WeightCase(ulong Matched, int Rest, int Good, int Other);
