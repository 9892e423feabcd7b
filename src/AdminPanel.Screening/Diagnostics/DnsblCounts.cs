using System.Collections.Concurrent;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Diagnostics;

/// <summary>How each list answered, by display name and outcome. At most <see cref="ListLimit"/> lists; further ones count as "other". Thread-safe.</summary>
internal sealed class DnsblCounts
{
    /// <summary>The most lists told apart.</summary>
    public const int ListLimit = 100;

    private const string Other = "other";
    private static readonly string[] s_outcomes = ["listed", "not listed", "error", "no reply"];
    private readonly ConcurrentDictionary<string, long[]> _lists = new(StringComparer.Ordinal);

    public void Add(DnsblAnswer answer)
    {
        var outcome = Array.IndexOf(s_outcomes, answer.Outcome);
        if (outcome < 0) return;
        if (!_lists.TryGetValue(answer.List, out var counts))
            counts = _lists.GetOrAdd(_lists.Count < ListLimit ? answer.List : Other, static _ => new long[s_outcomes.Length]);
        Interlocked.Increment(ref counts[outcome]);
    }

    public IEnumerable<(string List, string Outcome, long Count)> NonZero()
    {
        foreach (var (list, counts) in _lists)
        {
            for (var i = 0; i < s_outcomes.Length; i++)
            {
                var count = Interlocked.Read(ref counts[i]);
                if (count > 0) yield return (list, s_outcomes[i], count);
            }
        }
    }
}
