using AdminPanel.Screening.Settings;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Import;

public sealed class MutatedImportTests
{
    private static readonly string[] s_parts =
    [
        "postscreen_dnsbl_sites", "postscreen_access_list", "mynetworks", "postscreen_greet_wait", "postscreen_greet_banner", "postscreen_forbidden_commands",
        "postscreen_dnsbl_reply_map", "postscreen_allowlist_interfaces", "postscreen_reject_footer", " = ", "=", "\n", "\n ", "#", "$", "${", "}", "{", "(", ")", "?", ":", "!", "[", "]",
        "*", "/", ",", " ", "cidr:", "hash:/t", "texthash:/t", "inline:{", "static:", "regexp:{{/^[^A-Z]/ Bogus}}", "pcre:/t", "if ", "endif", "192.0.2.0/24", "::/0", "reject", "permit_mynetworks",
        "a.test", "127.0.0.[2..4]", "-1", "6s", "stress", "yes", "é", "\0", "\t", "==", "level",
    ];

    /// <summary>Whatever a file holds, the import ends with settings that can be published, or with problems.</summary>
    [Fact]
    public void Read_AnyText_SettingsOrProblems() => Gen.Select(Gen.OneOf(s_parts).Array[0, 60], Gen.OneOf(s_parts).Array[0, 30]).Sample(
        (mainCf, table) =>
        {
            var result = new MemoryFiles { ["/t"] = string.Concat(table) }.Import(string.Concat(mainCf));

            Assert.Equal(result.Settings is null, result.Problems.Length > 0);
            if (result.Settings is not null) Assert.NotNull(ScreeningSnapshot.Compile(1, result.Settings));
        },
        iter: 20_000,
        time: int.TryParse(Environment.GetEnvironmentVariable("ADMINPANEL_FUZZ_SECONDS"), out var seconds) ? seconds : -1);
}
