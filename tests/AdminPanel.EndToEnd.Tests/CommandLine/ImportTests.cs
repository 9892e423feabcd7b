using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.CommandLine;

/// <summary>The program's commands as an administrator types them.</summary>
public sealed class ImportTests
{
    private const string Guide =
        """
        myhostname = mail.example.test
        mydestination = $myhostname, localhost
        mynetworks = 127.0.0.0/30, [::1]/128, 192.0.2.0/24
        smtpd_banner = $myhostname ESMTP

        # postscreen
        postscreen_access_list = permit_mynetworks,
            cidr:$config_directory/postscreen_access.cidr
        postscreen_denylist_action = drop
        postscreen_greet_action = enforce
        postscreen_greet_wait = ${stress?{1}:{4}}s
        postscreen_dnsbl_threshold = 3
        postscreen_dnsbl_whitelist_threshold = -1
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_sites =
            zen.bl.test*3
            b.bl.test=127.0.0.[2;4..11]*2
            bl.other.test
            list.good.test=127.0.[0..255].[1..3]*-2
        postscreen_dnsbl_ttl = 2h
        postscreen_pipelining_enable = yes
        postscreen_bare_newline_enable = no

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Broken() => new()
    {
        { "postscreen_greet_action = bogus", 2 },
        { "postscreen_greet_wait = six", 2 },
        { "postscreen_dnsbl_threshold = 0", 2 },
        { "postscreen_dnsbl_sites = a.test,\n  b.test=127.0.0.[2..*3", 3 },
        { "postscreen_dnsbl_sites = a.test*two", 2 },
        { "postscreen_dnsbl_sites = a..test", 2 },
        { "mynetworks = 192.0.2.1/24", 2 },
        { "postscreen_access_list = permit_mynetwork", 2 },
        { "postscreen_access_list = cidr:/nonexistent/table", 2 },
        { "postscreen_greet_action enforce", 2 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Import_BrokenMainCf_NamesFileAndLineAndStoresNothing(string text, int line)
    {
        await using var panel = new PanelProcess("none", null);
        using var postfix = new TempFolder("maincf");
        await File.WriteAllTextAsync(postfix.Combine("main.cf"), "myhostname = mail.example.test\n" + text + "\n", Token);

        var (code, output) = await panel.RunCommandAsync(["import", postfix.Combine("main.cf")], Token);

        Assert.True(code == 1, output);
        Assert.Contains($"{postfix.Combine("main.cf")}:{line}: ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(panel.DataDirectory, "panel.db")));
    }

    [Fact]
    public async Task Import_GuidesMainCf_ExportsTheSameSettings()
    {
        await using var panel = new PanelProcess("none", null);
        using var postfix = new TempFolder("maincf");
        await File.WriteAllTextAsync(postfix.Combine("main.cf"), Guide, Token);
        await File.WriteAllTextAsync(postfix.Combine("postscreen_access.cidr"), "# friends\n203.0.113.5 permit\n198.51.100.0/24 reject\n", Token);

        var (code, output) = await panel.RunCommandAsync(["import", postfix.Combine("main.cf"), "--comment", "from the guide"], Token);
        Assert.True(code == 0, output);
        var (exportCode, exported) = await panel.RunCommandAsync(["export"], Token);

        Assert.True(exportCode == 0, exported);
        var flat = Regex.Replace(exported, @"\s+", " ");
        Assert.Contains("postscreen_greet_wait = ${stress?{1s}:{4s}}", flat, StringComparison.Ordinal);
        Assert.Matches(@"zen\.bl\.test\*3,? b\.bl\.test=127\.0\.0\.\[2;4\.\.11\]\*2,? bl\.other\.test(\*1)?,? list\.good\.test=127\.0\.\[0\.\.255\]\.\[1\.\.3\]\*-2", flat);
        foreach (var parameter in new[] { "postscreen_denylist_action = drop", "postscreen_greet_action = enforce", "postscreen_dnsbl_threshold = 3", "postscreen_dnsbl_action = enforce", "postscreen_dnsbl_allowlist_threshold = -1" })
            Assert.Contains(parameter, flat, StringComparison.Ordinal);
        await ImportAgainAsync(panel, postfix);
    }

    [Fact]
    public async Task Import_ThenRunAndCheck_ScreensAsTheMainCfSays()
    {
        LabTests.SkipUnless("postfix", "rbldnsd", "swaks");
        await using var postfix = await PostfixLab.StartAsync(Token);
        await using var lists = await RbldnsdLab.StartAsync(
            new Dictionary<string, string[]> { ["bl1.test"] = ["127.20.0.1"], ["bl2.test"] = ["127.20.0.2"], ["bl3.test"] = ["127.20.0.3 :127.0.0.9:text"] }, Token);
        await using var panel = new PanelProcess($"pass:{postfix.PassSocket}", lists.EndPoint);
        using var folder = new TempFolder("maincf");
        await File.WriteAllTextAsync(
            folder.Combine("main.cf"),
            """
            mynetworks = 127.0.0.1/32
            postscreen_dnsbl_sites = bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3
            postscreen_dnsbl_threshold = 2
            postscreen_dnsbl_action = enforce
            postscreen_greet_wait = 2s

