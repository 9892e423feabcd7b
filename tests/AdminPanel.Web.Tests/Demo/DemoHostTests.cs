using System.Net;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;
using AdminPanel.Store.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Demo;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.Web.Tests.Demo;

/// <summary>The demonstration prepares itself with nothing but .NET.</summary>
public sealed class DemoHostTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_OnAFreshMachine_PublishesSettingsAndSeedsADay()
    {
        using var demo = new DemoHost();

        var configuration = (await demo.StartAsync(Token)).ToDictionary(pair => pair.Key, pair => pair.Value);

        Assert.Equal("true", configuration["Demo"]);
        await using var provider = new ServiceCollection().AddLogging().AddAdminPanelStore(configuration["DataDirectory"]!).BuildServiceProvider();
        Assert.Equal(1, await provider.GetRequiredService<SettingsStore>().GetNewestVersionNumberAsync(Token));
        var now = DateTimeOffset.UtcNow;
        var totals = await provider.GetRequiredService<HistoryStore>().GetTotalsAsync(now.AddDays(-1), now, Token);
        Assert.InRange(totals.Connections, 5_000, 60_000);
        Assert.True(totals is { HandedOff: > 1_000, TurnedAway: > 1_000, HungUp: > 100 }, totals.ToString());
    }

    [Fact]
    public async Task DnsServer_ListedAndUnlistedClients_AnswersAsListsDo()
    {
        using var server = new DemoDnsServer();

        Assert.Equal([IPAddress.Parse("127.0.0.4")], await DnsProbe.AskAsync(server.EndPoint, "1.0.20.127.zen.lists.test", Token));
        Assert.Empty((await DnsProbe.AskAsync(server.EndPoint, "1.0.11.127.zen.lists.test", Token))!);
        Assert.Equal([IPAddress.Parse("127.0.5.2")], await DnsProbe.AskAsync(server.EndPoint, "7.0.50.127.known-good.lists.test", Token));
    }

    [Fact]
    public void Create_DemoSettings_BreakNoRule() =>
        Assert.DoesNotContain(SettingsRules.Check(DemoSettings.Create(DateTimeOffset.UtcNow)), problem => problem.Severity == ProblemSeverity.Error);

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 65, 65, 65, 65, 0, 0, 1, 0, 1 })]
    public void Read_BrokenQuery_IsRefused(byte[] datagram) => Assert.Null(DemoDnsMessage.Read(datagram));
}
