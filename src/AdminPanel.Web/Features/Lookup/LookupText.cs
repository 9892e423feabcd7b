using AdminPanel.Screening.Checks;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>A <see cref="CheckupReport"/> in words and colours.</summary>
internal static class LookupText
{
    /// <summary>The conclusion's headline.</summary>
    public static string Headline(CheckupConclusion conclusion) => conclusion.Outcome switch
    {
        "handed off" => "This client would be handed off",
        "rejected" => "This client would be rejected",
        "dropped" => "This client would be dropped",
        _ => "This client would be tested",
    };

    /// <summary>The css suffix of the conclusion.</summary>
    public static string Tone(CheckupConclusion conclusion) => conclusion.Outcome switch
    {
        "handed off" => "pass",
        "rejected" or "dropped" => "deny",
        _ => "known",
    };

    /// <summary>The css suffix of the conclusion's reason.</summary>
    public static string ReasonTone(string reason) => reason switch
    {
        "ALLOWLISTED" => "allow",
        "DENYLISTED" => "deny",
        "DNSBL" => "dnsbl",
        "PASS OLD" => "known",
        _ => "pass",
    };

    /// <summary>The css suffix of what the access list says.</summary>
    public static string AccessTone(string action) => action switch { "permit" => "allow", "reject" => "deny", _ => "quiet" };

    /// <summary>The css suffix of the temporary allowlist's state.</summary>
    public static string AllowlistTone(string state) => state switch { "valid" => "known", "expired" => "limit", _ => "quiet" };

    /// <summary>The css suffix of one list's answer.</summary>
    public static string ListTone(CheckupList list) => list.Outcome switch
    {
        "listed" when list.FilteredOut || list.Weight == 0 => "quiet",
        "listed" => list.Weight < 0 ? "allow" : "dnsbl",
        "not listed" => "plain",
        _ => "limit",
    };

    /// <summary>A check's name for people.</summary>
    public static string Check(string name) => name switch
    {
        "pregreet" => "Pregreet",
        "dnsbl" => "DNSBL",
        "pipelining" => "Pipelining",
        "nonSmtpCommand" => "Non-SMTP command",
        "bareNewline" => "Bare newline",
        _ => name,
    };
}
