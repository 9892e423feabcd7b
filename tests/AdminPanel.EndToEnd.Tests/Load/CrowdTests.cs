using System.Collections.Concurrent;
using AdminPanel.EndToEnd.Tests.Browser;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Load;

/// <summary>Thousands of clients at once.</summary>
public sealed class CrowdTests(PassFrontDoor door) : IClassFixture<PassFrontDoor>
{
    private const int Clients = 2_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Three quarters are on bl1.test and bl2.test, the others are clean; three lists are asked about each.</summary>
    [Fact]
    public async Task TwoThousandClientsAtOnce_AreAllGreetedAndJudgedWhileLiveIsOpen()
    {
        var panel = door.Panel;
        await panel.AddUserAsync("crowd", "a-long-password", Token);
        await panel.PublishAsync(
            FrontDoor.Settings with
            {
                Greet = FrontDoor.Settings.Greet with { Wait = StressTime.Always(TimeSpan.FromSeconds(8)) },
                Limits = new LimitSettings { PreQueue = 10_000, PostQueue = 2_000 },
            },
            Token);
        await using var browser = await PanelBrowser.StartAsync(panel.Url, Token);
        await browser.SignInAsync("crowd", "a-long-password");
        await browser.OpenAsync("live");
        var outcomes = new ConcurrentDictionary<string, int>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => VisitAsync(number, outcomes)));

        var told = string.Join(", ", outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}"));
        Assert.True(outcomes.GetValueOrDefault("refused") == Clients * 3 / 4, told);
        Assert.True(outcomes.GetValueOrDefault("passed") == Clients / 4, told);
        await Expect(browser.Page.Locator(".conn-row").Nth(20)).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);
        await panel.WithStoreAsync(
            async provider =>
            {
                var history = provider.GetRequiredService<HistoryStore>();
                await Eventually.GetAsync(
                    "every connection is in the history",
                    Patience.Limit,
                    async token =>
                    {
                        var totals = await history.GetTotalsAsync(DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1), token);
                        return totals.ByReason.GetValueOrDefault(VerdictReason.Dnsbl) == Clients * 3 / 4 && totals.ByReason.GetValueOrDefault(VerdictReason.PassNew) == Clients / 4 ? totals : null;
                    },
                    Token);
                return 0;
            },
            Token);
    }

    /// <summary>The last comes long before the first is greeted.</summary>
    private async Task VisitAsync(int number, ConcurrentDictionary<string, int> outcomes)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(2 * number), Token);
        var listed = number % 4 != 0;
        var outcome = "lost";
        try
        {
            await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, $"127.{(listed ? 21 : 11)}.{number / 250}.{number % 250 + 1}", Token);
            await client.HearsLineAsync("220-");
            var greeting = await client.HearsAnythingAsync();
            if (greeting?.StartsWith("220 ", StringComparison.Ordinal) != true)
            {
                outcome = $"greeted with {greeting ?? "the end"}";
            }
            else if (listed)
            {
                var reply = await client.AsksForRecipientAsync("spam@client.example", "user@example.test");
                outcome = reply.StartsWith("550 5.7.1 ", StringComparison.Ordinal) ? "refused" : reply;
            }
            else
            {
                await client.SaysAsync("QUIT");
                await client.HearsAsync("221 ");
                outcome = "passed";
            }
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or TimeoutException or System.Net.Sockets.SocketException)
        {
            outcome = $"lost: {trouble.GetType().Name}";
        }

        outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
    }
}
