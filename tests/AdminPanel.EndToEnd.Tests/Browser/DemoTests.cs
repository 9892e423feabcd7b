using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>
/// <c>run --demo</c> as a newcomer meets it. With <c>SCREENSHOTS=1</c> in the environment the pictures of the README are taken anew; with
/// <c>SCREENSHOTS=/some/folder</c> every page is put there, in light and dark, wide and narrow.
/// </summary>
public sealed class DemoTests
{
    private static readonly string[] Pages = ["", "live", "connections", "dnsbl", "access", "actions", "changes"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_SignedInAsPrinted_ShowsTrafficAndSaysWhatItIs()
    {
        LabTests.SkipUnless("chromium");
        await using var demo = await DemoPanel.StartAsync(Token);
        await using var browser = await PanelBrowser.StartAsync(demo.Url, Token);
        await browser.SignInAsync(demo.Name, demo.Password);

        await Expect(browser.Page.GetByText("Demonstration:")).ToBeVisibleAsync();
        await browser.OpenAsync("live");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(3)).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await browser.OpenAsync("connections");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(20)).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);

        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } wanted) await TakeAsync(browser, demo, wanted);
    }

    private static async Task TakeAsync(PanelBrowser browser, DemoPanel demo, string wanted)
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
                await using var other = await PanelBrowser.StartAsync(demo.Url, Token, width, height, scheme);
                await other.SignInAsync(demo.Name, demo.Password);
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
}
