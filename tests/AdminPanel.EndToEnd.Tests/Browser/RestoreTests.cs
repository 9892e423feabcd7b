using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>A backup that was downloaded is given back to a running panel.</summary>
public sealed class RestoreTests
{
    private const string Password = "a-long-password-1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_FileGivenToARunningPanel_IsInForceAfterTheRestart()
    {
        LabTests.SkipUnless("chromium");
        await using var panel = new PanelProcess("none", null);
        await panel.AddUserAsync("olivia", Password, Token);
        await panel.PublishAsync(Threshold(3), Token);
        await panel.StartAsync(Token);
        await using var browser = await PanelBrowser.StartAsync(panel.Url, Token);
        await browser.SignInAsync("olivia", Password);
        var page = browser.Page;

        // A copy of what was, then something else in force, and somebody who is in no copy.
        await browser.OpenAsync("system");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Download panel-") }).ClickAsync());
        var copy = await download.PathAsync();
        await panel.PublishAsync(Threshold(7), Token);
        await panel.AddUserAsync("mallory", "another-long-password", Token);

        await page.Locator(".upload input[type=file]").SetInputFilesAsync(new FilePayload { Name = "panel-of-before.db", MimeType = "application/octet-stream", Buffer = await File.ReadAllBytesAsync(copy, Token) });
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Check it and lay it aside" }).ClickAsync();
        await Expect(page.Locator(".staged")).ToContainTextAsync("with the next start of the program");
        await panel.StopAsync(Token);
        await panel.StartAsync(Token);

        await browser.SignInAsync("olivia", Password);
        await browser.OpenAsync("dnsbl");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "threshold", Exact = true })).ToHaveValueAsync("3");
        await browser.OpenAsync("users");
        await Expect(page.GetByText("olivia").First).ToBeVisibleAsync();
        await Expect(page.GetByText("mallory")).ToHaveCountAsync(0);
        Assert.Empty(browser.Errors);
    }

    private static ScreeningSettings Threshold(int value) => new() { Dnsbl = new() { Threshold = value, Sites = [new() { Zone = "bl.example", Weight = 1 }] } };
}
