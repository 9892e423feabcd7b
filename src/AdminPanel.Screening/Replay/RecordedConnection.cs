using System.Net;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>One connection of the past: what was decided, and the evidence to decide it again.</summary>
/// <param name="Key">Its key in the history.</param>
/// <param name="ConnectedAt">When it connected, UTC.</param>
/// <param name="Client">The client.</param>
/// <param name="SettingsVersion">The version that decided.</param>
/// <param name="Before">What was decided.</param>
/// <param name="Evidence">What it went through.</param>
public sealed record RecordedConnection(
    long Key, DateTimeOffset ConnectedAt, IPAddress Client, long SettingsVersion, ReplayOutcome Before, DecisionEvidence Evidence);

/// <summary>A decision, as far as replays compare decisions.</summary>
/// <param name="Reason">What decided.</param>
/// <param name="Disposition">What was done.</param>
/// <param name="WouldHave">Whether a failure was ignored.</param>
public readonly record struct ReplayOutcome(VerdictReason Reason, VerdictDisposition Disposition, bool WouldHave)
{
    /// <summary>What became of the client.</summary>
    public ClientFate Fate => Disposition switch
    {
        VerdictDisposition.HandedOff => ClientFate.LetIn,
        VerdictDisposition.Rejected or VerdictDisposition.Dropped => ClientFate.TurnedAway,
        _ => ClientFate.Neither,
    };

    internal short Code => (short)((int)Reason | ((int)Disposition << 5) | (WouldHave ? 256 : 0));

    internal static ReplayOutcome Of(short code) => new((VerdictReason)(code & 31), (VerdictDisposition)((code >> 5) & 7), (code & 256) != 0);
}

/// <summary>What became of a client.</summary>
public enum ClientFate
{
    /// <summary>The mail server has it.</summary>
    LetIn,

    /// <summary>Refused for good.</summary>
    TurnedAway,

    /// <summary>It left, was deferred or hit a limit.</summary>
    Neither,
}

/// <summary>Why a recorded connection cannot be judged under other settings.</summary>
public enum Unjudged
{
    /// <summary>It can.</summary>
    No,

    /// <summary>A list of the draft was not asked then, and the decision depends on its answer.</summary>
    ListNotAsked,

    /// <summary>The client was let in by the temporary allowlist then, so no list was asked.</summary>
    NothingAsked,

    /// <summary>Nobody watched for early talk then.</summary>
    EarlyTalkNotWatched,

    /// <summary>The deep protocol tests did not run then.</summary>
    DeepTestsNotRun,

    /// <summary>It depends on an earlier connection of the client that cannot be judged.</summary>
    FollowsUnjudged,

    /// <summary>The record ends before a decision under the draft.</summary>
    EndedEarly,
}
