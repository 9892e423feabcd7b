using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>An administrator invites a colleague, who joins, protects the account and is signed out again.</summary>
[Collection(typeof(DemoCollection))]
public sealed partial class PeopleTests(DemoFixture demo)
{
    private const string Password = "a long password of helga";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitation_Joined_HasItsRoleItsSecondFactorAndEndsAtOnce()
    {
        LabTests.SkipUnless("chromium");
        await using var admin = await PanelBrowser.StartAsync(demo.Panel.Url, Token);
        await using var helga = await PanelBrowser.StartAsync(demo.Panel.Url, Token);
        await admin.SignInAsync(demo.Panel.Name, demo.Panel.Password);

        // The link is shown once.
        await admin.OpenAsync("users");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await admin.Page.GetByLabel("Name they sign in with").FillAsync("helga");
        await admin.Page.GetByRole(AriaRole.Radio, new() { NameRegex = HelpDesk() }).CheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "One-time link" }).InputValueAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.DoesNotContain(link.Split('#')[1], await admin.Page.ContentAsync(), StringComparison.Ordinal);

        // Whoever opens it chooses the password and has the role.
        await helga.Page.GotoAsync(link);
        await Expect(helga.Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, helga" })).ToBeVisibleAsync();
        Assert.DoesNotContain("#", helga.Page.Url, StringComparison.Ordinal);
        await helga.Page.GetByLabel("Password, at least 10 characters").FillAsync(Password);
        await helga.Page.GetByLabel("The same again").FillAsync(Password);
        await helga.Page.GetByRole(AriaRole.Button, new() { Name = "Join and sign in" }).ClickAsync();
        await Expect(helga.Page.GetByRole(AriaRole.Link, new() { Name = "Look up" }).First).ToBeVisibleAsync();
        await Expect(helga.Page.GetByRole(AriaRole.Link, new() { Name = "Users" })).ToHaveCountAsync(0);
        await helga.Page.GotoAsync(new Uri(demo.Panel.Url, "users").ToString());
        await Expect(helga.Page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();

        // The authenticator app is asked at the next sign-in.
        await helga.Page.GotoAsync(new Uri(demo.Panel.Url, "account").ToString());
        await helga.Page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator app" }).ClickAsync();
        var key = await helga.Page.Locator("code.key").InnerTextAsync();
        await helga.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(AuthenticatorApp.Code(key, DateTimeOffset.UtcNow));
        await helga.Page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(helga.Page.Locator(".codes li")).ToHaveCountAsync(10);

        // Signed out everywhere: her open page leaves by itself.
        await helga.OpenAsync("live");
        await admin.OpenAsync("users");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "More for helga" }).ClickAsync();
        await admin.Page.GetByText("Sign out everywhere").ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await helga.Page.WaitForURLAsync(SignInPage());

        await helga.Page.GetByLabel("Name").FillAsync("helga");
        await helga.Page.GetByLabel("Password").FillAsync(Password);
        await helga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await helga.Page.GetByLabel("Code of your authenticator app").FillAsync(AuthenticatorApp.Code(key, DateTimeOffset.UtcNow));
        await helga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await helga.Page.WaitForURLAsync(LivePage());
        Assert.Empty(admin.Errors);
        Assert.Empty(helga.Errors);
    }

    [GeneratedRegex("^help-desk")]
    private static partial Regex HelpDesk();

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignInPage();

    [GeneratedRegex("/live$")]
    private static partial Regex LivePage();
}
