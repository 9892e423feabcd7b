using System.Diagnostics;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// Looks for weights and a threshold that turn away the most while losing none of the good: an integer search over the distinct combinations of
/// hits in the evidence. Lists with several filters and lists with a negative weight stay as they are. Stateless.
/// </summary>
public static class WeightSearch
{
    private const int HighestThreshold = 6;

    /// <summary>Searches for at most <paramref name="time"/>. Null when no list can be weighed or nothing was recorded.</summary>
    /// <param name="result">A replay of the draft to start from.</param>
    /// <param name="time">How long to go on.</param>
    /// <param name="cancellationToken">Ends it; throws <see cref="OperationCanceledException"/>.</param>
    public static WeightSuggestion? Find(ReplayResult result, TimeSpan time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        var zones = result.Scores.Zones;
        int[] free = [.. Enumerable.Range(0, zones.Length).Where(i => zones[i].Rules is [{ Weight: >= 0 }]).Take(30)];
        var (combinations, basis) = Combinations(result, free);
        if (free.Length == 0 || combinations.Count == 0) return null;

        var threshold = result.Draft.Settings.Dnsbl.Threshold;
        int[] start = [.. free.Select(i => zones[i].Rules[0].Weight)];
        var before = Score(combinations, start, threshold);
        var best = new Candidate(start, threshold, before);
        var clock = Stopwatch.StartNew();
        var random = new Random(1);
        for (var round = 0; round == 0 || (clock.Elapsed < time && round < 400); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var limit = round < 2 ? threshold : random.Next(1, HighestThreshold + 1);
            int[] from = round switch { 0 => [.. start], 1 => new int[start.Length], _ => [.. start.Select(_ => random.Next(limit + 1))] };
            var found = Climb(combinations, from, limit, start, threshold);
            if (found.IsBetterThan(best, start, threshold)) best = found;
        }

        var changes = free.Select((zone, i) => new WeightChange(zones[zone].DisplayName, zones[zone].Digest, start[i], best.Weights[i])).ToList();
        return new WeightSuggestion(changes, threshold, best.Threshold, before.TurnedAway, best.Value.TurnedAway, before.GoodLost, best.Value.GoodLost, basis);
    }

    private static Candidate Climb(List<Combination> combinations, int[] weights, int threshold, int[] start, int startThreshold)
    {
        var best = new Candidate([.. weights], threshold, Score(combinations, weights, threshold));
        for (var improved = true; improved;)
        {
            improved = false;
            for (var i = 0; i < weights.Length; i++)
            {
                for (var weight = 0; weight <= threshold; weight++)
                {
                    int[] tried = [.. best.Weights];
                    if (tried[i] == weight) continue;
                    tried[i] = weight;
                    var candidate = new Candidate(tried, threshold, Score(combinations, tried, threshold));
                    if (!candidate.IsBetterThan(best, start, startThreshold)) continue;
                    best = candidate;
                    improved = true;
                }
            }
        }

        return best;
    }

    private static Worth Score(List<Combination> combinations, int[] weights, int threshold)
    {
        var (turnedAway, good) = (0, 0);
        foreach (var combination in combinations)
        {
            var rank = combination.Fixed;
            for (var hits = combination.Hits; hits != 0; hits &= hits - 1) rank += weights[System.Numerics.BitOperations.TrailingZeroCount(hits)];
            if (rank < threshold) continue;
            turnedAway += combination.Other;
            good += combination.Good;
        }

        return new Worth(turnedAway, good);
    }

