using System.Net;
using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary><c>run --demo</c> as a child process, and what it printed for signing in.</summary>
internal sealed partial class DemoPanel : IAsyncDisposable
{
    private readonly LabProcess _process;
    private readonly TempFolder _temporary;

    private DemoPanel(LabProcess process, TempFolder temporary, IPEndPoint smtp, Match printed)
    {
        _process = process;
        _temporary = temporary;
        Smtp = smtp;
        (Url, Name, Password) = (new Uri(printed.Groups["url"].Value), printed.Groups["name"].Value, printed.Groups["password"].Value);
    }

    /// <summary>The front door.</summary>
    public IPEndPoint Smtp { get; }

    /// <summary>Its throw-away data directory.</summary>
    public string DataDirectory => Directory.EnumerateDirectories(_temporary.Path, "adminpanel-demo-*").Single();

    public Uri Url { get; }

    public string Name { get; }

    public string Password { get; }

    /// <summary>Starts one and waits until it can be signed in to.</summary>
    public static async Task<DemoPanel> StartAsync(CancellationToken cancellationToken)
    {
        var temporary = new TempFolder("demo");
        var smtp = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeTcp());
        var process = LabProcess.Start(
            "dotnet",
            [
                PanelProcess.Program, "run", "--demo", $"--Urls=http://127.0.0.1:{LoopbackPorts.FreeTcp()}", $"--Screening:Listen:0={smtp}",
            ],
            start => start.Environment["TMPDIR"] = temporary.Path);
        try
        {
            var output = await process.WaitForOutputAsync(text => SignIn().IsMatch(text), 2 * Patience.Limit, cancellationToken);
            return new DemoPanel(process, temporary, smtp, SignIn().Match(output));
        }
        catch
        {
            await process.DisposeAsync();
            temporary.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _temporary.Dispose();
    }

    [GeneratedRegex(@"Open\s+(?<url>http\S+)\s+Name\s+(?<name>\S+)\s+Password\s+(?<password>\S+)")]
    private static partial Regex SignIn();
}
