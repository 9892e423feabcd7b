namespace AdminPanel.Screening.Replay;

/// <summary>Weights and a threshold worth trying.</summary>
/// <param name="Weights">Every entry that was weighed.</param>
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

/// <summary>One entry's weight.</summary>
/// <param name="List">The list's name that may be shown.</param>
/// <param name="Filter">The entry's filter; null when it takes every listing.</param>
/// <param name="Zone">The zone's digest.</param>
/// <param name="Rule">Which of the zone's enabled entries, from 0.</param>
/// <param name="Before">Its weight in the draft.</param>
/// <param name="After">The suggested weight.</param>
public sealed record WeightChange(string List, string? Filter, string Zone, int Rule, int Before, int After);

/// <summary>What a suggestion rests on.</summary>
/// <param name="Good">Connections labelled as wanted mail.</param>
/// <param name="Returners">Without any such label: connections that count as good because the client passed and came back.</param>
/// <param name="Others">Spam, and everything nobody knows.</param>
public sealed record SuggestionBasis(int Good, int Returners, int Others);
