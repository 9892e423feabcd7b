namespace AdminPanel.Screening.Allowlist;

/// <summary>
/// When each check's pass expires, in seconds since the epoch (postscreen's cache record). 0 means enabled but never passed, 1 means
/// never passed and disabled when written; a pass is valid while now is at most its stamp.
/// </summary>
public readonly record struct ExpiryStamps(long Pregreet, long Dnsbl, long Pipelining, long NonSmtpCommand, long BareNewline)
{
    /// <summary>The record in postscreen's own form: five decimals joined by semicolons.</summary>
    public override string ToString() => FormattableString.Invariant($"{Pregreet};{Dnsbl};{Pipelining};{NonSmtpCommand};{BareNewline}");
}
