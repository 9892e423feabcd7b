namespace AdminPanel.Postfix.MainCf;

/// <summary>Built-in values of the parameters that postscreen reads (<c>postconf -d</c>), where they refer to others or are referred to.</summary>
internal static class MainCfDefaults
{
    private static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal)
    {
        ["alias_database"] = "",
        ["compatibility_level"] = "0",
        ["config_directory"] = "/etc/postfix",
        ["daemon_directory"] = "/usr/lib/postfix/sbin",
        ["data_directory"] = "/var/lib/postfix",
        ["default_cache_db_type"] = "btree",
        ["default_database_type"] = "hash",
        ["default_process_limit"] = "100",
        ["disable_vrfy_command"] = "no",
        ["line_length_limit"] = "2048",
        ["mail_name"] = "Postfix",
        ["message_size_limit"] = "10240000",
        ["mydomain"] = "localdomain",
        ["myorigin"] = "$myhostname",
        ["process_id"] = "",
        ["queue_directory"] = "/var/spool/postfix",
        ["smtpd_banner"] = "$myhostname ESMTP $mail_name",
        ["smtpd_client_connection_count_limit"] = "50",
        ["smtpd_discard_ehlo_keyword_address_maps"] = "",
        ["smtpd_discard_ehlo_keywords"] = "",
        ["smtpd_forbidden_commands"] = "CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}",
        ["smtpd_helo_required"] = "no",
        ["smtpd_reject_footer"] = "",
        ["smtpd_reject_footer_maps"] = "",
        ["smtpd_tls_security_level"] = "",
        ["smtputf8_enable"] = "${{$compatibility_level} <level {1} ? {no} : {yes}}",
        ["soft_bounce"] = "no",
        ["postscreen_access_list"] = "permit_mynetworks",
        ["postscreen_allowlist_interfaces"] = "${postscreen_whitelist_interfaces?{$postscreen_whitelist_interfaces}:{static:all}}",
        ["postscreen_client_connection_count_limit"] = "$smtpd_client_connection_count_limit",
        ["postscreen_command_time_limit"] = "${stress?{10}:{300}}s",
        ["postscreen_denylist_action"] = "${postscreen_blacklist_action?{$postscreen_blacklist_action}:{ignore}}",
        ["postscreen_disable_vrfy_command"] = "$disable_vrfy_command",
        ["postscreen_discard_ehlo_keywords"] = "$smtpd_discard_ehlo_keywords",
        ["postscreen_dnsbl_allowlist_threshold"] = "${postscreen_dnsbl_whitelist_threshold?{$postscreen_dnsbl_whitelist_threshold}:{0}}",
        ["postscreen_dnsbl_max_ttl"] = "${postscreen_dnsbl_ttl?{$postscreen_dnsbl_ttl}:{1}}h",
        ["postscreen_forbidden_commands"] = "$smtpd_forbidden_commands",
        ["postscreen_greet_banner"] = "$smtpd_banner",
        ["postscreen_greet_wait"] = "${stress?{2}:{6}}s",
        ["postscreen_helo_required"] = "$smtpd_helo_required",
        ["postscreen_post_queue_limit"] = "$default_process_limit",
        ["postscreen_pre_queue_limit"] = "$default_process_limit",
        ["postscreen_reject_footer"] = "$smtpd_reject_footer",
    };

    /// <summary>The raw default; null when the parameter is unknown or has a plain default that nothing refers to.</summary>
    public static string? Find(string name) => s_values.GetValueOrDefault(name);
}