            """,
            Token);
        var (code, output) = await panel.RunCommandAsync(["import", folder.Combine("main.cf")], Token);
        Assert.True(code == 0, output);
        await panel.StartAsync(Token);

        var clean = await Swaks.SendAsync(panel.Smtp, "127.10.0.1", Token);
        var listed = await Swaks.SendAsync(panel.Smtp, "127.20.0.1", Token);

        Assert.True(clean.ExitCode == 0, clean.Transcript);
        Assert.Contains("550 5.7.1 Service unavailable; client [127.20.0.1] blocked using bl1.test", listed.Transcript, StringComparison.Ordinal);
        await CheckCommandAsync(panel, lists.EndPoint);
    }

    private static async Task CheckCommandAsync(PanelProcess panel, IPEndPoint resolver)
    {
        var (_, text) = await panel.RunCommandAsync(["check", "127.20.0.1"], Token);
        Assert.Contains($"asked at {resolver}", text, StringComparison.Ordinal);
        foreach (var list in new[] { "bl1.test", "bl2.test", "bl3.test" }) Assert.Contains(list, text, StringComparison.Ordinal);

        var (_, json) = await panel.RunCommandAsync(["check", "127.20.0.1", "--json"], Token);
        using var answer = JsonDocument.Parse(json);
        Assert.Contains("bl1.test", answer.RootElement.GetRawText(), StringComparison.Ordinal);

        var (code, refused) = await panel.RunCommandAsync(["check", "not-an-address"], Token);
        Assert.True(code != 0, refused);
    }

    /// <summary>What export wrote to a folder is what import reads.</summary>
    private static async Task ImportAgainAsync(PanelProcess panel, TempFolder folder)
    {
        var target = folder.Combine("exported");
        var (code, output) = await panel.RunCommandAsync(["export", "--to", target], Token);
        Assert.True(code == 0, output);
        await using var other = new PanelProcess("none", IPEndPoint.Parse("127.0.0.1:53"));
        var mainCf = Directory.EnumerateFiles(target, "main.cf*").Single();

        var (again, problems) = await other.RunCommandAsync(["import", mainCf], Token);

        Assert.True(again == 0, problems);
        var (first, second) = (await NewestAsync(panel), await NewestAsync(other));
        Assert.DoesNotContain(SettingsDiff.Compare(first, second), change => !change.Path.StartsWith("access.entries", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ScreeningSettings> NewestAsync(PanelProcess panel) => panel.WithStoreAsync(
        async provider => (await provider.GetRequiredService<SettingsStore>().GetNewestValidAsync(Token)).Newest!.Settings, Token);
}
