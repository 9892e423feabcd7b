using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>
/// <c>run --demo</c> as a newcomer meets it. With <c>SCREENSHOTS=1</c> in the environment and no other test beside it the pictures of README.md and
/// docs/complaints.md are taken anew. (<see cref="EveryPageTests"/> leaves a picture of every page in TestResults/screens.)
/// </summary>
[Collection(typeof(DemoCollection))]
public sealed class DemoTests(DemoFixture demo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_SignedInAsPrinted_ShowsTrafficAndSaysWhatItIs()
    {
        LabTests.SkipUnless("chromium");
        await using var browser = await PanelBrowser.StartAsync(demo.Panel.Url, Token);
        await browser.SignInAsync(demo.Panel.Name, demo.Panel.Password);

        await Expect(browser.Page.GetByText("Demonstration:")).ToBeVisibleAsync();
        await browser.OpenAsync("live");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(3)).ToBeVisibleAsync();
        await browser.OpenAsync("connections");
        await Expect(browser.Page.GetByRole(AriaRole.Row).Nth(20)).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);

        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 }) await TakeAsync(browser);
    }

    private static async Task TakeAsync(PanelBrowser browser)
    {
        // Long enough for the live pages to fill.
        await Task.Delay(TimeSpan.FromSeconds(25), Token);
        await browser.Page.SetViewportSizeAsync(1280, 800);
        await TakeAsync(browser, "", "overview");
        await TakeAsync(browser, "live", "live");
        await TakeAsync(browser, "connections", "history", page => page.Locator(".conn-row").Filter(new() { HasText = "DNSBL" }).Locator(".open-btn").First.ClickAsync());
        var client = await browser.Page.Locator(".conn-row").Filter(new() { HasText = "DNSBL" }).Locator(".c-client .mono").First.InnerTextAsync();
        await TakeAsync(browser, $"lookup?address={client.Trim()}", "lookup");
        await TakeAsync(browser, "dnsbl", "dnsbl", async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Raise weight of ") }).First.ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Lists", Exact = true }).EvaluateAsync("heading => scrollBy(0, heading.getBoundingClientRect().top - 140)");
        });
        await TakeAsync(browser, "access", "access");
        await TakeAsync(browser, "actions?open=deep", "actions");
        await TakeAsync(browser, "changes", "changes");
        if (await browser.Page.Locator("#nav a[href='/tuning']").CountAsync() > 0) await TakeAsync(browser, "tuning", "tuning");
    }

    private static async Task TakeAsync(PanelBrowser browser, string path, string name, Func<IPage, Task>? prepare = null)
    {
        await browser.OpenAsync(path);
        if (prepare is not null) await prepare(browser.Page);
        await Expect(browser.Page.Locator(".loading")).ToHaveCountAsync(0);
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        await browser.Page.ScreenshotAsync(new() { Path = RepositoryRoot.Combine("docs", "img", $"{name}.png") });
    }
}
