using AdminPanel.EndToEnd.Tests.Browser;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Lists;

/// <summary>Real lists that fall sick while mail comes in: nobody is refused because of them, the Overview names them, and they return when cured.</summary>
public sealed class SickListsTests
{
    private const string World = "world.test";
    private const string Refusing = "refusing.test";
    private const string Parked = "parked.test";
    private const string Silent = "silent.test";
    private const string Spammer = "127.20.0.1";
    private static readonly string[] s_lists = [World, Refusing, Parked, Silent];
    private static readonly string[] s_healthy = ["127.0.0.2", Spammer];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FourLists_EachSickInItsWay_AreSuspendedNamedAndComeBack()
    {
        LabTests.SkipUnless("rbldnsd", "chromium");
        await using var lists = await RbldnsdLab.StartAsync(new[] { World, Refusing, Parked }.ToDictionary(static zone => zone, static _ => s_healthy), Token, silentZone: Silent);
        await lists.SetAsync(Silent, s_healthy, Token);
        await lists.SetSilentAsync(false, Token);
        await using var panel = new PanelProcess("none", lists.EndPoint);
        await panel.PublishAsync(Settings, Token);
        await panel.StartAsync(Token);
        await using var browser = await PanelBrowser.StartAsync(panel.Url, Token);
        await browser.SetUpAsync(panel.SetUpLink(), "olivia", "a-long-password");
        await browser.OpenAsync("");
        var troubles = browser.Page.GetByRole(AriaRole.Region, new() { Name = "Lists that need attention" });
        await VisitAsync(panel, "127.30.0.1");
        await Expect(troubles).ToHaveCountAsync(0);

        await lists.SetAsync(World, ["127.0.0.0/8"], Token);
        await lists.SetAsync(Refusing, ["127.0.0.0/8 :127.255.255.254:refused"], Token);
        await lists.SetAsync(Parked, ["127.0.0.0/8 :203.0.113.80:parked"], Token);
        await lists.SetSilentAsync(true, Token);
        using (var enough = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var mail = VisitUntilAsync(panel, enough.Token);
            foreach (var list in s_lists)
                await Expect(troubles.GetByRole(AriaRole.Listitem).Filter(new() { Has = browser.Page.Locator(".mono", new() { HasText = list }) })).ToContainTextAsync("suspended", new() { Timeout = 180_000 });
            await Expect(troubles.GetByRole(AriaRole.Listitem).Filter(new() { Has = browser.Page.Locator(".chip", new() { HasText = "public resolver" }) })).ToContainTextAsync(Refusing);
            await enough.CancelAsync();
            await mail;
        }

        foreach (var zone in s_lists) await lists.SetAsync(zone, s_healthy, Token);
        await lists.SetSilentAsync(false, Token);
        await Expect(troubles).ToHaveCountAsync(0, new() { Timeout = 400_000 });

        await using var spammer = await SmtpScript.ConnectAsync(panel.Smtp, Spammer, Token);
        await spammer.HearsAsync("220 ");
        Assert.StartsWith("550 ", await spammer.AsksForRecipientAsync("a@client.example", "user@example.test"), StringComparison.Ordinal);
        var refused = await panel.WithStoreAsync(
            static store => store.GetRequiredService<HistoryStore>().ListAsync(new HistoryQuery { Client = "127.30.0.0/16", Reasons = [VerdictReason.Dnsbl], Max = 10 }, Token), Token);
        Assert.Empty(refused);
    }

    private static ScreeningSettings Settings => new()
    {
        Server = new() { Hostname = "mx.example.test" },
        Greet = new() { Wait = StressTime.Always(TimeSpan.FromSeconds(1)), Action = ScreeningAction.Enforce },
        Dnsbl = new()
        {
            Sites = [.. s_lists.Select(static zone => new DnsblSite { Zone = zone })],
            Action = ScreeningAction.Enforce,
            Threshold = 1,
            Timeout = TimeSpan.FromSeconds(2),
            ProbeInterval = TimeSpan.FromMinutes(1),
        },
    };

    /// <summary>One clean client after another, each of an address of its own.</summary>
    private static async Task VisitUntilAsync(PanelProcess panel, CancellationToken enough)
    {
        for (var i = 2; !enough.IsCancellationRequested; i++) await VisitAsync(panel, $"127.30.{i / 250}.{1 + (i % 250)}");
    }

    /// <summary>A client that passes is told that there is no mail server behind, and nothing worse.</summary>
    private static async Task VisitAsync(PanelProcess panel, string address)
    {
        await using var client = await SmtpScript.ConnectAsync(panel.Smtp, address, Token);
        await client.HearsAsync("220 ");
        await client.SaysAsync("EHLO client.example");
        await client.HearsAsync("421 4.3.2 No mail server");
    }
}
