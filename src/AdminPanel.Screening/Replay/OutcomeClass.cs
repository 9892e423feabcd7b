using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>The classes of decisions that a matrix of before and after has.</summary>
public enum OutcomeClass
{
    /// <summary>Let in: PASS NEW, PASS OLD.</summary>
    Passed,

    /// <summary>Let in by the access list.</summary>
    Allowlisted,

    /// <summary>Let in although a check failed: its action is ignore.</summary>
    Ignored,

    /// <summary>Turned away by the lists.</summary>
    Dnsbl,

    /// <summary>Turned away for early talk.</summary>
    Pregreet,

    /// <summary>Turned away by the access list.</summary>
    Denylisted,

    /// <summary>Turned away by a deep protocol test.</summary>
    Protocol,

    /// <summary>Left, deferred or stopped by a limit.</summary>
    Other,
}

/// <summary>Sorts decisions into classes. Stateless.</summary>
public static class OutcomeClasses
{
    /// <summary>Number of classes.</summary>
    public const int Count = (int)OutcomeClass.Other + 1;

    /// <summary>The class of a decision.</summary>
    public static OutcomeClass Of(ReplayOutcome outcome) => outcome.Fate switch
    {
        ClientFate.LetIn when outcome.WouldHave => OutcomeClass.Ignored,
        ClientFate.LetIn when outcome.Reason == VerdictReason.Allowlisted => OutcomeClass.Allowlisted,
        ClientFate.LetIn => OutcomeClass.Passed,
        ClientFate.TurnedAway => outcome.Reason switch
        {
            VerdictReason.Dnsbl => OutcomeClass.Dnsbl,
            VerdictReason.Pregreet => OutcomeClass.Pregreet,
            VerdictReason.Denylisted => OutcomeClass.Denylisted,
            VerdictReason.Pipelining or VerdictReason.NonSmtpCommand or VerdictReason.BareNewline => OutcomeClass.Protocol,
            _ => OutcomeClass.Other,
        },
        _ => OutcomeClass.Other,
    };
}
