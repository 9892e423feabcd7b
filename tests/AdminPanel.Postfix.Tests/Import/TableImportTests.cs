using AdminPanel.Postfix.Export;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

public sealed class TableImportTests
{
    [Fact]
    public void Read_InlineCidrStaticAndTexthash_Entries()
    {
        var files = new MemoryFiles { ["/etc/postfix/hosts"] = "192.0.2.1 reject\n192.0.2 reject\n2001:db8::1   permit_mynetworks, reject\n192.0.2.1 permit\n" };

        var result = files.Good("postscreen_access_list = cidr:{ {198.51.100.0/24 reject}, {!10.0.0.0/8 dunno} }, texthash:hosts, inline:{ {203.0.113.1 = permit}, 203.0.113.2=reject }, static:reject");

        Assert.Equal(
            [
                "Pattern 198.51.100.0/24 Reject cidr:inline",
                "Pattern !10.0.0.0/8 Dunno cidr:inline",
                "Pattern 192.0.2.1 Reject texthash:/etc/postfix/hosts",
                "MyNetworks 2001:db8::1 Permit texthash:/etc/postfix/hosts",
                "Pattern 2001:db8::1 Reject texthash:/etc/postfix/hosts",
                "Pattern 203.0.113.1 Permit inline:inline",
                "Pattern 203.0.113.2 Reject inline:inline",
                "Everyone  Reject static:reject",
            ],
            result.Settings!.Access.Entries.Select(entry => $"{entry.Kind} {(entry.Within.IsEmpty ? entry.Pattern : entry.Within[0])} {entry.Action} {entry.Table}"));
        Assert.Contains(result.Remarks, remark => remark.ToString().StartsWith("/etc/postfix/hosts:2: \"192.0.2\" was left out", StringComparison.Ordinal));
        Assert.Contains(result.Remarks, remark => remark.ToString().StartsWith("/etc/postfix/hosts:4: \"192.0.2.1\" was left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_CommentAboveARule_BecomesItsReason()
    {
        var files = new MemoryFiles { ["/t"] = "# A table of ours.\n\n# partner,\n#   ticket 42\n192.0.2.1 permit\n192.0.2.2 permit\n# gone\n\n192.0.2.3 permit\n# spam\n# Remove after 2030-01-01 00:00 UTC: Postfix knows no expiry.\n192.0.2.4 reject\n" };

        var entries = files.Good("postscreen_access_list = cidr:/t").Settings!.Access.Entries;

        Assert.Equal(["partner, ticket 42", "", "", "spam"], entries.Select(entry => entry.Reason));
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("btree")]
    [InlineData("lmdb")]
    public void Read_IndexedTable_ReadFromItsSource(string type)
    {
        var result = new MemoryFiles { ["/t"] = "192.0.2.1 permit\n" }.Good($"postscreen_access_list = {type}:/t");

        Assert.Equal("192.0.2.1", Assert.Single(result.Settings!.Access.Entries).Pattern);
        Assert.Contains(result.Remarks, remark => remark.Message.Contains("was read from its source text /t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mysql:/etc/x")]
    [InlineData("ldap:/etc/x")]
    public void Read_UntranslatableTable_NamedWithWhatToDo(string table)
    {
        var result = new MemoryFiles().Good($"postscreen_access_list = permit_mynetworks, {table}, reject");

        Assert.Equal([AccessEntryKind.MyNetworks, AccessEntryKind.Everyone], result.Settings!.Access.Entries.Select(entry => entry.Kind));
        Assert.Contains(result.Remarks, remark => remark.Message.Contains($"{table} was not taken", StringComparison.Ordinal) && remark.Message.Contains("CIDR table", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("regexp:/etc/postfix/x", "regexp:/etc/postfix/x")]
    [InlineData("pcre:x", "pcre:/etc/postfix/x")]
    [InlineData("pcre:{ {/^192[.]0[.]2[.]/ reject} }", "pcre:{ {/^192[.]0[.]2[.]/ reject} }")]
    public void Read_PatternTable_BecomesAnEntryThatIsAsked(string table, string expected)
    {
        var result = new MemoryFiles { ["/etc/postfix/x"] = "/^192[.]0[.]2[.]/ reject\n" }.Good($"postscreen_access_list = permit_mynetworks, {table}, reject");

        Assert.Equal((AccessEntryKind.Table, expected), (result.Settings!.Access.Entries[1].Kind, result.Settings.Access.Entries[1].Pattern));
        Assert.Equal(3, result.Settings.Access.Entries.Length);
        Assert.Contains($"postscreen_access_list = permit_mynetworks, {expected}, reject\n", MainCfExport.Write(result.Settings).MainCf, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TablesOfTheDialogue_TakenWithAbsoluteNames()
    {
        var files = new MemoryFiles { ["/etc/postfix/ehlo"] = "10.0.0.0/8 dsn\n", ["/verbs"] = "FOO BAR\n" };

        var result = files.Good("""
            postscreen_discard_ehlo_keyword_address_maps = cidr:ehlo, inline:{ {192.0.2.1 = etrn} }
            postscreen_command_filter = pcre:/nosuch
            smtpd_reject_footer_maps = regexp:{ {/^550 5.7.1 (.*)/ call us about $$1} }
            postscreen_expansion_filter = abc\40
            postscreen_forbidden_commands = GET !/verbs regexp:{{/^[^A-Z]/ Bogus}} regexp:{{/^X/ x}}
            postscreen_allowlist_interfaces = !regexp:{{/^10/ x}} static:all
            """);

        var protocol = result.Settings!.Protocol;
        Assert.Equal(["cidr:/etc/postfix/ehlo", "inline:{ {192.0.2.1 = etrn} }"], protocol.DiscardEhloKeywordAddressMaps);
        Assert.Equal("pcre:/nosuch", protocol.CommandFilter);
        Assert.Equal(["regexp:{ {/^550 5.7.1 (.*)/ call us about $1} }"], protocol.RejectFooterMaps);
        Assert.Equal("abc\\40", protocol.ExpansionFilter);
        Assert.Equal(["GET", "!FOO", "!BAR", "regexp:{{/^X/ x}}"], protocol.ForbiddenCommands);
        Assert.Equal(["!regexp:{{/^10/ x}}", "0.0.0.0/0", "::/0"], result.Settings.Access.AllowlistInterfaces);
        Assert.Contains(result.Remarks, remark => remark.Message.Contains("/nosuch: No such file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("postscreen_command_filter = ldap:/x", "ldap tables cannot be asked here")]
    [InlineData("postscreen_reject_footer_maps = text", "\"text\" is no table")]
    [InlineData("postscreen_discard_ehlo_keyword_address_maps = regexp:{{/(/ x}}", "bad pattern")]
    public void Read_UnusableTable_Problem(string mainCf, string message) =>
        Assert.Contains(message, Assert.Single(new MemoryFiles().Import(mainCf).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AfterADecisionForEverybody_LeftOutWithRemark()
    {
        var result = new MemoryFiles().Good("postscreen_access_list = permit_mynetworks, reject, cidr:/nosuch");

        Assert.Equal(2, result.Settings!.Access.Entries.Length);
        Assert.Contains(result.Remarks, remark => remark.Message.Contains("cidr:/nosuch is never reached", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MyNetworksFromFilesAndTables_PatternsWithTheirLines()
    {
        var files = new MemoryFiles { ["/nets"] = "# office\n10.0.0.0/8, 192.0.2.0/24\n!192.0.2.1\n", ["/etc/postfix/more.cidr"] = "198.51.100.0/24 ok\n", ["/keys"] = "203.0.113.5 x\n" };

        var settings = files.Good("mynetworks = !/nets, cidr:more.cidr hash:/keys, [2001:db8::]/32").Settings!;

        Assert.Equal(["!10.0.0.0/8", "!192.0.2.0/24", "192.0.2.1", "198.51.100.0/24", "203.0.113.5", "2001:db8::/32"], settings.Access.MyNetworks.Select(network => network.Pattern));
    }

    [Fact]
    public void Read_AllowlistInterfaces_BothNames()
    {
        Assert.Equal([], MemoryFiles.Settings("postscreen_allowlist_interfaces = static:all").Access.AllowlistInterfaces);
        Assert.Equal(["!192.0.2.1", "0.0.0.0/0", "::/0"], MemoryFiles.Settings("postscreen_whitelist_interfaces = !192.0.2.1 static:all").Access.AllowlistInterfaces);
        Assert.Equal(["192.0.2.2"], MemoryFiles.Settings("postscreen_whitelist_interfaces = !192.0.2.1 static:all\npostscreen_allowlist_interfaces = 192.0.2.2").Access.AllowlistInterfaces);
    }

    [Theory]
    [InlineData("texthash:/m", "k3y.test shown\n")]
    [InlineData("hash:/m", "K3Y.TEST shown\n")]
    [InlineData("inline:{ {k3y.test = shown} }", "")]
    [InlineData("static:shown", "")]
    [InlineData("pcre:/m", "!/test$/ other\n/^k3y\\.(?:test)$/ shown\n")]
    [InlineData("regexp:/m", "/^k3y\\.test$/ shown\n")]
    [InlineData("pcre:{ {/^K3Y[.](test)$$/ shown} }", "")]
    public void Read_ReplyMap_NamesTheSecretZone(string map, string text)
    {
        var settings = new MemoryFiles { ["/m"] = text }.Good($"postscreen_dnsbl_sites = k3y.test*2\npostscreen_dnsbl_reply_map = {map}").Settings!;

        Assert.Equal("shown", Assert.Single(settings.Dnsbl.Sites).ReplyName);
    }
}
