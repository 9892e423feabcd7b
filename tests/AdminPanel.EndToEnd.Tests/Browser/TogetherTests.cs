using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>Several people at once, and a server that is restarted under their hands: nothing that was typed is lost.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private readonly PanelProcess _panel = new("none", null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        LabTests.SkipUnless("chromium");
        await _panel.AddUserAsync("olivia", "a-long-password-1", Token);
        await _panel.AddUserAsync("bob", "a-long-password-2", Token);
        await _panel.StartAsync(Token);
    }

    public async ValueTask DisposeAsync() => await _panel.DisposeAsync();

    [Fact]
    public async Task TwoPeople_TypeIntoTheSameField_TheSecondIsAskedAndTheFirstIsTold()
    {
        await using var olivia = await SignedInAsync("olivia", "a-long-password-1");
        await using var bob = await SignedInAsync("bob", "a-long-password-2");
        var (hers, his) = (await GreetWaitAsync(olivia), await GreetWaitAsync(bob));

        await hers.FillAsync("8s");
        await his.FillAsync("9s");
        await his.PressAsync("Enter");

        await Expect(olivia.Page.GetByText("bob set this to 9s while you typed")).ToBeVisibleAsync();
        await Expect(hers).ToHaveValueAsync("8s");
        await hers.PressAsync("Tab");
        var asked = Bar(olivia).GetByRole(AriaRole.Row, new() { NameRegex = new("Greet wait") });
        await Expect(asked).ToContainTextAsync("9s");
        await Expect(asked).ToContainTextAsync("8s");
        await Bar(olivia).GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync();

        await Expect(his).ToHaveValueAsync("8s");
        await Expect(Bar(bob)).ToContainTextAsync("olivia replaced what you had set: Greet wait was 9s (under stress 2s), now it is 8s (under stress 2s).");
        await olivia.OpenAsync("changes");
        await Expect(olivia.Page.GetByRole(AriaRole.List, new() { Name = "What the draft changes" })).ToContainTextAsync("olivia");
        Assert.Empty(olivia.Errors);
        Assert.Empty(bob.Errors);
    }

    [Fact]
    public async Task Restart_InTheMiddleOfTyping_PagesComeBackByThemselvesWithTheText()
    {
        await using var olivia = await SignedInAsync("olivia", "a-long-password-1");
        var field = await GreetWaitAsync(olivia);
        await field.FillAsync("8s");
        var access = await olivia.NewTabAsync();
        await olivia.OpenAsync("access", access);
        await access.GetByRole(AriaRole.Button, new() { Name = "Add entry" }).First.ClickAsync();
        await access.GetByRole(AriaRole.Dialog).GetByLabel("Client").FillAsync("192.0.2.0/24");
        await access.GetByRole(AriaRole.Dialog).GetByLabel("Reason").FillAsync("asked by the helpdesk, ticket 4711");

        await _panel.StopAsync(Token);
        await Expect(access.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Task.WhenAll(access.EvaluateAsync("() => { window.old = true; }"), olivia.Page.EvaluateAsync("() => { window.old = true; }"));
        await _panel.StartAsync(Token);

        await access.WaitForFunctionAsync("() => !window.old");
        await Expect(access.GetByRole(AriaRole.Dialog).GetByLabel("Reason")).ToHaveValueAsync("asked by the helpdesk, ticket 4711");
        await access.GetByRole(AriaRole.Button, new() { Name = "Save to draft" }).ClickAsync();
        var row = access.GetByRole(AriaRole.Row).Filter(new() { HasText = "192.0.2.0/24" });
        await Expect(row).ToContainTextAsync("ticket 4711");

        await olivia.Page.WaitForFunctionAsync("() => !window.old && document.querySelector('#circuit-ready[data-interactive=true]')");
        await Expect(field).ToHaveValueAsync("8s");
        await field.PressAsync("Tab");
        await Expect(Bar(olivia)).ToContainTextAsync("2 changes not in force yet");
        Assert.Empty(olivia.Errors);
    }

    private static ILocator Bar(PanelBrowser browser) => browser.Page.GetByRole(AriaRole.Region, new() { Name = "Draft", Exact = true });

    private static async Task<ILocator> GreetWaitAsync(PanelBrowser browser)
    {
        await browser.OpenAsync("actions#Greet.Wait");
        var field = browser.Page.GetByLabel("Greet wait", new() { Exact = true });
        await field.WaitForAsync();
        return field;
    }

    private async Task<PanelBrowser> SignedInAsync(string name, string password)
    {
        var browser = await PanelBrowser.StartAsync(_panel.Url, Token);
        await browser.SignInAsync(name, password);
        return browser;
    }
}
