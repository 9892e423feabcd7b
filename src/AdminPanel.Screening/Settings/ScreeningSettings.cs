namespace AdminPanel.Screening.Settings;

/// <summary>
/// Everything an administrator decides about screening. Immutable; edited as a draft, checked by <see cref="SettingsRules"/>, compiled
/// to a <see cref="ScreeningSnapshot"/>, published whole. The defaults are postscreen's. Compare contents with
/// <see cref="SettingsJson.Hash"/>: record equality compares collections by reference.
/// </summary>
public sealed record ScreeningSettings
{
    /// <summary>How the server names and greets itself.</summary>
    public ServerSettings Server { get; init; } = new();

    /// <summary>The pregreet check.</summary>
    public GreetSettings Greet { get; init; } = new();

    /// <summary>The DNS blocklists and what their sum means.</summary>
    public DnsblSettings Dnsbl { get; init; } = new();

    /// <summary>Permanent permit and reject entries, and mynetworks.</summary>
    public AccessSettings Access { get; init; } = new();

    /// <summary>The dummy SMTP engine and the checks after the 220 greeting.</summary>
    public ProtocolSettings Protocol { get; init; } = new();

    /// <summary>STARTTLS in the dummy SMTP engine.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>A load balancer in front.</summary>
    public UpstreamProxySettings UpstreamProxy { get; init; } = new();

    /// <summary>Connection limits.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>The temporary allowlist.</summary>
    public AllowlistSettings Allowlist { get; init; } = new();
}
