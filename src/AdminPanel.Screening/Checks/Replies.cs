namespace AdminPanel.Screening.Checks;

/// <summary>The replies that screening decides, without CRLF (postscreen(8)).</summary>
internal static class Replies
{
    public const string DefaultFinal = "421 4.3.2 Service currently unavailable";
    public const string DefaultRcpt = "450 4.3.2 Service currently unavailable";
    public const string TooManyConnections = "421 4.7.0 Error: too many connections";
    public const string AllServerPortsBusy = "421 4.3.2 All server ports are busy";
    public const string AllScreeningPortsBusy = "421 4.3.2 All screening ports are busy";
    public const string NoSystemResources = "421 4.3.2 No system resources";
    public const string NoMailServer = "421 4.3.2 No mail server is configured behind the panel";
    public const string DenylistDrop = "521 5.3.2 Service currently unavailable";
    public const string DenylistRcpt = "550 5.3.2 Service currently unavailable";
    public const string ProtocolErrorDrop = "521 5.5.1 Protocol error";
    public const string ProtocolErrorRcpt = "550 5.5.1 Protocol error";
    public const string NonSmtpDrop = "521 5.7.0 Error: I can break rules, too. Goodbye.";
    public const string Bye = "221 2.0.0 Bye";

    /// <summary>The DNSBL refusal with <paramref name="code"/> 521 or 550; <paramref name="list"/> is a display name.</summary>
    public static string Listed(int code, System.Net.IPAddress client, string list) =>
        FormattableString.Invariant($"{code} 5.7.1 Service unavailable; client [{client}] blocked using {list}");
}
