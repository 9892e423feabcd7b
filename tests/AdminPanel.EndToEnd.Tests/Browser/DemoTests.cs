using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>
/// <c>run --demo</c> as a newcomer meets it. With <c>SCREENSHOTS=1</c> in the environment the pictures of the README are taken anew; with
/// <c>SCREENSHOTS=/some/folder</c> every page is put there, in light and dark, wide and narrow.
/// </summary>
public sealed partial class DemoTests
{
    private static readonly string[] Pages = ["", "live", "connections", "dnsbl", "access", "actions", "changes"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_SignedInAsPrinted_ShowsTrafficAndSaysWhatItIs()
    {
        LabTests.SkipUnless("chromium");
        await using var demo = StartDemo();
        var (url, name, password) = await SignInOfAsync(demo);
        await using var browser = await PanelBrowser.StartAsync(url, Token);
        await browser.SignInAsync(name, password);

        await Expect(browser.Page.GetByText("Demonstration:")).ToBeVisibleAsync();
        await browser.OpenAsync("live");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(3)).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await browser.OpenAsync("connections");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(20)).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);

        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } wanted) await TakeAsync(browser, url, name, password, wanted);
    }

    private static LabProcess StartDemo() => LabProcess.Start(
        "dotnet",
        [
            PanelProcess.Program, "run", "--demo", $"--Urls=http://127.0.0.1:{LoopbackPorts.FreeTcp()}", $"--Screening:Listen:0=127.0.0.1:{LoopbackPorts.FreeTcp()}",
        ]);

    private static async Task<(Uri Url, string Name, string Password)> SignInOfAsync(LabProcess demo)
    {
        var output = await demo.WaitForOutputAsync(text => SignIn().IsMatch(text), TimeSpan.FromSeconds(90), Token);
        var found = SignIn().Match(output);
        return (new Uri(found.Groups["url"].Value), found.Groups["name"].Value, found.Groups["password"].Value);
    }

    private static async Task TakeAsync(PanelBrowser browser, Uri url, string name, string password, string wanted)
    {
        // Long enough for the live pages to fill.
        await Task.Delay(TimeSpan.FromSeconds(25), Token);
        if (wanted == "1")
        {
            await TakeAsync(browser, "", RepositoryRoot.Combine("docs", "img", "overview.png"));
            await TakeAsync(browser, "live", RepositoryRoot.Combine("docs", "img", "live.png"));
            return;
        }

        foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var other = await PanelBrowser.StartAsync(url, Token, width, height, scheme);
                await other.SignInAsync(name, password);
                foreach (var path in Pages) await TakeAsync(other, path, Path.Combine(wanted, $"{(path.Length == 0 ? "overview" : path)}-{width}-{scheme}.png".ToLowerInvariant()), fullPage: true);
            }
        }
    }

    private static async Task TakeAsync(PanelBrowser browser, string path, string file, bool fullPage = false)
    {
        await browser.OpenAsync(path);
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await browser.Page.ScreenshotAsync(new() { Path = file, FullPage = fullPage });
    }

    [GeneratedRegex(@"Open\s+(?<url>http\S+)\s+Name\s+(?<name>\S+)\s+Password\s+(?<password>\S+)")]
    private static partial Regex SignIn();
}
