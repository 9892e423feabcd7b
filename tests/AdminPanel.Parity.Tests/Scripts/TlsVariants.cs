using AdminPanel.Parity.Tests.Table;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing.Lab;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>STARTTLS with and without a certificate, optional and required.</summary>
internal static class TlsVariants
{
    private const string Hello = "< 220\n";
    private const string Encrypt = "> STARTTLS\n< 220\ntls\n";

    public static ParityVariant NoCertificate { get; } = new(
        "TLS without a certificate",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        smtpd_tls_security_level = may
        """,
        [
            new("B19: STARTTLS fails, the session goes on", Hello + Ehlo + Ask("STARTTLS", "454") + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("STARTTLS with an argument", Hello + Ask("STARTTLS now", "501") + Quit) { Deviation = Deviations.StartTlsSyntax },
        ]);

    public static ParityVariant May { get; } = WithCertificate("TLS offered", TlsLevel.May, [
        new("without TLS", Hello + Recipient("450") + Quit),
        new("with TLS", Hello + Ehlo + Encrypt + Recipient("450") + Quit),
        new("plaintext behind STARTTLS is forgotten", Hello + ">> STARTTLS\\r\\nEHLO injected\\r\\n\n< 220\ntls\n" + Recipient("550") + Quit),
        new("no TLS inside TLS", Hello + Ehlo + Encrypt + Ehlo + Ask("STARTTLS", "554") + Quit),
        new("STARTTLS without EHLO", Hello + Encrypt + Quit),
        new("the sender is forgotten", Hello + Sender + Encrypt + Ask("RCPT TO:<c@d>", "503") + Quit),
        new("EHLO is forgotten", Hello + Sender + Encrypt + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
        new("leaving inside TLS", Hello + Ehlo + Encrypt + Ehlo + "hangup\n"),
        new("known afterwards", Hello + Encrypt + Recipient("450") + Quit + Again + Hello + Quit),
        new("a handshake of another protocol", Hello + Ask("STARTTLS", "220") + "> HELO x\n.\n") { Deviation = Deviations.Drains with { Always = false } },
        new("leaving in the handshake", Hello + Ask("STARTTLS", "220") + "hangup\n"),
        new("pipelining inside TLS", Hello + Encrypt + ">> EHLO x\\r\\nMAIL FROM:<a@b>\\r\\nRCPT TO:<c@d>\\r\\n\n< 250\n< 250\n< 550\n" + Quit),
        new("DATA inside TLS", Hello + Encrypt + Ask("DATA", "503") + ".\n"),
    ]);

    public static ParityVariant Required { get; } = WithCertificate("TLS required", TlsLevel.Encrypt, [
        new("commands before TLS",
            Hello + Ehlo + Ask("MAIL FROM:<a@b>", "530") + Ask("RCPT TO:<c@d>", "530") + Ask("RSET", "530") + Ask("VRFY x", "530") + Ask("FOO", "502") + Ask("AUTH PLAIN", "502") + Ask("XCLIENT x", "502") + Ask("", "502") + Ask("NOOP", "250") + Ask("HELO x", "250") + Quit),
        new("DATA before TLS", Hello + Ask("DATA", "530") + Quit),
        new("after TLS", Hello + Ehlo + Encrypt + Recipient("450") + Quit),
    ]);

    public static ParityVariant Discarded { get; } = WithCertificate("TLS discarded", TlsLevel.May, [
        new("STARTTLS is refused once EHLO left it out", Hello + Ehlo + Ask("STARTTLS", "502") + Quit),
        new("STARTTLS works before EHLO", Hello + Encrypt + Recipient("450") + Quit),
    ], "postscreen_discard_ehlo_keywords = starttls");

    private static ParityVariant WithCertificate(string name, TlsLevel level, ParityScript[] scripts, string more = "") => new(
        name,
        $$"""
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        smtpd_tls_security_level = {{level.ToString().ToLowerInvariant()}}
        smtpd_tls_cert_file = {etc}/tls.pem
        smtpd_tls_key_file = {etc}/tls.pem
        {{more}}
        """,
        scripts)
    {
        Files = new Dictionary<string, string> { ["tls.pem"] = Certificate.Pem },
    };
}
