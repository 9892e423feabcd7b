using System.Diagnostics;
using Xunit;

namespace AdminPanel.Web.Tests.Commands;

/// <summary>The program itself, run as an administrator runs it.</summary>
public sealed class ImportExportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-commands-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task ImportThenExport_GuideSettings_GivesBackTheSameLines()
    {
        var mainCf = Write("main.cf", "postscreen_dnsbl_sites = bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3\npostscreen_dnsbl_threshold = 2\npostscreen_dnsbl_action = enforce\npostscreen_access_list = permit_mynetworks, cidr:access\n");
        Write("access", "192.0.2.0/24 reject\n");

        var import = await RunAsync("import", mainCf, "--comment", "take over");
        var export = await RunAsync("export", "--to", Path.Combine(_directory, "out"));
        var again = await RunAsync("import", Path.Combine(_directory, "out", "main.cf"));

        Assert.Equal((0, ""), (import.Code, import.Errors));
        Assert.Contains("main.cf:1: postscreen_dnsbl_sites: bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3", import.Output, StringComparison.Ordinal);
        Assert.EndsWith("Published as version 1.\n", import.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (export.Code, export.Errors));
        var lines = await File.ReadAllLinesAsync(Path.Combine(_directory, "out", "main.cf"), TestContext.Current.CancellationToken);
        Assert.Contains("postscreen_dnsbl_sites = bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3", lines);
        Assert.Contains("postscreen_dnsbl_threshold = 2", lines);
        Assert.Contains("postscreen_dnsbl_action = enforce", lines);
        Assert.Equal("192.0.2.0/24\treject\n", await File.ReadAllTextAsync(Path.Combine(_directory, "out", "access"), TestContext.Current.CancellationToken));
        Assert.Equal(0, again.Code);
    }

    [Fact]
    public async Task Import_Broken_EveryProblemOnStandardErrorNothingStored()
    {
        var mainCf = Write("main.cf", "postscreen_greet_action = bogus\nnonsense\npostscreen_dnsbl_sites = a.test*x\n");

        var import = await RunAsync("import", mainCf);

        Assert.Equal((1, ""), (import.Code, import.Output));
        Assert.Contains($"{mainCf}:1: bad postscreen_greet_action value", import.Errors, StringComparison.Ordinal);
        Assert.Contains($"{mainCf}:2: missing '='", import.Errors, StringComparison.Ordinal);
        Assert.Contains($"{mainCf}:3: postscreen_dnsbl_sites: bad DNSBL weight factor", import.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_directory, "data")));
    }

    [Fact]
    public async Task Import_LineThatPostfixPassesOver_TakesTheRestAndTellsByItsExitCode()
    {
        var table = Write("access", "192.0.2.1/24 reject\n198.51.100.1 OK\n203.0.113.1 permit\n");
        var mainCf = Write("main.cf", $"postscreen_access_list = cidr:{table}\n");

        var import = await RunAsync("import", mainCf);
        var export = await RunAsync("export", "--to", Path.Combine(_directory, "out"));

        Assert.Equal(2, import.Code);
        Assert.Contains($"{table}:1: non-null host address bits", import.Output, StringComparison.Ordinal);
        Assert.Contains($"{table}:2: unknown command: OK", import.Output, StringComparison.Ordinal);
        Assert.Contains("Published as version 1", import.Output, StringComparison.Ordinal);
        Assert.Contains("2 lines were passed over", import.Errors, StringComparison.Ordinal);
        Assert.Equal(0, export.Code);
        Assert.Equal("198.51.100.1\tOK\n203.0.113.1\tpermit\n", await File.ReadAllTextAsync(Path.Combine(_directory, "out", "access"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_IntoADirectoryWithAForeignMainCf_RefusesToOverwrite()
    {
        var mainCf = Write("main.cf", "postscreen_dnsbl_threshold = 2\n");
        await RunAsync("import", mainCf);

        var export = await RunAsync("export", "--to", _directory);

        Assert.Equal(1, export.Code);
        Assert.Equal("postscreen_dnsbl_threshold = 2\n", await File.ReadAllTextAsync(mainCf, TestContext.Current.CancellationToken));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] all = [Path.Combine(AppContext.BaseDirectory, "AdminPanel.dll"), .. arguments, $"--DataDirectory={Path.Combine(_directory, "data")}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await errors);
    }
}
