using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Shared;

/// <summary>The colour family of a verdict; the text always says it too.</summary>
public static class VerdictTone
{
    /// <summary>The css suffix for what decided: <c>pass</c>, <c>known</c>, <c>allow</c>, <c>deny</c>, <c>dnsbl</c>, <c>talk</c>, <c>quiet</c> or <c>limit</c>.</summary>
    public static string Of(VerdictReason reason) => reason switch
    {
        VerdictReason.PassNew => "pass",
        VerdictReason.PassOld => "known",
        VerdictReason.Allowlisted => "allow",
        VerdictReason.Denylisted => "deny",
        VerdictReason.Dnsbl => "dnsbl",
        VerdictReason.Pregreet or VerdictReason.Pipelining or VerdictReason.NonSmtpCommand or VerdictReason.BareNewline => "talk",
        VerdictReason.Limit or VerdictReason.AllowlistVeto => "limit",
        _ => "quiet",
    };

    /// <summary>The css suffix for what was done.</summary>
    public static string Of(VerdictDisposition disposition) => disposition switch
    {
        VerdictDisposition.HandedOff => "pass",
        VerdictDisposition.Rejected or VerdictDisposition.Dropped => "deny",
        VerdictDisposition.Deferred => "limit",
        _ => "quiet",
    };
}
