using AdminPanel.EndToEnd.Tests.Lab;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>The panel without a mouse.</summary>
[Collection(typeof(DemoCollection))]
public sealed class KeyboardTests(DemoFixture demo)
{
    /// <summary>Of the demonstration's bots: two lists know it, so it is refused.</summary>
    private const string Client = "127.20.7.9";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Newcomer_RefusedClient_FindsWhyAllowsItForAWeekAndSeesItPass()
    {
        LabTests.SkipUnless("chromium");
        await using var browser = await PanelBrowser.StartAsync(demo.Panel.Url, Token);
        await browser.SignInAsync(demo.Panel.Name, demo.Panel.Password);
        var (page, keys) = (browser.Page, browser.Page.Keyboard);

        // The page has put the focus on its heading: it is ready to be typed into. Then: why?
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await keys.TypeAsync(Client);
        await keys.PressAsync("Enter");
        var answer = page.GetByRole(AriaRole.Region, new() { Name = "Conclusion" });
        await Expect(answer).ToContainTextAsync("This client would be rejected");
        await Expect(answer).ToContainTextAsync("reaches the threshold");
        await Expect(answer).ToBeFocusedAsync();

        // Escape leaves the form without a trace; then allowed for the week that is offered.
        await TabToAsync(page, "Allow");
        await keys.PressAsync("Enter");
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("Invoices of a customer");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".verdict-outcome")).ToContainTextAsync("is let through from now on");
        await Expect(answer).ToContainTextAsync("This client would be handed off");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Access list" })).ToContainTextAsync("Invoices of a customer");

        // And it passes.
        await TabToAsync(page, "Send this client again");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".sent")).ToContainTextAsync("ALLOWLISTED");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What it did before" })).ToContainTextAsync("handed off");
        Assert.Empty(browser.Errors);
    }

    /// <summary>Presses Tab until the button has the focus; a dozen times at most.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await Expect(button).ToBeEnabledAsync();
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await button.EvaluateAsync<bool>("e => e === document.activeElement")) return;
        }

        Assert.Fail($"\"{name}\" is not reached by Tab.");
    }
}
