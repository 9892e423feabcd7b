namespace AdminPanel.Screening.Verdicts;

/// <summary>What decided a connection; <see cref="VerdictText.Badge"/> spells it as the log does.</summary>
public enum VerdictReason
{
    /// <summary>All checks passed, first visit.</summary>
    PassNew,

    /// <summary>On the temporary allowlist, or all expired checks passed again.</summary>
    PassOld,

    /// <summary>The access list permits the client.</summary>
    Allowlisted,

    /// <summary>The access list rejects the client.</summary>
    Denylisted,

    /// <summary>Spoke before its turn.</summary>
    Pregreet,

    /// <summary>DNSBL rank at or above the threshold.</summary>
    Dnsbl,

    /// <summary>Sent commands without waiting for replies.</summary>
    Pipelining,

    /// <summary>Sent a command that is not SMTP.</summary>
    NonSmtpCommand,

    /// <summary>Ended a line with a bare newline.</summary>
    BareNewline,

    /// <summary>Closed the connection before a decision.</summary>
    Hangup,

    /// <summary>Hit a connection, command or time limit before a decision.</summary>
    Limit,

    /// <summary>Connected to an address on which allowlist status cannot be earned.</summary>
    AllowlistVeto,

    /// <summary>No check failed and none was decided, e.g. QUIT before RCPT with deep protocol tests on.</summary>
    Undecided,
}

/// <summary>What was done with the connection, apart from what the checks found.</summary>
public enum VerdictDisposition
{
    /// <summary>The mail server has it.</summary>
    HandedOff,

    /// <summary>Recipients were (or would have been) answered 5xx in the dummy SMTP engine.</summary>
    Rejected,

    /// <summary>Answered 521 and closed at once.</summary>
    Dropped,

    /// <summary>Answered 4xx: limits, deep protocol tests, or no mail server.</summary>
    Deferred,

    /// <summary>The client left first.</summary>
    HungUp,
}

/// <summary>The words for reasons and dispositions, the log's own spelling.</summary>
public static class VerdictText
{
    /// <summary>The badge text, e.g. <c>PASS NEW</c>.</summary>
    public static string Badge(VerdictReason reason) => reason switch
    {
        VerdictReason.PassNew => "PASS NEW",
        VerdictReason.PassOld => "PASS OLD",
        VerdictReason.Allowlisted => "ALLOWLISTED",
        VerdictReason.Denylisted => "DENYLISTED",
        VerdictReason.Pregreet => "PREGREET",
        VerdictReason.Dnsbl => "DNSBL",
        VerdictReason.Pipelining => "PIPELINING",
        VerdictReason.NonSmtpCommand => "NON-SMTP COMMAND",
        VerdictReason.BareNewline => "BARE NEWLINE",
        VerdictReason.Hangup => "HANGUP",
        VerdictReason.Limit => "LIMIT",
        VerdictReason.AllowlistVeto => "ALLOWLIST VETO",
        _ => "UNDECIDED",
    };

    /// <summary>What was done, in lower case words.</summary>
    public static string Done(VerdictDisposition disposition) => disposition switch
    {
        VerdictDisposition.HandedOff => "handed off",
        VerdictDisposition.Rejected => "rejected",
        VerdictDisposition.Dropped => "dropped",
        VerdictDisposition.Deferred => "deferred",
        _ => "hung up",
    };
}
