using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Export;

public static partial class MainCfExport
{
    private static void WriteServer(ServerSettings server, Writer writer)
    {
        var defaults = new ServerSettings();
        writer.Section("How the server names itself");
        writer.SetUnless("myhostname", server.Hostname, defaults.Hostname);
        writer.SetUnless("smtpd_banner", server.Banner, defaults.Banner);
        writer.SetUnless("soft_bounce", server.SoftBounce, defaults.SoftBounce);
    }

    private static void WriteGreet(GreetSettings greet, Writer writer)
    {
        var defaults = new GreetSettings();
        writer.Section("Clients that speak before their turn");
        writer.Set("postscreen_greet_action", Text(greet.Action));
        WriteShare("postscreen_greet_action", greet.Action, greet.EnforceShare, writer);
        writer.SetUnless("postscreen_greet_wait", greet.Wait, defaults.Wait);
        writer.SetUnless("postscreen_greet_banner", greet.Banner, defaults.Banner);
        writer.SetUnless("postscreen_greet_ttl", greet.Ttl, defaults.Ttl);
    }

    private static void WriteProtocol(ProtocolSettings protocol, Writer writer)
    {
        var defaults = new ProtocolSettings();
        writer.Section("Deep protocol tests and the SMTP dialogue");
        WriteDeepTest("postscreen_pipelining", protocol.Pipelining, defaults.Pipelining, writer);
        WriteDeepTest("postscreen_non_smtp_command", protocol.NonSmtpCommand, defaults.NonSmtpCommand, writer);
        WriteDeepTest("postscreen_bare_newline", protocol.BareNewline, defaults.BareNewline, writer);
        if (!protocol.ForbiddenCommands.SequenceEqual(defaults.ForbiddenCommands) || protocol.ForbidNonLetterCommands != defaults.ForbidNonLetterCommands)
            writer.Set("postscreen_forbidden_commands", string.Join(" ", protocol.ForbiddenCommands.Select(Macroless).Concat(protocol.ForbidNonLetterCommands ? ["regexp:{{/^[^A-Z]/ Bogus}}"] : [])));
        writer.SetUnless("postscreen_helo_required", protocol.HeloRequired, defaults.HeloRequired);
        // The postscreen variant follows the other one unless it is set.
        if (protocol.DisableVrfy || protocol.HideVrfy) writer.Set("postscreen_disable_vrfy_command", protocol.DisableVrfy ? "yes" : "no");
        writer.SetUnless("disable_vrfy_command", protocol.HideVrfy, defaults.HideVrfy);
        if (protocol.DiscardEhloKeywords.Length > 0) writer.Set("postscreen_discard_ehlo_keywords", string.Join(", ", protocol.DiscardEhloKeywords));
        writer.SetUnless("postscreen_command_time_limit", protocol.CommandTimeLimit, defaults.CommandTimeLimit);
        writer.SetUnless("postscreen_command_count_limit", protocol.CommandCountLimit, defaults.CommandCountLimit);
        writer.SetUnless("line_length_limit", protocol.LineLengthLimit, defaults.LineLengthLimit);
        writer.SetUnless("message_size_limit", protocol.MessageSizeLimit, defaults.MessageSizeLimit);
        writer.SetUnless("smtputf8_enable", protocol.SmtpUtf8, defaults.SmtpUtf8);
        writer.SetUnless("postscreen_reject_footer", protocol.RejectFooter, defaults.RejectFooter);
        if (protocol.RejectFooterMaps.Length > 0) writer.Set("postscreen_reject_footer_maps", string.Join(", ", protocol.RejectFooterMaps.Select(Macroless)));
        writer.SetUnless("postscreen_expansion_filter", protocol.ExpansionFilter, defaults.ExpansionFilter);
        if (protocol.DiscardEhloKeywordAddressMaps.Length > 0) writer.Set("postscreen_discard_ehlo_keyword_address_maps", string.Join(", ", protocol.DiscardEhloKeywordAddressMaps.Select(Macroless)));
        writer.SetUnless("postscreen_command_filter", Macroless(protocol.CommandFilter), "");
    }

    /// <summary>A dollar sign in an inline table is not a macro of main.cf.</summary>
    private static string Macroless(string table) => table.Replace("$", "$$", StringComparison.Ordinal);

    private static void WriteDeepTest(string parameter, DeepTestSettings test, DeepTestSettings defaults, Writer writer)
    {
        writer.SetUnless($"{parameter}_enable", test.Enable, defaults.Enable);
        writer.SetUnless($"{parameter}_action", Text(test.Action), Text(defaults.Action));
        writer.SetUnless($"{parameter}_ttl", test.Ttl, new DeepTestSettings().Ttl);
    }

    private static void WriteTls(ScreeningSettings settings, Writer writer)
    {
        var (tls, proxy) = (settings.Tls, settings.UpstreamProxy);
        writer.Section("STARTTLS before the hand-off");
        writer.SetUnless("postscreen_tls_security_level", tls.Level.ToString().ToLowerInvariant(), "none");
        writer.SetUnless("smtpd_tls_cert_file", tls.CertificateFile, "");
        if (tls.CertificateFile.Length > 0) writer.SetUnless("smtpd_tls_key_file", tls.KeyFile, "");
        writer.Section("A load balancer in front");
        writer.SetUnless("postscreen_upstream_proxy_protocol", proxy.Enable ? "haproxy" : "", "");
        writer.SetUnless("postscreen_upstream_proxy_timeout", proxy.Timeout, new UpstreamProxySettings().Timeout);
    }

    private static void WriteLimits(ScreeningSettings settings, Writer writer)
    {
        var (limits, allowlist, defaults) = (settings.Limits, settings.Allowlist, new ScreeningSettings());
        writer.Section("Limits and the temporary allowlist");
        writer.SetUnless("postscreen_client_connection_count_limit", limits.ClientConnectionCount, defaults.Limits.ClientConnectionCount);
        writer.SetUnless("postscreen_pre_queue_limit", limits.PreQueue, defaults.Limits.PreQueue);
        writer.SetUnless("postscreen_post_queue_limit", limits.PostQueue, defaults.Limits.PostQueue);
        writer.SetUnless("postscreen_cache_cleanup_interval", allowlist.CleanupInterval, defaults.Allowlist.CleanupInterval);
        writer.SetUnless("postscreen_cache_retention_time", allowlist.RetentionTime, defaults.Allowlist.RetentionTime);
    }
}
