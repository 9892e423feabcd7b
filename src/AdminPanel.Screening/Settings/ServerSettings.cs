namespace AdminPanel.Screening.Settings;

/// <summary>How the server names and greets itself.</summary>
public sealed record ServerSettings
{
    /// <summary><c>myhostname</c>; empty means this machine's host name.</summary>
    public string Hostname { get; init; } = "";

    /// <summary><c>smtpd_banner</c>, the text after 220; <c>$myhostname</c> and <c>$mail_name</c> ("Postfix") are expanded.</summary>
    public string Banner { get; init; } = "$myhostname ESMTP $mail_name";

    /// <summary><c>soft_bounce</c>: turn every 5xx reply into 4xx.</summary>
    public bool SoftBounce { get; init; }
}
