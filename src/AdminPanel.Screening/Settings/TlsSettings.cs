namespace AdminPanel.Screening.Settings;

/// <summary>Whether the dummy SMTP engine offers STARTTLS (<c>postscreen_tls_security_level</c>).</summary>
public enum TlsLevel
{
    /// <summary>Not offered.</summary>
    None,

    /// <summary>Offered.</summary>
    May,

    /// <summary>Offered, and required before MAIL.</summary>
    Encrypt,
}

/// <summary>STARTTLS in the dummy SMTP engine. Clients that are handed off get the mail server's own TLS.</summary>
public sealed record TlsSettings
{
    /// <summary><c>postscreen_tls_security_level</c>.</summary>
    public TlsLevel Level { get; init; }

    /// <summary><c>smtpd_tls_cert_file</c> (or the first of <c>smtpd_tls_chain_files</c>): PEM, the server's certificate first. Read again when it changes.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary><c>smtpd_tls_key_file</c>: PEM; empty means that the certificate file holds the key too.</summary>
    public string KeyFile { get; init; } = "";
}
