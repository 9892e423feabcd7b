using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.History;

/// <summary>A decision in sentences: what the checks found, kept apart from what was done.</summary>
internal static class DecisionText
{
    /// <summary>What decided, in one sentence.</summary>
    public static string Found(VerdictEvent verdict) => verdict.Reason switch
    {
        VerdictReason.PassNew => "Every check passed, for the first time.",
        VerdictReason.PassOld => verdict.CacheState == "valid" ? "The temporary allowlist still knew this client, so no check was needed." : "A known client; the checks that had expired passed again.",
        VerdictReason.Allowlisted => $"The access list permits this client: {verdict.AccessRule ?? "rule not recorded"}.",
        VerdictReason.Denylisted => $"The access list rejects this client: {verdict.AccessRule ?? "rule not recorded"}.",
        VerdictReason.Dnsbl => $"DNSBL rank {verdict.Rank} reached the threshold of {verdict.Threshold}.",
        VerdictReason.Pregreet => "The client spoke before the greeting was complete.",
        VerdictReason.Pipelining => "The client sent commands without waiting for the replies.",
        VerdictReason.NonSmtpCommand => "The client sent a command that is not SMTP.",
        VerdictReason.BareNewline => "The client ended a line with a bare newline.",
        VerdictReason.Hangup => "The client left before a decision.",
        VerdictReason.Limit => "A connection, command or time limit was hit.",
        VerdictReason.AllowlistVeto => "The client called an address on which allowlist status cannot be earned.",
        _ => "The session ended without a decision.",
    };

    /// <summary>What happened to the connection, in one sentence.</summary>
    public static string Done(VerdictEvent verdict) => verdict.Disposition switch
    {
        VerdictDisposition.HandedOff when verdict.WouldHave && verdict.Checks.Any(c => c is { Result: CheckResult.Failed, Spared: true }) =>
            "Handed to the mail server all the same, because the action is enforced for a share of the clients, and this is none of them.",
        VerdictDisposition.HandedOff when verdict.WouldHave => "Handed to the mail server all the same, because the action is ignore. Under enforce it would have been refused.",
        VerdictDisposition.HandedOff => $"Handed to the mail server{(verdict.Handoff is { } way ? $" ({way})" : "")}.",
        VerdictDisposition.Rejected when verdict.Recipients.IsEmpty => "Would have been refused at RCPT; no recipient was named.",
        VerdictDisposition.Rejected => "Every recipient was refused.",
        VerdictDisposition.Dropped => "Refused at once, and the connection was closed.",
        VerdictDisposition.Deferred => "Told to come back later.",
        _ => "Nothing was done; the client was gone.",
    };

    /// <summary>How close the rank came: "2 below the threshold"; null when the lists were not asked or the rank reached it.</summary>
    public static string? NearMiss(VerdictEvent verdict) =>
        verdict.Rank is { } rank && rank > 0 && rank < verdict.Threshold ? $"{Numbers.Thin(verdict.Threshold - rank)} below the threshold" : null;

    /// <summary>A hit as a chip says it: <c>bl.example=127.0.0.4*3</c>.</summary>
    public static string Hit(DnsblAnswer answer)
    {
        var code = answer.Codes.IsDefaultOrEmpty ? "" : "=" + string.Join(";", answer.Codes);
        return string.Create(CultureInfo.InvariantCulture, $"{answer.List}{code}*{(answer.FilteredOut ? 0 : answer.Weight)}");
    }

    /// <summary>The check's name for people.</summary>
    public static string Name(CheckName check) => check switch
    {
        CheckName.Pregreet => "Pregreet",
        CheckName.Dnsbl => "DNSBL",
        CheckName.Pipelining => "Pipelining",
        CheckName.NonSmtpCommand => "Non-SMTP command",
        _ => "Bare newline",
    };

    /// <summary>The check's result in words.</summary>
    public static string Result(CheckResult result) => result switch
    {
        CheckResult.Passed => "passed",
        CheckResult.Failed => "failed",
        CheckResult.Cached => "not needed, pass still valid",
        CheckResult.SkippedByAllowlistThreshold => "skipped by the allowlist threshold",
        _ => "not run",
    };

    /// <summary>The css suffix of the result's chip.</summary>
    public static string Tone(CheckResult result) => result switch
    {
        CheckResult.Passed => "pass",
        CheckResult.Failed => "dnsbl",
        CheckResult.Cached => "known",
        CheckResult.SkippedByAllowlistThreshold => "allow",
        _ => "quiet",
    };
}
