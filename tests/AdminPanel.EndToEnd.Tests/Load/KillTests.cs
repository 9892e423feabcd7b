using System.Net;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Store.Allowlist;
using AdminPanel.Store.History;
using AdminPanel.Store.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Load;

/// <summary>kill -9 in the middle of traffic.</summary>
public sealed class KillTests(PassFrontDoor door) : IClassFixture<PassFrontDoor>
{
    private const int Clients = 400;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_InTraffic_KeepsSettingsUsersAllowlistAndHistory()
    {
        var panel = door.Panel;
        await panel.AddUserAsync("olivia", "a-long-password", Token);
        var version = await panel.PublishAsync(FrontDoor.Settings with { Dnsbl = FrontDoor.Settings.Dnsbl with { Threshold = 3 } }, Token);

        // New clients all the time; the panel dies while it writes down the first ones and the last ones still wait.
        var visits = Enumerable.Range(0, Clients).Select(number => VisitAsync(number, TimeSpan.FromMilliseconds(12.5 * number))).ToArray();
        await visits[Clients / 2];
        var before = await panel.WithStoreAsync(RecordedAsync, Token);
        await panel.KillAsync(Token);
        await Task.WhenAll(visits);
        await panel.StartAsync(Token);

        await panel.WithStoreAsync(
            async provider =>
            {
                Assert.Equal(version, await provider.GetRequiredService<SettingsStore>().GetNewestVersionNumberAsync(Token));
                Assert.Empty(before.Except(await HistoryAsync(provider)));
                return 0;
            },
            Token);
        Assert.DoesNotContain("/account/setup", panel.Output, StringComparison.Ordinal);

        // Who was known before the end is known still: no teaser, no wait.
        await using var again = await SmtpScript.ConnectAsync(panel.Smtp, Address(0), Token);
        Assert.DoesNotContain("\n", await again.HearsAsync("220 "), StringComparison.Ordinal);
        await panel.WaitForMailLogAsync($@"PASS OLD \[127\.60\.0\.1\]:{again.LocalEndPoint.Port}$", Token);
    }

    /// <summary>The clients in the history, once the first is there and in the stored temporary allowlist.</summary>
    private static Task<List<string>> RecordedAsync(IServiceProvider provider) => Eventually.GetAsync(
        "the first client is stored", Patience.Limit,
        async token =>
        {
            var allowed = await provider.GetRequiredService<AllowlistJournal>().FindAsync(IPAddress.Parse(Address(0)), token);
            var recorded = await HistoryAsync(provider);
            return allowed is not null && recorded.Contains(Address(0)) ? recorded : null;
        },
        Token);

    private static async Task<List<string>> HistoryAsync(IServiceProvider provider) =>
        [.. (await provider.GetRequiredService<HistoryStore>().ListAsync(new HistoryQuery { Client = "127.60.0.0/16", Max = 1_000 }, Token)).Select(static row => row.Client)];

    private async Task VisitAsync(int number, TimeSpan delay)
    {
        await Task.Delay(delay, Token);
        try
        {
            await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, Address(number), Token);
            await client.HearsAsync("220 ");
            await client.SaysAsync("QUIT");
            await client.HearsAsync("221 ");
        }
        catch (Exception cut) when (cut is InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The panel died under it, or was not back yet.
        }
    }

    private static string Address(int number) => $"127.60.{number / 250}.{number % 250 + 1}";
}
