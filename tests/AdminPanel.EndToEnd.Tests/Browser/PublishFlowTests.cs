using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Testing.Smtp;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>An administrator at the browser, a client at the front door.</summary>
public sealed class PublishFlowTests(PassFrontDoor door) : IClassFixture<PassFrontDoor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_RaisesAWeightPublishesAndRollsBack_NextConnectionsFollow()
    {
        LabTests.SkipUnless("chromium");
        await using var browser = await PanelBrowser.StartAsync(door.Panel.Url, Token);
        await browser.SetUpAsync(door.Panel.SetUpLink(), "olivia", "a-long-password");
        var live = await browser.NewTabAsync();
        await browser.OpenAsync("live", live);
        Assert.StartsWith("220 mx.example.test", await VisitAsync("127.22.0.1", live, "PASS NEW"), StringComparison.Ordinal);

        await browser.OpenAsync("dnsbl");
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise weight of bl2.test" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Draft" }).GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();
        await page.GetByLabel("Why? For the others and for later").FillAsync("bl2 alone blocks now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        Assert.Equal(
            "550 5.7.1 Service unavailable; client [127.22.0.2] blocked using bl2.test", await VisitAsync("127.22.0.2", live, "DNSBL"));

        await browser.OpenAsync("changes");
        await Expect(page.GetByText("bl2 alone blocks now")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByLabel("Mark version 1 for comparing") }).GetByRole(AriaRole.Button, new() { Name = "Roll back…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 1 again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        Assert.StartsWith("220 mx.example.test", await VisitAsync("127.22.0.3", live, "PASS NEW"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("live")]
    [InlineData("connections")]
    [InlineData("dnsbl")]
    [InlineData("access")]
    [InlineData("actions")]
    [InlineData("changes")]
    public async Task Pages_WithoutSigningIn_AreNotReachable(string path)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = door.Panel.Url };

        using var response = await http.GetAsync(path, Token);

        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("/account/sign-in", response.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Connects, asks for a recipient unless handed off, and waits until the Live page shows the verdict by itself.</summary>
    private async Task<string> VisitAsync(string address, IPage live, string badge)
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, address, Token);
        var greeting = (await client.HearsAsync("220 ")).Split('\n')[^1];
        var reply = await client.AsksForRecipientAsync("a@client.example", "user@example.test");
        var row = live.GetByRole(AriaRole.Row).Filter(new() { HasText = address });
        await Expect(row).ToContainTextAsync(badge);
        return reply.StartsWith("250 ", StringComparison.Ordinal) ? greeting : reply;
    }
}
