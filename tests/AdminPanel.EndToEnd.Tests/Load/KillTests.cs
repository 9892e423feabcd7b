using System.Collections.Concurrent;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Store.History;
using AdminPanel.Store.Settings;
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
        var done = new ConcurrentDictionary<string, DateTime>();

        // 80 new clients a second; the panel dies while the last ones still wait.
        var visits = Enumerable.Range(0, Clients).Select(number => VisitAsync(number, TimeSpan.FromMilliseconds(12.5 * number), done)).ToArray();
        await visits[Clients * 4 / 5];
        var killed = DateTime.UtcNow;
        await panel.KillAsync(Token);
        await Task.WhenAll(visits);
        await panel.StartAsync(Token);

        await panel.WithStoreAsync(
            async provider =>
            {
                Assert.Equal(version, await provider.GetRequiredService<SettingsStore>().GetNewestVersionNumberAsync(Token));
                var recorded = await provider.GetRequiredService<HistoryStore>().ListAsync(new HistoryQuery { Client = "127.60.0.0/16", Max = 1_000 }, Token);
                var known = recorded.Select(row => row.Client).ToHashSet();
                var settled = done.Where(visit => visit.Value < killed.AddSeconds(-1)).Select(visit => visit.Key).ToList();
                Assert.NotEmpty(settled);
                Assert.Empty(settled.Except(known));
                return 0;
            },
            Token);
        Assert.DoesNotContain("/account/setup", panel.Output, StringComparison.Ordinal);

        // Who passed well before the end is still known: no teaser, no wait.
        await using var again = await SmtpScript.ConnectAsync(panel.Smtp, Address(0), Token);
        Assert.DoesNotContain("\n", await again.HearsAsync("220 "), StringComparison.Ordinal);
        await panel.WaitForMailLogAsync($@"PASS OLD \[127\.60\.0\.1\]:{again.LocalEndPoint.Port}$", Token);
    }

    private async Task VisitAsync(int number, TimeSpan delay, ConcurrentDictionary<string, DateTime> done)
    {
        await Task.Delay(delay, Token);
        try
        {
            await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, Address(number), Token);
            await client.HearsAsync("220 ");
            done[Address(number)] = DateTime.UtcNow;
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
