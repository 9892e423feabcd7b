using System.Net;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Evidence;
using AdminPanel.Store.Settings;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>An administrator of the demonstration comes to trust a list that was only watched, and what the replay said comes true.</summary>
public sealed class DemoPredictionTests
{
    private const string Fresh = "fresh.lists.test";
    private const int Next = 1_000;
    private const int AtOnce = 60;
    private static readonly int[] s_networks = [10, 11, 20, 21, 22, 23, 30, 40, 50];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchedList_SeenWeighedAndPublished_TheNextThousandConnectionsEndAsPredicted()
    {
        LabTests.SkipUnless("chromium");
        await using var demo = await DemoPanel.StartAsync(Token);
        await using var browser = await PanelBrowser.StartAsync(demo.Url, Token);
        await browser.SignInAsync(demo.Name, demo.Password);
        await browser.OpenAsync("tuning");
        var page = browser.Page;
        var slow = new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 };

        // It is watched, and the page knows what it found.
        var list = page.Locator("table.lists tr").Filter(new() { HasText = Fresh });
        await Expect(list).ToContainTextAsync("watched", new() { Timeout = 60_000 });
        await Expect(page.GetByText("Every connection that can be judged ends as it did")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.NotEqual("0", await list.Locator("td").Nth(2).InnerTextAsync());

        // With a weight, somebody changes.
        for (var weight = 1; weight <= 3; weight++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = $"Raise the weight of {Fresh}" }).ClickAsync();
            await Expect(list.Locator(".stepper b")).ToHaveTextAsync($"{weight}", slow);
        }

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Who changes" }).Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Cost" }).GetByText("Draft").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Near misses" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Put into the draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Draft" }).GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();
        await page.GetByLabel("Why? For the others and for later").FillAsync("fresh has proved itself");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0, new() { Timeout = 60_000 });

        await PlayAsync(demo.Smtp);
        Assert.Empty(browser.Errors);

        var settings = await SettingsAsync(demo.DataDirectory);
        Assert.Equal(3, settings.Settings.Dnsbl.Sites.Single(static site => site.Zone == Fresh).Weight);
        var archive = new EvidenceArchive();
        var place = default(EvidencePlace);
        var view = await Eventually.GetAsync(
            $"{Next} connections of version 2",
            2 * Patience.Limit,
            async token =>
            {
                place = await WithStoreAsync(demo.DataDirectory, store => store.GetRequiredService<EvidenceStore>().LoadAsync(archive, place, int.MaxValue, token));
                var recorded = archive.View(version: static version => version == 2);
                return recorded.Count >= Next ? recorded : null;
            },
            Token);
        var prediction = ReplayRun.Run(view, settings, Token);
        for (var row = 0; row < view.Count; row++)
        {
            Assert.True(prediction.After(row) == view.Before(row), $"{view.Client(row)} at {view.At(row):HH:mm:ss.fff}: {view.Before(row)}, replayed {prediction.After(row)} {prediction.Missing(row)}");
        }

        Assert.Contains(ListWorths.Of(prediction, Token), static worth => worth.List == Fresh && worth.Needed > 0);
    }

    /// <summary>Clients of every kind, besides the demonstration's own, so that nobody waits for an hour.</summary>
    private static async Task PlayAsync(IPEndPoint door)
    {
        await Parallel.ForAsync(0, Next, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token }, async (i, token) =>
        {
            var address = $"127.{s_networks[i % s_networks.Length]}.{100 + (i / 200)}.{1 + (i % 200)}";
            try
            {
                await using var client = await SmtpScript.ConnectAsync(door, address, token);

                // Every twelfth talks before it is greeted.
                if (i % 12 != 0) await client.HearsAsync("220 ");
                await client.AsksForRecipientAsync("a@client.example", "user@demo.test");
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or System.Net.Sockets.SocketException)
            {
                // Turned away in the middle of the dialogue: that is a connection, too.
            }
        });
    }

    private static Task<ScreeningSnapshot> SettingsAsync(string folder) => WithStoreAsync(folder, static async store =>
    {
        var (newest, _) = await store.GetRequiredService<SettingsStore>().GetNewestValidAsync(Token);
        return ScreeningSnapshot.Compile(2, newest?.Settings ?? throw new InvalidOperationException("No settings are published."));
    });

    private static async Task<T> WithStoreAsync<T>(string folder, Func<IServiceProvider, Task<T>> use)
    {
        await using var provider = new ServiceCollection().AddLogging().AddAdminPanelStore(folder).BuildServiceProvider();
        return await use(provider);
    }
}
