using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>The connections of one rank close to the threshold.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Threshold">The draft's threshold.</param>
public sealed record NearMiss(int Rank, int Threshold)
{
    /// <summary>How far below the threshold is still near.</summary>
    public const int Farthest = 2;

    /// <summary>Points below the threshold; 0 just at it.</summary>
    public int Below => Threshold - Rank;

    /// <summary>How many.</summary>
    public int Connections { get; internal set; }

    /// <summary>Of those, let in.</summary>
    public int LetIn { get; internal set; }

    /// <summary>Of those, with wanted mail.</summary>
    public int Good { get; internal set; }

    /// <summary>Of those, spam.</summary>
    public int Spam { get; internal set; }

    /// <summary>From just at the threshold down; ranks below 1 are no misses, since no list speaks against the client.</summary>
    public static IReadOnlyList<NearMiss> Of(ReplayResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var threshold = result.Draft.Settings.Dnsbl.Threshold;
        NearMiss[] near = [.. Enumerable.Range(0, Farthest + 1).Select(below => new NearMiss(threshold - below, threshold)).Where(static near => near.Rank > 0)];
        for (var row = 0; row < result.View.Count; row++)
        {
            if (result.Rank(row) is not { } rank || threshold - rank is < 0 or > Farthest || rank < 1) continue;
            var miss = near[threshold - rank];
            miss.Connections++;
            if (result.After(row) is { Fate: ClientFate.LetIn }) miss.LetIn++;
            if (result.View.Label(row) == MailLabel.Good) miss.Good++;
            if (result.View.Label(row) == MailLabel.Spam) miss.Spam++;
        }

        return near;
    }
}