    private static (List<Combination> Combinations, SuggestionBasis Basis) Combinations(ReplayResult result, int[] free)
    {
        var counts = new Dictionary<(int Hits, int Fixed), (int Good, int Other)>();
        var returners = result.Labels(MailLabel.Good) > 0 ? [] : Returners(result.View);
        var (good, proxies, others) = (0, 0, 0);
        for (var row = 0; row < result.View.Count; row++)
        {
            if (result.Row(row) is not { Missing: Unjudged.No, Asks: true } replayed || replayed.AnswersOf != row || result.ScoreOf(row).Missing) continue;
            var (hits, rest) = (0, 0);
            var numbers = result.View.Answers.Vectors[result.View.Rows[row].Vector];
            for (var i = 0; i < numbers.Length; i += 2)
            {
                if (result.Scores.Effect(numbers[i]) is not { Matched: true } effect) continue;
                var bit = Array.IndexOf(free, result.Scores.ZoneOf(numbers[i]));
                if (bit >= 0) hits |= 1 << bit;
                else rest += effect.Added;
            }

            var label = result.View.Label(row);
            var proxy = label == MailLabel.Unknown && returners.Contains(result.View.Rows[row].Client);
            if (label == MailLabel.Good) good++;
            else if (proxy) proxies++;
            else others++;
            var (goodThere, otherThere) = counts.GetValueOrDefault((hits, rest));
            counts[(hits, rest)] = label == MailLabel.Good || proxy ? (goodThere + 1, otherThere) : (goodThere, otherThere + 1);
        }

        return ([.. counts.Select(static c => new Combination(c.Key.Hits, c.Key.Fixed, c.Value.Good, c.Value.Other))], new SuggestionBasis(good, proxies, others));
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

    private readonly record struct Combination(int Hits, int Fixed, int Good, int Other);

    private readonly record struct Worth(int TurnedAway, int GoodLost);

    private sealed record Candidate(int[] Weights, int Threshold, Worth Value)
    {
        /// <summary>Loses less of the good; else turns away more; else is closer to what there is.</summary>
        public bool IsBetterThan(Candidate other, int[] start, int threshold)
        {
            if (Value.GoodLost != other.Value.GoodLost) return Value.GoodLost < other.Value.GoodLost;
            if (Value.TurnedAway != other.Value.TurnedAway) return Value.TurnedAway > other.Value.TurnedAway;
            return Distance(start, threshold) < other.Distance(start, threshold);
        }

        private int Distance(int[] start, int threshold) => (Math.Abs(Threshold - threshold) * 3) + Weights.Zip(start, static (a, b) => Math.Abs(a - b)).Sum();
    }
}

/// <summary>Weights and a threshold worth trying.</summary>
/// <param name="Weights">Every list that was weighed.</param>
/// <param name="ThresholdBefore">The draft's threshold.</param>
/// <param name="Threshold">The suggested one.</param>
/// <param name="TurnedAwayBefore">How many of those that are not known to be good the draft turns away.</param>
/// <param name="TurnedAway">How many the suggestion does.</param>
/// <param name="GoodLostBefore">How many good ones the draft turns away.</param>
/// <param name="GoodLost">How many the suggestion does.</param>
/// <param name="Basis">What it rests on.</param>
public sealed record WeightSuggestion(
    IReadOnlyList<WeightChange> Weights, int ThresholdBefore, int Threshold, int TurnedAwayBefore, int TurnedAway, int GoodLostBefore, int GoodLost, SuggestionBasis Basis)
{
    /// <summary>Whether it is anything else than the draft.</summary>
    public bool ChangesAnything => Threshold != ThresholdBefore || Weights.Any(static weight => weight.Before != weight.After);
}

/// <summary>One list's weight.</summary>
/// <param name="List">The name that may be shown.</param>
/// <param name="Zone">The zone's digest.</param>
/// <param name="Before">Its weight in the draft.</param>
/// <param name="After">The suggested weight.</param>
public sealed record WeightChange(string List, string Zone, int Before, int After);

/// <summary>What a suggestion rests on.</summary>
/// <param name="Good">Connections labelled as wanted mail.</param>
/// <param name="Returners">Without any such label: connections that count as good because the client passed and came back.</param>
/// <param name="Others">Spam, and everything nobody knows.</param>
public sealed record SuggestionBasis(int Good, int Returners, int Others);
