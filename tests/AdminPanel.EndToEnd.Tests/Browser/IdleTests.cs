using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Store.Preferences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>Somebody who went away from the desk.</summary>
public sealed class IdleTests
{
    private const string Typed = "asked by the help desk, ticket 4711";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_Warned_StaysWhenAskedToAndIsOtherwiseSignedOutWithTheTextKept()
    {
        LabTests.SkipUnless("chromium");
        await using var panel = await OpenPanel.StartAsync(Token, static services =>
        {
            var preferences = services.GetRequiredService<PreferencesStore>();
            return preferences.SaveAsync(preferences.Current with { IdleSignOut = TimeSpan.FromSeconds(40) }, Token);
        });
        var page = panel.Browser.Page;
        page.SetDefaultTimeout(90_000);
        await panel.Browser.OpenAsync("access");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add entry" }).First.ClickAsync();
        await page.Locator("#entry-reason").FillAsync(Typed);

        var warning = page.GetByRole(AriaRole.Dialog, new() { Name = "Still there?" });
        await warning.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" }).ClickAsync();
        await Expect(warning).ToBeHiddenAsync();
        await Expect(page.Locator("#entry-reason")).ToHaveValueAsync(Typed);

        // And now nobody is there.
        await warning.WaitForAsync();
        await page.WaitForURLAsync("**/account/sign-in?*");
        await Expect(page.GetByText("You were signed out because the panel was not used for a while.")).ToBeVisibleAsync();
        await page.Locator("#name").FillAsync(OpenPanel.Name);
        await page.Locator("#password").FillAsync(OpenPanel.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/access");
        await Expect(page.Locator("#entry-reason")).ToHaveValueAsync(Typed, new() { Timeout = 30_000 });
        Assert.Empty(panel.Browser.Errors);
    }
}
