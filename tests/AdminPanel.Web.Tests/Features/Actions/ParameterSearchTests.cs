using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Actions;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Tests.Features.Actions;

public sealed class ParameterSearchTests
{
    /// <summary>postconf -d | grep ^postscreen_, Postfix 3.7 and later, and the old names.</summary>
    private const string Parameters =
        """
        access_list allowlist_interfaces bare_newline_action bare_newline_enable bare_newline_ttl blacklist_action cache_cleanup_interval cache_map cache_retention_time
        client_connection_count_limit command_count_limit command_filter command_time_limit denylist_action disable_vrfy_command discard_ehlo_keyword_address_maps
        discard_ehlo_keywords dnsbl_action dnsbl_allowlist_threshold dnsbl_max_ttl dnsbl_min_ttl dnsbl_reply_map dnsbl_sites dnsbl_threshold dnsbl_timeout dnsbl_ttl
        dnsbl_whitelist_threshold enforce_tls expansion_filter forbidden_commands greet_action greet_banner greet_ttl greet_wait helo_required non_smtp_command_action
        non_smtp_command_enable non_smtp_command_ttl pipelining_action pipelining_enable pipelining_ttl post_queue_limit pre_queue_limit reject_footer reject_footer_maps
        tls_security_level upstream_proxy_protocol upstream_proxy_timeout use_tls watchdog_timeout whitelist_interfaces
        """;

    [Fact]
    public void Search_EveryParameterOfPostscreen_FindsAFieldOrSaysWhy()
    {
        var names = Parameters.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

        Assert.DoesNotContain(names, name => ParameterSearch.Fields($"postscreen_{name}").IsEmpty && ParameterSearch.Others($"postscreen_{name}").IsEmpty);
    }

    [Fact]
    public void Groups_EverySettingThatIsEditedHere_IsInExactlyOne()
    {
        var placed = ActionGroup.All.SelectMany(g => g.Paths).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(placed.Distinct(), placed);
        Assert.DoesNotContain(SettingsDescription.Items.Select(i => i.Path).Except(placed), path => SettingFields.At(path).Page == "/actions");
        Assert.All(placed, path => Assert.NotNull(SettingFields.At(path)));
    }
}
