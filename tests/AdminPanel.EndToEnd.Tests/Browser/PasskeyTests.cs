using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>Chromium with an authenticator of its own, as a laptop with a fingerprint reader has one.</summary>
public sealed class PasskeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passkey_Added_SignsInAndRemovedDoesNotAnyMore()
    {
        LabTests.SkipUnless("chromium");
        await using var panel = await OpenPanel.StartAsync(Token, host: "localhost");
        var page = panel.Browser.Page;
        await AddAuthenticatorAsync(page);

        await page.GotoAsync(panel.Browser.Address("account"));
        await page.GetByLabel("Name of the device").FillAsync("laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        var remove = page.GetByRole(AriaRole.Button, new() { Name = "Remove passkey laptop" });
        await Expect(remove).ToBeVisibleAsync();

        await SignOutAsync(panel);
        await SignInByPasskeyAsync(page);
        await Expect(page.Locator("#circuit-ready[data-interactive=true]")).ToHaveCountAsync(1);
        await panel.Browser.OpenAsync("audit");
        await Expect(page.GetByText("passkey", new() { Exact = true }).First).ToBeVisibleAsync();

        await page.GotoAsync(panel.Browser.Address("account"));
        await remove.ClickAsync();
        await Expect(remove).ToHaveCountAsync(0);
        await SignOutAsync(panel);
        await SignInByPasskeyAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "This passkey does not belong to an account here." })).ToBeVisibleAsync();
        Assert.Empty(panel.Browser.Errors);
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task SignOutAsync(OpenPanel panel)
    {
        await panel.Browser.OpenAsync("");
        await panel.Browser.Page.GetByRole(AriaRole.Button, new() { Name = $"Account of {OpenPanel.Name}" }).ClickAsync();
        await panel.Browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(panel.Browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static Task SignInByPasskeyAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
}
