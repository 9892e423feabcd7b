using AdminPanel.Screening.Replay;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>What one threshold does.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="TurnedAway">Found by the lists.</param>
/// <param name="Good">Wanted mail turned away.</param>
/// <param name="Spam">Spam let in.</param>
/// <param name="Unjudged">Connections that cannot be judged.</param>
public sealed record ThresholdCount(int Threshold, int TurnedAway, int Good, int Spam, int Unjudged)
{
    internal static ThresholdCount Of(int threshold, ReplayResult result) =>
        new(threshold, result.FoundByLists, result.GoodTurnedAway, result.SpamLetIn, result.UnjudgedCount);
}
