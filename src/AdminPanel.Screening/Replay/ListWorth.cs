using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>What one list of the draft is worth, over the connections whose lists the draft asks and that can be judged.</summary>
/// <param name="List">The name that may be shown.</param>
/// <param name="Weights">Its weights, in configured order.</param>
public sealed record ListWorth(string List, string Weights)
{
    /// <summary>Connections it answered about.</summary>
    public int Answers { get; internal set; }

    /// <summary>Connections it listed, and a filter accepted.</summary>
    public int Hits { get; internal set; }

    /// <summary>Hits that no other list of the draft had.</summary>
    public int Unique { get; internal set; }

    /// <summary>Turned away, and its weight alone reaches the threshold while nothing else does.</summary>
    public int Alone { get; internal set; }

    /// <summary>Turned away by it together with others, and not without it.</summary>
    public int WithOthers { get; internal set; }

    /// <summary>Turned away, but also without it: never needed.</summary>
    public int Spare { get; internal set; }

    /// <summary>Hits that were let in all the same.</summary>
    public int LetIn { get; internal set; }

    /// <summary>Hits on wanted mail.</summary>
    public int Good { get; internal set; }

    /// <summary>Hits on spam.</summary>
    public int Spam { get; internal set; }

    /// <summary>Spam that only it listed.</summary>
    public int UniqueSpam { get; internal set; }

    /// <summary>Questions that cost a query then.</summary>
    public int Queries { get; internal set; }

    /// <summary>Errors, and replies that came too late or not at all.</summary>
    public int Failures { get; internal set; }

    /// <summary>Connections the draft would turn away because of it.</summary>
    public int Needed => Alone + WithOthers;

    /// <summary>Its weight is negative: it speaks for clients.</summary>
    public bool IsAllowlist { get; internal set; }

    /// <summary>Asked and recorded, never scored.</summary>
    public bool Watched { get; internal set; }

    /// <summary>Another list that found everything this one found; null when there is none.</summary>
    public string? CoveredBy { get; internal set; }

    /// <summary>The share of labelled hits that were spam; null without labelled hits.</summary>
    public double? Precision => Good + Spam == 0 ? null : (double)Spam / (Good + Spam);
}

/// <summary>Works out what the lists of a replay are worth. Stateless.</summary>
public static class ListWorths
{
    /// <summary>A list per zone of the draft, in configured order.</summary>
    public static IReadOnlyList<ListWorth> Of(ReplayResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var zones = result.Scores.Zones;
        var worths = zones.Select(static zone => new ListWorth(zone.DisplayName, string.Join(", ", zone.Rules.Select(static rule => rule.Weight)))
        {
            IsAllowlist = zone.Rules.All(static rule => rule.Weight < 0),
            Watched = zone.Rules.All(static rule => rule.Weight == 0),
        }).ToArray();
        var missedBy = new int[zones.Length, zones.Length];
        var threshold = result.Draft.Settings.Dnsbl.Threshold;
        var hits = new (int Zone, int Added)[zones.Length];
        for (var row = 0; row < result.View.Count; row++)
        {
            if (result.Row(row) is not { Missing: Unjudged.No, Asks: true } replayed || replayed.AnswersOf != row) continue;
            var (label, rank, count) = (result.View.Label(row), result.ScoreOf(row).Lower, 0);
            var numbers = result.View.Answers.Vectors[result.View.Rows[row].Vector];
            for (var i = 0; i < numbers.Length; i += 2)
            {
                var zone = result.Scores.ZoneOf(numbers[i]);
                if (zone < 0) continue;
                Count(worths[zone], result.View.Answers.Known[numbers[i]], numbers[i + 1]);
                if (result.Scores.Effect(numbers[i]) is { Matched: true } effect) hits[count++] = (zone, effect.Added);
            }

            foreach (var (zone, added) in hits.AsSpan(0, count))
            {
                var worth = worths[zone];
                worth.Hits++;
                if (count == 1) worth.Unique++;
                if (label == MailLabel.Good) worth.Good++;
                if (label == MailLabel.Spam) worth.Spam++;
                if (label == MailLabel.Spam && count == 1) worth.UniqueSpam++;
                if (rank < threshold) worth.LetIn++;
                else if (rank - added >= threshold) worth.Spare++;
                else if (added >= threshold) worth.Alone++;
                else worth.WithOthers++;
                for (var other = 0; other < zones.Length; other++)
                {
                    if (other != zone && !Contains(hits.AsSpan(0, count), other)) missedBy[zone, other]++;
                }
            }
        }

        Cover(worths, missedBy);
        return worths;
    }

    private static void Count(ListWorth worth, KnownAnswer answer, int ttl)
    {
        if (answer.State == ZoneReplyState.NotAsked) return;
        if (!ReplyTtl.FromCache(ttl)) worth.Queries++;
        if (answer.State == ZoneReplyState.InTime && answer.Answer != ZoneAnswer.Error) worth.Answers++;
        else worth.Failures++;
    }

    private static void Cover(ListWorth[] worths, int[,] missedBy)
    {
        for (var zone = 0; zone < worths.Length; zone++)
        {
            for (var other = 0; other < worths.Length; other++)
            {
                // Two lists that found the same cover each other: the one that found less, or comes later, can go.
                if (zone == other || worths[zone].Hits == 0 || missedBy[zone, other] > 0) continue;
                if (worths[other].Hits > worths[zone].Hits || other < zone) worths[zone].CoveredBy ??= worths[other].List;
            }
        }
    }

    private static bool Contains(ReadOnlySpan<(int Zone, int Added)> hits, int zone)
    {
        foreach (var hit in hits)
        {
            if (hit.Zone == zone) return true;
        }

        return false;
    }
}
