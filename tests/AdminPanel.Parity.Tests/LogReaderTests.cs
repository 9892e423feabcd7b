using System.Text.RegularExpressions;
using AdminPanel.Parity.Tests.Scripts;
using AdminPanel.Parity.Tests.Table;
using AdminPanel.Testing.Lab;
using Xunit;

namespace AdminPanel.Parity.Tests;

/// <summary>
/// The programs that administrators read their logs with find the same in the engine's mail log as in postscreen's of the same traffic:
/// that of the table's variants, without those where a deviation changes what is logged.
/// </summary>
public sealed partial class LogReaderTests(ParityRuns runs)
{
    private static readonly ParityVariant[] s_traffic =
    [
        EnforceVariant.Variant, ActionVariants.Ignore, ActionVariants.Drop, DeepVariants.Enforce, DeepVariants.Drop, LimitVariants.Variant, AccessVariants.Enforce, AccessVariants.Veto,
        ReplyVariants.FooterSoftBounce, BlocklistVariants.AllowlistThreshold, TlsVariants.May, OperationVariants.NoMailServer, ProxyVariant.Variant,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the traffic holds; a tool that counts nothing would agree with itself.</summary>
    [Fact]
    public async Task Traffic_OfTheTable_HoldsEveryKindOfLine()
    {
        foreach (var log in await LogsAsync())
        {
            foreach (var kind in (string[])[
                "PASS NEW ", "PASS OLD ", "PREGREET ", "DNSBL rank ", "HANGUP ", "COMMAND PIPELINING ", "NON-SMTP COMMAND ", "BARE NEWLINE ", "COMMAND COUNT LIMIT ", "COMMAND TIME LIMIT ",
                "COMMAND LENGTH LIMIT ", "ALLOWLISTED ", "DENYLISTED ", "ALLOWLIST VETO ", "NOQUEUE: reject: RCPT ", "NOQUEUE: reject: CONNECT ", "warning: ", "addr ", "DISCONNECT "])
                Assert.Contains($"]: {kind}", log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pflogsumm_OfBothLogs_SameReport()
    {
        var (postscreen, engine) = await ReadWithAsync("pflogsumm", ["--verbose-msg-detail", "-e"]);

        Assert.Equal(Counts(postscreen), Counts(engine));
        var rejected = Regex.Match(engine, @"^ *(\d+) +rejected ", RegexOptions.Multiline);
        Assert.True(rejected.Success && int.Parse(rejected.Groups[1].Value) > 50, engine);
    }

    [Theory]
    [InlineData("normal", 5)]
    [InlineData("more", 5)]
    [InlineData("extra", 5)]
    [InlineData("rbl", 0)]
    [InlineData("auth", 0)]
    [InlineData("errors", 0)]
    [InlineData("ddos", 20)]
    [InlineData("aggressive", 40)]
    public async Task Fail2Ban_ModesOfThePostfixFilter_SameAddressesToBan(string mode, int atLeast)
    {
        var (postscreen, engine) = await ReadWithAsync("fail2ban-regex", ["--out", "ip"], [$"postfix[mode={mode}]"]);

        Assert.Equal(Sorted(postscreen), Sorted(engine));
        Assert.True(Sorted(engine).Length >= atLeast, $"Only {Sorted(engine).Length} lines matched:\n{engine}");
    }

    private async Task<string[]> LogsAsync()
    {
        Assert.SkipWhen(ParityRuns.Missing is not null, ParityRuns.Missing ?? "");
        var logs = await Task.WhenAll(s_traffic.Select(runs.GetLogsAsync)).WaitAsync(Token);
        return [Comparable(string.Concat(logs.Select(static log => log.Postscreen))), Comparable(string.Concat(logs.Select(static log => log.Engine)))];
    }

    private async Task<(string Postscreen, string Engine)> ReadWithAsync(string program, string[] options, string[]? behind = null)
    {
        var missing = LabTools.Missing(program);
        Assert.SkipWhen(missing is not null, missing ?? "");
        using var folder = new TempFolder("logs");
        List<string> outputs = [];
        foreach (var log in await LogsAsync())
        {
            // Both under the same name, which the reports may tell.
            var path = folder.Combine("maillog");
            await File.WriteAllTextAsync(path, log, Token);
            var (code, output) = await LabProcess.RunAsync(LabTools.Require(program), [.. options, path, .. behind ?? []], Token);
            Assert.True(code == 0, output);
            outputs.Add(output);
        }

        return (outputs[0], outputs[1]);
    }

    /// <summary>Lines in which the logs differ on purpose, or that tell how the test's Postfix is set up.</summary>
    private static string Comparable(string log)
    {
        var apart = s_traffic.SelectMany(static variant => variant.Scripts.Where(static script => script.Deviation == Deviations.LineLimit).Select(script => $"[{ParityRuns.Source(variant, script)}]")).ToList();
        return string.Concat(log.Split('\n').Where(line => line.Length > 0 && !apart.Exists(line.Contains) && !SetUp().IsMatch(line)).Select(static line => line + "\n"));
    }

    private static string[] Sorted(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>What a report of pflogsumm counts: its hours left out, and sorted, because equal counts come in any order.</summary>
    private static string[] Counts(string report) => Sorted(string.Join('\n', report.Split('\n').Where(static line => !Hour().IsMatch(line))));

    [GeneratedRegex(@"^ +\d{4}-\d{4} ")]
    private static partial Regex Hour();

    [GeneratedRegex(@"overriding earlier entry|TLS library problem|: skipping this rule")]
    private static partial Regex SetUp();
}
