using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

public sealed class ParameterImportTests
{
    [Theory]
    [InlineData("postscreen_blacklist_action = enforce", "Access.DenylistAction", "enforce")]
    [InlineData("postscreen_blacklist_action = enforce\npostscreen_denylist_action = drop", "Access.DenylistAction", "drop")]
    [InlineData("postscreen_dnsbl_whitelist_threshold = -3", "Dnsbl.AllowlistThreshold", "-3")]
    [InlineData("postscreen_dnsbl_ttl = 30", "Dnsbl.MaxTtl", "30h")]
    [InlineData("postscreen_dnsbl_ttl = 30m", "Dnsbl.MaxTtl", "30m")]
    [InlineData("postscreen_dnsbl_ttl = 30m\npostscreen_dnsbl_max_ttl = 5h", "Dnsbl.MaxTtl", "5h")]
    [InlineData("postscreen_whitelist_interfaces = 192.0.2.1", "Access.AllowlistInterfaces", "192.0.2.1")]
    [InlineData("postscreen_greet_action = CONTINUE", "Greet.Action", "ignore")]
    [InlineData("postscreen_greet_wait = ${stress?1}${stress:10}s", "Greet.Wait", "10s (under stress 1s)")]
    [InlineData("postscreen_greet_wait = ${stress?{3}:{3}}", "Greet.Wait", "3s")]
    [InlineData("postscreen_command_time_limit = ${stress?{5}:{100}}s", "Protocol.CommandTimeLimit", "100s (under stress 5s)")]
    [InlineData("postscreen_greet_ttl = 2", "Greet.Ttl", "2d")]
    [InlineData("postscreen_cache_retention_time = 2w", "Allowlist.RetentionTime", "14d")]
    [InlineData("postscreen_cache_cleanup_interval = 0", "Allowlist.CleanupInterval", "0s")]
    [InlineData("smtpd_client_connection_count_limit = 7", "Limits.ClientConnectionCount", "7")]
    [InlineData("default_process_limit = 300", "Limits.PreQueue", "300")]
    [InlineData("smtpd_helo_required = yes", "Protocol.HeloRequired", "yes")]
    [InlineData("disable_vrfy_command = yes", "Protocol.DisableVrfy", "yes")]
    [InlineData("disable_vrfy_command = yes", "Protocol.HideVrfy", "yes")]
    [InlineData("disable_vrfy_command = yes\npostscreen_disable_vrfy_command = no", "Protocol.DisableVrfy", "no")]
    [InlineData("smtpd_discard_ehlo_keywords = silent-discard, dsn", "Protocol.DiscardEhloKeywords", "silent-discard, dsn")]
    [InlineData("postscreen_reject_footer = \\c; see http://x/$client_address", "Protocol.RejectFooter", "\\c; see http://x/$client_address")]
    [InlineData("smtpd_reject_footer = call $server_name", "Protocol.RejectFooter", "call $server_name")]
    [InlineData("my_text = call us\npostscreen_reject_footer = $my_text", "Protocol.RejectFooter", "call us")]
    [InlineData("compatibility_level = 0", "Protocol.SmtpUtf8", "no")]
    [InlineData("compatibility_level = 3.6", "Protocol.SmtpUtf8", "yes")]
    [InlineData("smtputf8_enable = no", "Protocol.SmtpUtf8", "no")]
    [InlineData("soft_bounce = yes", "Server.SoftBounce", "yes")]
    [InlineData("my_own = 4\npostscreen_dnsbl_threshold = ${my_own}", "Dnsbl.Threshold", "4")]
    [InlineData("smtpd_banner = ${myhostname} ESMTP", "Server.Banner", "$myhostname ESMTP")]
    [InlineData("postscreen_greet_banner =", "Greet.Banner", "")]
    [InlineData("postscreen_forbidden_commands = CONNECT, GET regexp:{{/^[^A-Z]/ Bogus}}", "Protocol.ForbidNonLetterCommands", "yes")]
    [InlineData("smtpd_forbidden_commands = CONNECT GET", "Protocol.ForbidNonLetterCommands", "no")]
    [InlineData("smtpd_forbidden_commands = CONNECT GET", "Protocol.ForbiddenCommands", "CONNECT, GET")]
    [InlineData("smtpd_tls_security_level = may", "Tls.Level", "may")]
    [InlineData("smtpd_tls_security_level = may\npostscreen_tls_security_level = Encrypt", "Tls.Level", "encrypt")]
    [InlineData("smtpd_tls_security_level = may\npostscreen_tls_security_level = none", "Tls.Level", "none")]
    [InlineData("postscreen_tls_security_level = verify", "Tls.Level", "encrypt")]
    [InlineData("smtpd_use_tls = yes", "Tls.Level", "may")]
    [InlineData("smtpd_use_tls = yes\npostscreen_use_tls = no", "Tls.Level", "none")]
    [InlineData("postscreen_enforce_tls = yes", "Tls.Level", "encrypt")]
    [InlineData("smtpd_enforce_tls = yes\nsmtpd_tls_security_level = may", "Tls.Level", "may")]
    [InlineData("smtpd_tls_cert_file = /a.pem", "Tls.CertificateFile", "/a.pem")]
    [InlineData("smtpd_tls_cert_file = /a.pem\ntlsproxy_tls_cert_file = /b.pem", "Tls.CertificateFile", "/b.pem")]
    [InlineData("smtpd_tls_cert_file = /a.pem\npostscreen_tls_cert_file = /c.pem", "Tls.CertificateFile", "/c.pem")]
    [InlineData("smtpd_tls_cert_file = /a.pem\nsmtpd_tls_chain_files = /key-and-chain.pem, /ecdsa.pem", "Tls.CertificateFile", "/key-and-chain.pem")]
    [InlineData("smtpd_tls_cert_file = none", "Tls.CertificateFile", "")]
    [InlineData("smtpd_tls_cert_file = /a.pem\nsmtpd_tls_key_file = /k.pem", "Tls.KeyFile", "/k.pem")]
    [InlineData("smtpd_tls_cert_file = /a.pem\nsmtpd_tls_key_file = $smtpd_tls_cert_file", "Tls.KeyFile", "")]
    [InlineData("smtpd_tls_eccert_file = /e.pem\nsmtpd_tls_eckey_file = /k.pem", "Tls.KeyFile", "/k.pem")]
    [InlineData("postscreen_upstream_proxy_protocol = haproxy", "UpstreamProxy.Enable", "haproxy")]
    [InlineData("postscreen_upstream_proxy_timeout = 9", "UpstreamProxy.Timeout", "9s")]
    public void Read_Parameter_BecomesSetting(string mainCf, string path, string expected)
    {
        var settings = MemoryFiles.Settings(mainCf);

        Assert.Equal(expected, SettingsDescription.Items.Single(item => item.Path == path).Text(settings));
    }

