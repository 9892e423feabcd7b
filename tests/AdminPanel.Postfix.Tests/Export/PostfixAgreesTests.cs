using System.Diagnostics;
using AdminPanel.Postfix.Export;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Export;

/// <summary>What Postfix's own programs make of an export.</summary>
public sealed class PostfixAgreesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-export-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Export_ReadByPostconf_SameValuesAndNoWarnings()
    {
        var settings = new ScreeningSettings
        {
            Server = new() { Hostname = "mx.example.com", Banner = "$myhostname ESMTP ready" },
            Greet = new() { Wait = new(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(2)), Action = ScreeningAction.Enforce },
            Dnsbl = new() { Threshold = 2, Sites = [new() { Zone = "k3y.test", ReplyName = "shown.test", Filter = "127.0.0.[2..4]", Weight = 3 }] },
            Protocol = new() { ForbiddenCommands = ["GET"], RejectFooter = "\\c; call $server_name" },
        };

        Write(settings);

        Assert.Equal("", Run("postconf", "-c", _directory, "-n").Errors);
        Assert.Equal("k3y.test=127.0.0.[2..4]*3", Value("postscreen_dnsbl_sites"));
        Assert.Equal("90s", Value("postscreen_greet_wait", "stress="));
        Assert.Equal("2s", Value("postscreen_greet_wait", "stress=yes"));
        Assert.Equal("GET regexp:{{/^[^A-Z]/ Bogus}}", Value("postscreen_forbidden_commands"));
        Assert.Equal("mx.example.com ESMTP ready", Value("postscreen_greet_banner"));
        Assert.Equal("shown.test", Run("postmap", "-q", "k3y.test", Value("postscreen_dnsbl_reply_map")).Output);
    }

    [Theory]
    [InlineData("192.0.2.7", "reject")]
    [InlineData("192.0.3.7", "permit_mynetworks, reject")]
    [InlineData("198.51.100.1", "permit")]
    [InlineData("198.51.100.200", "")]
    [InlineData("2001:db8::9", "dunno")]
    public void Export_AccessTable_AnswersOfPostmap(string client, string expected)
    {
        const string table = "cidr:/etc/postfix/access.cidr";
        Write(new()
        {
            Access = new()
            {
                Entries =
                [
                    new() { Id = "1", Pattern = "192.0.2.0/24", Action = AccessAction.Reject, Table = table, Reason = "spam" },
                    new() { Id = "2", Kind = AccessEntryKind.MyNetworks, Within = ["192.0.3.0/24"], Table = table },
                    new() { Id = "3", Pattern = "192.0.3.0/24", Action = AccessAction.Reject, Table = table },
                    new() { Id = "4", Pattern = "!198.51.100.128/25", Within = ["198.51.100.0/24"], Table = table },
                    new() { Id = "5", Pattern = "2001:db8::/32", Action = AccessAction.Dunno, Table = table },
                ],
            },
        });

        var answer = Run("postmap", "-q", client, $"cidr:{_directory}/access.cidr");

        Assert.Equal((expected, ""), answer);
    }

    private void Write(ScreeningSettings settings)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/postconf"), "Postfix is not installed");
        Assert.Equal([], SettingsRules.Check(settings).Where(problem => problem.Severity == ProblemSeverity.Error));
        var export = MainCfExport.Write(settings, new() { RevealSecrets = true });
        File.WriteAllText(Path.Combine(_directory, "main.cf"), export.MainCf);
        File.WriteAllText(Path.Combine(_directory, "master.cf"), "");
        foreach (var table in export.Tables) File.WriteAllText(Path.Combine(_directory, table.Name), table.Text);
    }

    private string Value(string parameter, string? overrides = null) =>
        Run("postconf", ["-c", _directory, "-h", "-x", .. overrides is null ? Array.Empty<string>() : ["-o", overrides], parameter]).Output;

    private static (string Output, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo($"/usr/sbin/{program}", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output.Trim(), errors.GetAwaiter().GetResult().Trim());
    }
}
