using System.Diagnostics;
using System.IO.Compression;
using Xunit;

namespace AdminPanel.Web.Tests.Commands;

/// <summary>The program itself, run as an administrator runs it.</summary>
public sealed class ImportLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-commands-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task ImportLog_RotatedFilesThatOverlap_EachConnectionOnce()
    {
        var now = DateTime.UtcNow.AddMinutes(-10);
        var lines = Enumerable.Range(1, 30).SelectMany(i => Session(now.AddSeconds(i), i)).ToList();
        var older = Path.Combine(_directory, "mail.log.1.gz");
        await using (var gzip = new GZipStream(File.Create(older), CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(lines.Take(60))));
        var newer = Write("mail.log", string.Concat(lines.Skip(45)) + "Nov 99 this is no line\n");
        var mainCf = Write("main.cf", "postscreen_dnsbl_sites = zen.test*2, other.test\npostscreen_dnsbl_threshold = 2\n");

        var first = await RunAsync(null, "import-log", newer, older, "--main-cf", mainCf);
        var again = await RunAsync(string.Concat(lines), "import-log", "-", "--time-zone", "Europe/Berlin");

        Assert.Equal((0, ""), (first.Code, first.Errors));
        Assert.Contains("            30  written to history\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("             5  there already\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("1 lines not understood and passed over, for example:\n  Nov 99 this is no line\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("            17  labels of amavis", first.Output, StringComparison.Ordinal);
        Assert.Contains("Every list of the given main.cf counts as asked", first.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (again.Code, again.Errors));
        Assert.Contains("             0  written to history\n            30  there already\n", again.Output, StringComparison.Ordinal);
        Assert.Contains("Known to have been asked, because they listed somebody in this log: zen.test.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportLog_FileThatIsMissing_SaysSo()
    {
        var (code, output, errors) = await RunAsync(null, "import-log", Path.Combine(_directory, "nothing.log"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("nothing.log", errors, StringComparison.Ordinal);
    }

    /// <summary>Three lines: every second client is listed and refused.</summary>
    private static IEnumerable<string> Session(DateTime at, int i)
    {
        var client = $"[192.0.2.{i}]:{40_000 + i}";
        string[] bodies = i % 2 == 0
            ? [$"postfix/postscreen[7]: CONNECT from {client} to [198.51.100.1]:25", $"postfix/dnsblog[8]: addr 192.0.2.{i} listed by domain zen.test as 127.0.0.2", $"postfix/postscreen[7]: DNSBL rank 2 for {client}"]
            : [$"postfix/postscreen[7]: CONNECT from {client} to [198.51.100.1]:25", $"postfix/postscreen[7]: PASS OLD {client}", $"amavis[9]: (1) Passed CLEAN {{RelayedInbound}}, [192.0.2.{i}]:{40_000 + i} [192.0.2.{i}] <a@b> -> <c@d>, Hits: -1, size: 9"];
        return bodies.Select(body => $"{at:yyyy-MM-dd'T'HH:mm:ss.ffffff}+00:00 mx {body}\n");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string? input, params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] all = [Path.Combine(AppContext.BaseDirectory, "AdminPanel.dll"), .. arguments, $"--DataDirectory={Path.Combine(_directory, "data")}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await errors);
    }
}
