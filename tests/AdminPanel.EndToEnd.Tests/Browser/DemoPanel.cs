using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing.Lab;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary><c>run --demo</c> as a child process, and what it printed for signing in.</summary>
internal sealed partial class DemoPanel : IAsyncDisposable
{
    private readonly LabProcess _process;

    private DemoPanel(LabProcess process, Match printed)
    {
        _process = process;
        (Url, Name, Password) = (new Uri(printed.Groups["url"].Value), printed.Groups["name"].Value, printed.Groups["password"].Value);
    }

    public Uri Url { get; }

    public string Name { get; }

    public string Password { get; }

    /// <summary>Starts one and waits until it can be signed in to.</summary>
    public static async Task<DemoPanel> StartAsync(CancellationToken cancellationToken)
    {
        var process = LabProcess.Start(
            "dotnet",
            [
                PanelProcess.Program, "run", "--demo", $"--Urls=http://127.0.0.1:{LoopbackPorts.FreeTcp()}", $"--Screening:Listen:0=127.0.0.1:{LoopbackPorts.FreeTcp()}",
            ]);
        try
        {
            var output = await process.WaitForOutputAsync(text => SignIn().IsMatch(text), 2 * Patience.Limit, cancellationToken);
            return new DemoPanel(process, SignIn().Match(output));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"Open\s+(?<url>http\S+)\s+Name\s+(?<name>\S+)\s+Password\s+(?<password>\S+)")]
    private static partial Regex SignIn();
}
