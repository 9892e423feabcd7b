using AdminPanel.Postfix.Export;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

public sealed class BrokenImportTests
{
    private const string Table = "/etc/postfix/t.cidr";

    [Theory]
    [InlineData("x = 1\npostscreen_greet_action enforce", "2: missing '=' after attribute name")]
    [InlineData("\n\npostscreen_greet_action = bogus", "3: bad postscreen_greet_action value: \"bogus\"")]
    [InlineData("postscreen_greet_wait = six", "1: parameter postscreen_greet_wait: bad time value or unit: \"six\"")]
    [InlineData("postscreen_greet_wait = 0s", "1: postscreen_greet_wait must be at least 1 s")]
    [InlineData("postscreen_dnsbl_threshold = 0", "1: postscreen_dnsbl_threshold must be at least 1")]
    [InlineData("postscreen_dnsbl_threshold = many", "1: bad numerical configuration: postscreen_dnsbl_threshold")]
    [InlineData("postscreen_pipelining_enable = maybe", "1: bad boolean configuration: postscreen_pipelining_enable")]
    [InlineData("postscreen_dnsbl_sites =\n a.test*2\n b.test=127.0.0.[2..*3", "3: postscreen_dnsbl_sites: bad DNSBL filter syntax")]
    [InlineData("postscreen_dnsbl_sites =\n a.test*two\n b.test", "2: postscreen_dnsbl_sites: bad DNSBL weight factor \"two\" in \"a.test*two\"")]
    [InlineData("postscreen_dnsbl_sites = a..test", "1: postscreen_dnsbl_sites: bad DNSBL domain name \"a..test\"")]
    [InlineData("mynetworks = 10.0.0.0/8\n 192.0.2.1/24", "2: mynetworks: non-null host address bits in \"192.0.2.1/24\", perhaps you should use \"192.0.2.0/24\" instead")]
    [InlineData("mynetworks = localnet", "1: mynetworks: bad address pattern: \"localnet\"")]
    [InlineData("postscreen_access_list = permit_mynetwork", "1: postscreen_access_list: unknown command: permit_mynetwork")]
    [InlineData("postscreen_access_list = cidr:/nosuch", "1: /nosuch: No such file or directory")]
    [InlineData("postscreen_greet_banner = ${smtpd_banner", "1: postscreen_greet_banner: truncated macro reference")]
    [InlineData("postscreen_greet_ttl = $postscreen_greet_ttl", "1: postscreen_greet_ttl: unreasonable macro call nesting")]
    [InlineData("postscreen_pre_queue_limit = 5", "1: postscreen_pre_queue_limit must be at least 10")]
    [InlineData("default_process_limit = 7", "1: postscreen_pre_queue_limit must be at least 10")]
    [InlineData("postscreen_dnsbl_sites = k.test\npostscreen_dnsbl_reply_map = mysql:/etc/x", "2: postscreen_dnsbl_reply_map: mysql tables cannot be read here")]
    [InlineData("line_length_limit = 100", "1: line_length_limit must be at least 512")]
    public void Read_Broken_ProblemWithLineAndNoSettings(string mainCf, string expected)
    {
        var result = new MemoryFiles().Import(mainCf);

        Assert.Null(result.Settings);
        Assert.Contains(result.Problems, problem => problem.ToString().StartsWith($"{MemoryFiles.MainCf}:{expected}", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Problems, problem => problem.Place.Line == 0);
    }

    [Theory]
    [InlineData("if 192.0.2.0/24\n192.0.2.1 reject", "1: IF has no matching ENDIF")]
    [InlineData("endif", "1: ENDIF without IF")]
    [InlineData("if 192.0.2.0/33\n192.0.2.1 reject\nendif", "2: postscreen_access_list: bad mask length in \"192.0.2.0/33\"")]
    public void Read_BrokenCidrTable_ProblemWithItsOwnLine(string table, string expected)
    {
        var result = new MemoryFiles { [Table] = table }.Import($"postscreen_access_list = permit_mynetworks, cidr:{Table}");

        Assert.Null(result.Settings);
        Assert.StartsWith($"{Table}:{expected}", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1/24 reject", "1: non-null host address bits in \"192.0.2.1/24\", perhaps you should use \"192.0.2.0/24\" instead: skipping this rule")]
    [InlineData("\n192.0.2.0/33 reject", "2: bad mask length in \"192.0.2.0/33\": skipping this rule")]
    [InlineData("192.0.2.0/24", "1: no lookup result after \"192.0.2.0/24\"")]
    [InlineData("example.com reject", "1: bad address pattern: \"example.com\": skipping this rule")]
    [InlineData("192.0.2.0/24 OK", "1: unknown command: OK")]
    [InlineData("192.0.2.0/24 permit_mynetworks, 554 no", "1: unknown command: 554")]
    [InlineData("192.0.2.0/24 cidr:/x", "1: lookup result \"cidr:/x\" is not allowed")]
    public void Read_LineThatPostfixPassesOver_NamedAndTheRestTaken(string line, string expected)
    {
        var result = new MemoryFiles { [Table] = $"{line}\n198.51.100.1 permit\n" }.Good($"postscreen_access_list = permit_mynetworks, cidr:{Table}");

        Assert.StartsWith($"{Table}:{expected}", Assert.Single(result.Skipped).ToString(), StringComparison.Ordinal);
        Assert.Equal("198.51.100.1", result.Settings!.Access.Entries[^1].Pattern);
    }

    [Fact]
    public void Read_ResultThatPostscreenDoesNotKnow_ExportedAsItWas()
    {
        var result = new MemoryFiles { [Table] = "192.0.2.0/24 dunno\nif 192.0.0.0/16\n192.0.3.1 OK\nendif\n192.0.4.1 permit_mynetworks, 554 no\n198.51.100.1 permit\n" }.Good($"postscreen_access_list = cidr:{Table}, static:{{OK}}");

        var exported = MainCfExport.Write(result.Settings!);

        Assert.Equal("192.0.2.0/24\tdunno\nif 192.0.0.0/16\n192.0.3.1\tOK\nendif\n192.0.4.1\tpermit_mynetworks, 554 no\n198.51.100.1\tpermit\n", Assert.Single(exported.Tables).Text);
        Assert.Contains("t.cidr, static:OK\n", exported.MainCf, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postscreen_tls_security_level = may", 1)]
    [InlineData("x = y\nsmtpd_use_tls = yes", 2)]
    public void Read_TlsWithoutACertificate_NamedWithItsLine(string mainCf, int line) =>
        Assert.Contains(new MemoryFiles().Good(mainCf).Remarks, remark => remark.Place.Line == line && remark.Message.Contains("clients that ask for it get 454", StringComparison.Ordinal));

    [Fact]
    public void Read_ManyProblems_AllAtOnceInFileOrder()
    {
        var result = new MemoryFiles { [Table] = "192.0.2.1/24 reject\n" }.Import(
            $"postscreen_greet_action = no\nnonsense\npostscreen_dnsbl_sites = a.test*x b.test=1\npostscreen_access_list = cidr:{Table}\npostscreen_post_queue_limit = 1\n");

        Assert.Null(result.Settings);
        Assert.Equal([1, 2, 3, 3, 5], result.Problems.Select(problem => problem.Place.Line));
        Assert.Equal(Table, Assert.Single(result.Skipped).Place.File);
    }
}
