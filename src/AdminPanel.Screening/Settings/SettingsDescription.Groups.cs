using System.Globalization;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsDescription
{
    private static SettingsItem[] ServerItems() =>
    [
        new("Server.Hostname", "Host name", "myhostname", s => s.Server.Hostname),
        new("Server.Banner", "Greeting banner", "smtpd_banner", s => s.Server.Banner),
        new("Server.SoftBounce", "Soft bounce", "soft_bounce", s => Text(s.Server.SoftBounce)),
    ];

    private static SettingsItem[] GreetItems() =>
    [
        new("Greet.Wait", "Greet wait", "postscreen_greet_wait", s => Text(s.Greet.Wait)),
        new("Greet.Banner", "Teaser banner", "postscreen_greet_banner", s => s.Greet.Banner),
        new("Greet.Action", "Pregreet action", "postscreen_greet_action", s => Text(s.Greet.Action)),
        new("Greet.EnforceShare", "Pregreet action: percent of the clients", "", s => Text(s.Greet.EnforceShare)),
        new("Greet.Ttl", "Pregreet pass lifetime", "postscreen_greet_ttl", s => Text(s.Greet.Ttl)),
    ];

    private static SettingsItem[] DnsblItems() =>
    [
        new("Dnsbl.Action", "DNSBL action", "postscreen_dnsbl_action", s => Text(s.Dnsbl.Action)),
        new("Dnsbl.EnforceShare", "DNSBL action: percent of the clients", "", s => Text(s.Dnsbl.EnforceShare)),
        new("Dnsbl.Threshold", "DNSBL threshold", "postscreen_dnsbl_threshold", s => Text(s.Dnsbl.Threshold)),
        new("Dnsbl.AllowlistThreshold", "DNSBL allowlist threshold", "postscreen_dnsbl_allowlist_threshold", s => Text(s.Dnsbl.AllowlistThreshold)),
        new("Dnsbl.MinTtl", "Shortest DNSBL pass lifetime", "postscreen_dnsbl_min_ttl", s => Text(s.Dnsbl.MinTtl)),
        new("Dnsbl.MaxTtl", "Longest DNSBL pass lifetime", "postscreen_dnsbl_max_ttl", s => Text(s.Dnsbl.MaxTtl)),
        new("Dnsbl.Timeout", "DNSBL timeout", "postscreen_dnsbl_timeout", s => Text(s.Dnsbl.Timeout)),
        new("Dnsbl.Order", "Order of the lists", "", s => s.Dnsbl.Order == DnsblOrder.CheapestFirst ? "cheapest first" : "postscreen"),
        new("Dnsbl.SuspendSick", "Sick lists are suspended", "", s => Text(s.Dnsbl.SuspendSick)),
        new("Dnsbl.ConfirmListings", "Listings are confirmed", "", s => Text(s.Dnsbl.ConfirmListings)),
        new("Dnsbl.ProbeInterval", "Lists are tested every", "", s => Text(s.Dnsbl.ProbeInterval)),
    ];

    private static SettingsItem[] AccessItems() =>
    [
        new("Access.DenylistAction", "Denylist action", "postscreen_denylist_action", s => Text(s.Access.DenylistAction)),
        new("Access.AllowlistInterfaces", "Allowlist interfaces", "postscreen_allowlist_interfaces", s => Text(s.Access.AllowlistInterfaces)),
    ];

    private static SettingsItem[] ProtocolItems() =>
    [
        .. DeepTest("Protocol.Pipelining", "Pipelining test", "postscreen_pipelining", p => p.Pipelining),
        .. DeepTest("Protocol.NonSmtpCommand", "Non-SMTP command test", "postscreen_non_smtp_command", p => p.NonSmtpCommand),
        .. DeepTest("Protocol.BareNewline", "Bare newline test", "postscreen_bare_newline", p => p.BareNewline),
        new("Protocol.ForbiddenCommands", "Forbidden commands", "postscreen_forbidden_commands", s => Text(s.Protocol.ForbiddenCommands)),
        new("Protocol.ForbidNonLetterCommands", "Forbid commands that do not start with a letter", "postscreen_forbidden_commands", s => Text(s.Protocol.ForbidNonLetterCommands)),
        new("Protocol.HeloRequired", "HELO required", "postscreen_helo_required", s => Text(s.Protocol.HeloRequired)),
        new("Protocol.DisableVrfy", "VRFY disabled", "postscreen_disable_vrfy_command", s => Text(s.Protocol.DisableVrfy)),
        new("Protocol.HideVrfy", "VRFY hidden from EHLO", "disable_vrfy_command", s => Text(s.Protocol.HideVrfy)),
        new("Protocol.DiscardEhloKeywords", "EHLO keywords left out", "postscreen_discard_ehlo_keywords", s => Text(s.Protocol.DiscardEhloKeywords)),
        new("Protocol.DiscardEhloKeywordAddressMaps", "EHLO keywords left out by client", "postscreen_discard_ehlo_keyword_address_maps", s => Text(s.Protocol.DiscardEhloKeywordAddressMaps)),
        new("Protocol.CommandFilter", "Command filter", "postscreen_command_filter", s => s.Protocol.CommandFilter),
        new("Protocol.CommandTimeLimit", "Command time limit", "postscreen_command_time_limit", s => Text(s.Protocol.CommandTimeLimit)),
        new("Protocol.CommandCountLimit", "Command count limit", "postscreen_command_count_limit", s => Text(s.Protocol.CommandCountLimit)),
        new("Protocol.LineLengthLimit", "Line length limit", "line_length_limit", s => Text(s.Protocol.LineLengthLimit)),
        new("Protocol.MessageSizeLimit", "Message size limit", "message_size_limit", s => Text(s.Protocol.MessageSizeLimit)),
        new("Protocol.SmtpUtf8", "SMTPUTF8 offered", "smtputf8_enable", s => Text(s.Protocol.SmtpUtf8)),
        new("Protocol.RejectFooter", "Reject footer", "postscreen_reject_footer", s => s.Protocol.RejectFooter),
        new("Protocol.RejectFooterMaps", "Reject footers by reply", "postscreen_reject_footer_maps", s => Text(s.Protocol.RejectFooterMaps)),
        new("Protocol.ExpansionFilter", "Characters allowed in footer macros", "postscreen_expansion_filter", s => s.Protocol.ExpansionFilter),
    ];

    private static SettingsItem[] DeepTest(string path, string words, string parameter, Func<ProtocolSettings, DeepTestSettings> test) =>
    [
        new($"{path}.Enable", words, $"{parameter}_enable", s => Text(test(s.Protocol).Enable)),
        new($"{path}.Action", $"{words} action", $"{parameter}_action", s => Text(test(s.Protocol).Action)),
        new($"{path}.Ttl", $"{words} pass lifetime", $"{parameter}_ttl", s => Text(test(s.Protocol).Ttl)),
    ];

    private static SettingsItem[] TlsItems() =>
    [
        new("Tls.Level", "STARTTLS before the hand-off", "postscreen_tls_security_level", s => s.Tls.Level.ToString().ToLowerInvariant()),
        new("Tls.CertificateFile", "TLS certificate file", "smtpd_tls_cert_file", s => s.Tls.CertificateFile),
        new("Tls.KeyFile", "TLS key file", "smtpd_tls_key_file", s => s.Tls.KeyFile),
    ];

    private static SettingsItem[] UpstreamProxyItems() =>
    [
        new("UpstreamProxy.Enable", "Load balancer in front", "postscreen_upstream_proxy_protocol", s => s.UpstreamProxy.Enable ? "haproxy" : ""),
        new("UpstreamProxy.Timeout", "Time to wait for its header", "postscreen_upstream_proxy_timeout", s => Text(s.UpstreamProxy.Timeout)),
    ];

    private static SettingsItem[] LimitItems() =>
    [
        new("Limits.ClientConnectionCount", "Connections of one client", "postscreen_client_connection_count_limit", s => Text(s.Limits.ClientConnectionCount)),
        new("Limits.PreQueue", "Connections under test", "postscreen_pre_queue_limit", s => Text(s.Limits.PreQueue)),
        new("Limits.PostQueue", "Connections in hand-off", "postscreen_post_queue_limit", s => Text(s.Limits.PostQueue)),
    ];

    private static SettingsItem[] AllowlistItems() =>
    [
        new("Allowlist.CleanupInterval", "Temporary allowlist clean-up interval", "postscreen_cache_cleanup_interval", s => Text(s.Allowlist.CleanupInterval)),
        new("Allowlist.RetentionTime", "Temporary allowlist retention", "postscreen_cache_retention_time", s => Text(s.Allowlist.RetentionTime)),
    ];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
