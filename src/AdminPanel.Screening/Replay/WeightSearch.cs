using System.Diagnostics;
using System.Numerics;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// Looks for weights and a threshold that turn away the most while losing none of the good: an integer search over the distinct combinations of
/// matching entries in the evidence. An entry that speaks against clients is not made to speak for them, nor the other way round. Stateless.
/// </summary>
public static class WeightSearch
{
    private const int HighestThreshold = 6;
    private const int MostRounds = 400;
    private const int MostWeights = 128;

    /// <summary>Searches for at most about <paramref name="time"/>. Null when there is no entry to weigh or nothing was recorded.</summary>
    /// <param name="result">A replay of the draft to start from.</param>
    /// <param name="time">How long to go on.</param>
    /// <param name="cancellationToken">Ends it; throws <see cref="OperationCanceledException"/>.</param>
    public static WeightSuggestion? Find(ReplayResult result, TimeSpan time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        var evidence = WeightEvidence.Of(result, cancellationToken);
        if (evidence.Entries.Count == 0 || evidence.Cases.Count == 0) return null;

        var threshold = result.Draft.Settings.Dnsbl.Threshold;
        int[] start = [.. evidence.Entries.Select(static entry => entry.Site.Weight)];
        var clock = Stopwatch.StartNew();
        var search = new Search(evidence, start, threshold, () => clock.Elapsed >= time, cancellationToken);
        var before = search.Score(start, threshold);
        var best = new Candidate(start, threshold, before);
        var random = new Random(1);
        for (var round = 0; round == 0 || (clock.Elapsed < time && round < MostRounds); round++)
        {
            var limit = round < 2 ? threshold : random.Next(1, Math.Max(HighestThreshold, threshold) + 1);
            int[] from = round switch
            {
                0 => [.. start],
                1 => [.. evidence.Entries.Select(entry => entry.Lowest(limit) < 0 ? entry.Site.Weight : 0)],
                _ => [.. evidence.Entries.Select(entry => random.Next(entry.Lowest(limit), entry.Highest(limit) + 1))],
            };
            var found = search.Climb(from, limit);
            if (search.IsBetter(found, best)) best = found;
        }

        var zones = result.Scores.Zones;
        var changes = evidence.Entries.Select((entry, i) => new WeightChange(
            zones[entry.Zone].DisplayName, entry.Site.Filter?.Text, zones[entry.Zone].Digest, entry.Rule, start[i], best.Weights[i])).ToList();
        return new WeightSuggestion(changes, threshold, best.Threshold, before.TurnedAway, best.Value.TurnedAway, before.GoodLost, best.Value.GoodLost, evidence.Basis);
    }

    private readonly record struct Worth(int TurnedAway, int GoodLost);

    private sealed record Candidate(int[] Weights, int Threshold, Worth Value);

    private sealed class Search(WeightEvidence evidence, int[] start, int startThreshold, Func<bool> isOver, CancellationToken cancellationToken)
    {
        private readonly int[] _ranks = new int[evidence.Cases.Count];

        public Worth Score(int[] weights, int threshold)
        {
            Rank(weights);
            var (turnedAway, good) = (0, 0);
            for (var i = 0; i < _ranks.Length; i++)
            {
                if (_ranks[i] < threshold) continue;
                turnedAway += evidence.Cases[i].Other;
                good += evidence.Cases[i].Good;
            }

            return new Worth(turnedAway, good);
        }

        /// <summary>Sets one entry after the other to its best weight until none gets better.</summary>
        public Candidate Climb(int[] weights, int threshold)
        {
            var best = new Candidate(weights, threshold, Score(weights, threshold));
            for (var improved = true; improved && !isOver();)
            {
                improved = false;
                for (var entry = 0; entry < weights.Length; entry++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var found = BestOf(best, entry);
                    if (ReferenceEquals(found, best)) continue;
                    best = found;
                    Rank(best.Weights);
                    improved = true;
                }
            }

            return best;
        }

        /// <summary>Loses less of the good; else turns away more; else is closer to what there is.</summary>
        public bool IsBetter(Candidate candidate, Candidate than)
        {
            var (a, b) = (candidate.Value, than.Value);
            if (a.GoodLost != b.GoodLost) return a.GoodLost < b.GoodLost;
            if (a.TurnedAway != b.TurnedAway) return a.TurnedAway > b.TurnedAway;
            return Distance(candidate) < Distance(than);
        }

        private int Distance(Candidate candidate) =>
            (Math.Abs(candidate.Threshold - startThreshold) * 3) + candidate.Weights.Zip(start, static (a, b) => Math.Abs(a - b)).Sum();

        /// <summary>The best weight of one entry, the others as they are: one pass counts what every weight would do.</summary>
        private Candidate BestOf(Candidate present, int entry)
        {
            var threshold = present.Threshold;
            var (lowest, highest) = (evidence.Entries[entry].Lowest(threshold), evidence.Entries[entry].Highest(threshold));
            Span<Worth> from = stackalloc Worth[MostWeights];
            from = from[..(highest - lowest + 2)];
            from.Clear();
            var (turnedAway, good) = (present.Value.TurnedAway, present.Value.GoodLost);
            for (var i = 0; i < _ranks.Length; i++)
            {
                if ((evidence.Cases[i].Matched >> entry & 1) == 0) continue;
                var (other, wanted) = (evidence.Cases[i].Other, evidence.Cases[i].Good);
                if (_ranks[i] >= threshold) (turnedAway, good) = (turnedAway - other, good - wanted);
                var enough = Math.Clamp(threshold - (_ranks[i] - present.Weights[entry]) - lowest, 0, from.Length - 1);
                from[enough] = new Worth(from[enough].TurnedAway + other, from[enough].GoodLost + wanted);
            }

            var best = present;
            for (var weight = lowest; weight <= highest; weight++)
            {
                (turnedAway, good) = (turnedAway + from[weight - lowest].TurnedAway, good + from[weight - lowest].GoodLost);
                if (weight == present.Weights[entry]) continue;
                int[] tried = [.. present.Weights];
                tried[entry] = weight;
                var candidate = new Candidate(tried, threshold, new Worth(turnedAway, good));
                if (IsBetter(candidate, best)) best = candidate;
            }

            return best;
        }

        private void Rank(int[] weights)
        {
            for (var i = 0; i < _ranks.Length; i++)
            {
                var rank = evidence.Cases[i].Rest;
                for (var matched = evidence.Cases[i].Matched; matched != 0; matched &= matched - 1) rank += weights[BitOperations.TrailingZeroCount(matched)];
                _ranks[i] = rank;
            }
        }
    }
}
