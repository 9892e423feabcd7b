using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

public sealed class GuideImportTests
{
    private const string Guide = """
        # See /usr/share/postfix/main.cf.dist for a commented, more complete version
        smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)
        biff = no
        compatibility_level = 3.6
        mydomain = example.com
        myhostname = mx.$mydomain
        mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
            192.0.2.0/28, !192.0.2.7

        # ---- postscreen ----
        postscreen_access_list = permit_mynetworks,
            cidr:$config_directory/postscreen_access.cidr
        postscreen_blacklist_action = drop
        postscreen_greet_action = enforce
        postscreen_greet_wait = ${stress?{2}:{6}}s
        postscreen_greet_banner = $smtpd_banner - please wait
        postscreen_dnsbl_threshold = 3
        postscreen_dnsbl_whitelist_threshold = -2
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_sites =
            zen.spamhaus.org=127.0.0.[2..11]*3
            b.barracudacentral.org=127.0.0.2*2,
            bl.spamcop.net
            # allowlists
            list.dnswl.org=127.0.[0..255].1*-2
            list.dnswl.org=127.0.[0..255].[2..3]*-3
            k3y.zen.dq.spamhaus.net=127.0.0.[4..7]*4
        postscreen_dnsbl_reply_map = texthash:dnsbl_reply
        postscreen_dnsbl_ttl = 2
        postscreen_pipelining_enable = yes
        postscreen_pipelining_action = enforce
        postscreen_non_smtp_command_enable = yes
        postscreen_bare_newline_enable = yes
        postscreen_bare_newline_action = ignore
        postscreen_cache_map = btree:$data_directory/postscreen_cache
        smtpd_client_connection_count_limit = 20
        smtpd_forbidden_commands = CONNECT GET POST
        message_size_limit = 52428800
        """;

    private static readonly MemoryFiles s_files = new()
    {
        ["/etc/postfix/postscreen_access.cidr"] = "# partners\n198.51.100.0/24 permit\nif 203.0.113.0/24\n!203.0.113.128/25   reject\nendif\n2001:db8::/32\n  dunno\n",
        ["/etc/postfix/dnsbl_reply"] = "# secret name   shown name\nk3y.zen.dq.spamhaus.net  zen.dq.spamhaus.net\n",
    };

    [Fact]
    public void Read_TypicalGuide_EveryParameterTaken()
    {
        var settings = s_files.Good(Guide).Settings!;

        Assert.Equal(("mx.example.com", "$myhostname ESMTP $mail_name (Debian/GNU)"), (settings.Server.Hostname, settings.Server.Banner));
        Assert.Equal(["127.0.0.0/8", "::ffff:127.0.0.0/104", "::1/128", "192.0.2.0/28", "!192.0.2.7"], settings.Access.MyNetworks.Select(network => network.Pattern));
        Assert.Equal(ScreeningAction.Drop, settings.Access.DenylistAction);
        Assert.Equal((ScreeningAction.Enforce, "$smtpd_banner - please wait"), (settings.Greet.Action, settings.Greet.Banner));
        Assert.Equal(new StressTime(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2)), settings.Greet.Wait);
        Assert.Equal((3, -2, ScreeningAction.Enforce, TimeSpan.FromHours(2)), (settings.Dnsbl.Threshold, settings.Dnsbl.AllowlistThreshold, settings.Dnsbl.Action, settings.Dnsbl.MaxTtl));
        Assert.Equal(
            [
                ("zen.spamhaus.org", "127.0.0.[2..11]", 3, null),
                ("b.barracudacentral.org", "127.0.0.2", 2, null),
                ("bl.spamcop.net", null, 1, null),
                ("list.dnswl.org", "127.0.[0..255].1", -2, null),
                ("list.dnswl.org", "127.0.[0..255].[2..3]", -3, null),
                ("k3y.zen.dq.spamhaus.net", "127.0.0.[4..7]", 4, "zen.dq.spamhaus.net"),
            ],
            settings.Dnsbl.Sites.Select(site => (site.Zone, site.Filter, site.Weight, site.ReplyName)));
        Assert.Equal((true, true, true), (settings.Protocol.Pipelining.Enable, settings.Protocol.NonSmtpCommand.Enable, settings.Protocol.BareNewline.Enable));
        Assert.Equal((20, 52_428_800L, false), (settings.Limits.ClientConnectionCount, settings.Protocol.MessageSizeLimit, settings.Protocol.ForbidNonLetterCommands));
        Assert.True(settings.Protocol.SmtpUtf8);
    }

    [Fact]
    public void Read_TypicalGuide_AccessTableBecomesEntries()
    {
        var entries = s_files.Good(Guide).Settings!.Access.Entries;

        const string table = "cidr:/etc/postfix/postscreen_access.cidr";
        Assert.Equal(
            [
                (AccessEntryKind.MyNetworks, "", "", AccessAction.Permit, ""),
                (AccessEntryKind.Pattern, "198.51.100.0/24", "", AccessAction.Permit, table),
                (AccessEntryKind.Pattern, "!203.0.113.128/25", "203.0.113.0/24", AccessAction.Reject, table),
                (AccessEntryKind.Pattern, "2001:db8::/32", "", AccessAction.Dunno, table),
            ],
            entries.Select(entry => (entry.Kind, entry.Pattern, string.Join(' ', entry.Within), entry.Action, entry.Table)));
        Assert.Equal(entries.Length, entries.Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void Read_TypicalGuide_TellsWhatItTookAndTranslated()
    {
        var result = s_files.Good(Guide);

        Assert.Contains(result.Taken, taken => taken is { Parameter: "postscreen_dnsbl_threshold", Place: { File: MemoryFiles.MainCf, Line: 17 }, Understood: "3" });
        Assert.Contains(result.Taken, taken => taken is { Parameter: "postscreen_dnsbl_ttl", Understood: "postscreen_dnsbl_max_ttl = 2h" });
        Assert.Contains(result.Taken, taken => taken is { Parameter: "postscreen_greet_wait", Understood: "6s, under stress 2s" });
        Assert.Contains(result.Taken, taken => taken is { Parameter: "smtpd_client_connection_count_limit", Understood: "postscreen_client_connection_count_limit = 20" });
        Assert.Contains(result.Remarks, remark => remark.Message.Contains("postscreen_cache_map was not taken", StringComparison.Ordinal));
        Assert.Contains(result.Remarks, remark => remark.Message.Contains("postscreen_blacklist_action is the old name of postscreen_denylist_action", StringComparison.Ordinal));
        Assert.All(result.Taken, taken => Assert.DoesNotContain("k3y", taken.Understood, StringComparison.Ordinal));
        Assert.All(result.Remarks, remark => Assert.DoesNotContain("k3y", remark.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_EmptyFile_Postscreens_Defaults()
    {
        var settings = MemoryFiles.Settings("");

        Assert.Equal(SettingsJson.Hash(new()), SettingsJson.Hash(settings));
    }
}