    [Theory]
    [InlineData("postscreen_tls_security_level = dane", "Invalid TLS level \"dane\"")]
    [InlineData("smtpd_tls_security_level = yes", "Invalid TLS level \"yes\" in smtpd_tls_security_level")]
    [InlineData("smtpd_use_tls = maybe", "bad boolean configuration: smtpd_use_tls")]
    [InlineData("postscreen_upstream_proxy_protocol = proxy", "unsupported postscreen_upstream_proxy_protocol value: proxy")]
    [InlineData("postscreen_upstream_proxy_timeout = 0", "postscreen_upstream_proxy_timeout must be at least 1 s")]
    [InlineData("smtpd_tls_cert_file = server.pem", "must be an absolute path")]
    public void Read_WrongTlsOrProxyValue_Problem(string mainCf, string message)
    {
        var result = new MemoryFiles().Import(mainCf);

        Assert.Contains(message, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnsupportedTlsLevel_RemarkedAsEncrypt()
    {
        var result = new MemoryFiles().Good("postscreen_tls_security_level = secure\nsmtpd_tls_cert_file = /a.pem");

        Assert.Contains(result.Remarks, remark => remark.ToString().Contains(":1: postscreen_tls_security_level: unsupported TLS level \"secure\", using \"encrypt\"", StringComparison.Ordinal));
    }

    /// <summary>No parameter may vanish: each is taken, or a remark names it.</summary>
    [Fact]
    public void Read_EveryPostscreenParameter_TakenOrRemarked()
    {
        string[] parameters =
        [
            "access_list = permit_mynetworks", "allowlist_interfaces = 192.0.2.1", "bare_newline_action = drop", "bare_newline_enable = yes", "bare_newline_ttl = 1d",
            "cache_cleanup_interval = 1h", "cache_map = btree:/x", "cache_retention_time = 1d", "client_connection_count_limit = 9", "command_count_limit = 9",
            "command_filter = pcre:/x", "command_time_limit = 9s", "denylist_action = drop", "disable_vrfy_command = yes", "discard_ehlo_keyword_address_maps = cidr:/x",
            "discard_ehlo_keywords = dsn", "dnsbl_action = drop", "dnsbl_allowlist_threshold = -1", "dnsbl_max_ttl = 2h", "dnsbl_min_ttl = 2s",
            "dnsbl_reply_map = static:shown", "dnsbl_sites = a.test", "dnsbl_threshold = 2", "dnsbl_timeout = 2s", "enforce_tls = yes",
            "expansion_filter = abc", "forbidden_commands = GET", "greet_action = drop", "greet_banner = x", "greet_ttl = 2d", "greet_wait = 2s", "helo_required = yes",
            "non_smtp_command_action = ignore", "non_smtp_command_enable = yes", "non_smtp_command_ttl = 2d", "pipelining_action = drop", "pipelining_enable = yes",
            "pipelining_ttl = 2d", "post_queue_limit = 50", "pre_queue_limit = 50", "reject_footer = x", "reject_footer_maps = cidr:/x", "tls_security_level = may",
            "upstream_proxy_protocol = haproxy", "upstream_proxy_timeout = 2s", "use_tls = yes", "watchdog_timeout = 20s", "dnsbl_enable = yes", "greet_enable = yes",
            "starttls_timeout = 3s", "tls_ciphers = high", "blacklist_action = drop", "whitelist_interfaces = 192.0.2.1", "dnsbl_whitelist_threshold = -4", "dnsbl_ttl = 3h",
            "greet_acton = drop",
        ];

        var result = new MemoryFiles().Good(string.Join('\n', parameters.Select(parameter => $"postscreen_{parameter}")));

        var missing = parameters.Select(parameter => $"postscreen_{parameter.Split(' ')[0]}")
            .Where(name => !result.Taken.Any(taken => taken.Parameter == name) && !result.Remarks.Any(remark => remark.Message.StartsWith($"{name} ", StringComparison.Ordinal)));
        Assert.Equal([], missing);
        Assert.Contains(result.Remarks, remark => remark.Message.EndsWith("Did you mean postscreen_greet_action?", StringComparison.Ordinal));
    }
}
