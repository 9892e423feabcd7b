using System.Collections.Concurrent;
using System.Net;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Load;

/// <summary>Versions are published in the middle of traffic.</summary>
public sealed class ReloadTests
{
    private const int Clients = 1_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Odd versions name the server odd.example.test and block with bl1.test, even ones even.example.test and bl2.test. Every client
    /// must hear one of the two throughout, and its verdict must name a version of that kind.
    /// </summary>
    [Fact]
    public async Task Publish_AgainAndAgainInTraffic_LosesNobodyAndMixesNoVersions()
    {
        LabTests.SkipUnless("postfix", "rbldnsd");
        await using var postfix = await PostfixLab.StartAsync(Token);
        await using var lists = await RbldnsdLab.StartAsync(
            new Dictionary<string, string[]> { ["bl1.test"] = ["127.21.0.0/16"], ["bl2.test"] = ["127.21.0.0/16"] }, Token);
        using var data = new TempFolder("reload");
        await using var app = PanelHost.Build(
        [
            "--applicationName=AdminPanel", "--Logging:LogLevel:Default=Warning", $"--DataDirectory={data.Path}", "--Urls=http://127.0.0.1:0", $"--Screening:Listen:0=127.0.0.1:{LoopbackPorts.FreeTcp()}",
            $"--Screening:HandOff=pass:{postfix.PassSocket}", $"--Screening:Resolvers:0={lists.EndPoint}",
        ]);
        await app.StartAsync(Token);
        var publisher = app.Services.GetRequiredService<SettingsPublisher>();
        var version = app.Services.GetRequiredService<SettingsSource>().Current.Version;
        version = await PublishAsync(publisher, version);
        using var verdicts = app.Services.GetRequiredService<VerdictStream>().Subscribe(Clients * 2);
        var front = app.Services.GetRequiredService<IScreeningServer>().Status.Listening[0];

        using var ended = new CancellationTokenSource();
        var publishing = PublishUntilAsync(publisher, version, ended.Token);
        var heard = new ConcurrentDictionary<IPEndPoint, string>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => VisitAsync(front, number, heard)));
        await ended.CancelAsync();
        var published = await publishing;

        Assert.True(published > 5, $"Only {published} versions were published.");
        Assert.DoesNotContain(heard.Values, kind => kind is not ("odd" or "even" or "passed"));
        Assert.Equal(Clients, heard.Count);
        Assert.Contains("odd", heard.Values);
        Assert.Contains("even", heard.Values);
        await CheckVerdictsAsync(verdicts, heard);
        await app.StopAsync(Token);
    }

    private static async Task CheckVerdictsAsync(VerdictSubscription verdicts, ConcurrentDictionary<IPEndPoint, string> heard)
    {
        var missing = heard.Keys.ToHashSet();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Patience.Limit);
        while (missing.Count > 0 && await verdicts.WaitToReadAsync(deadline.Token))
        {
            while (verdicts.TryRead(out var verdict))
            {
                Assert.True(missing.Remove(verdict.Client), $"Two verdicts for {verdict.Client}, or one for nobody.");
                var kind = heard[verdict.Client];
                if (kind == "passed") Assert.Equal(VerdictReason.PassNew, verdict.Reason);
                else Assert.Equal(kind, verdict.SettingsVersion % 2 == 1 ? "odd" : "even");
            }
        }

        Assert.Equal(0, verdicts.Dropped);
        Assert.Empty(missing);
    }

    private static async Task<int> PublishUntilAsync(SettingsPublisher publisher, long version, CancellationToken ended)
    {
        var count = 0;
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await every.WaitForNextTickAsync(ended))
            {
                version = await PublishAsync(publisher, version);
                count++;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The last client is through.
        }

        return count;
    }

    private static async Task<long> PublishAsync(SettingsPublisher publisher, long version)
    {
        var odd = (version + 1) % 2 == 1;
        var settings = FrontDoor.Settings with
        {
            Server = new() { Hostname = odd ? "odd.example.test" : "even.example.test" },
            Dnsbl = FrontDoor.Settings.Dnsbl with { Sites = [new() { Zone = odd ? "bl1.test" : "bl2.test", Weight = 2 }] },
            Limits = new() { PreQueue = 10_000, PostQueue = 1_000 },
        };
        return await publisher.PublishAsync(settings, version, "test", "", null, Token) is PublishResult.Published { Version: var published }
            ? published
            : throw new InvalidOperationException("Not published.");
    }

    /// <summary>Every fourth client is clean and goes to Postfix.</summary>
    private static async Task VisitAsync(IPEndPoint front, int number, ConcurrentDictionary<IPEndPoint, string> heard)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5 * number), Token);
        var listed = number % 4 != 0;
        await using var client = await SmtpScript.ConnectAsync(front, $"127.{(listed ? 21 : 11)}.{number / 250}.{number % 250 + 1}", Token);
        try
        {
            var kind = (await client.HearsLineAsync("220-")).Contains("odd.", StringComparison.Ordinal) ? "odd" : "even";
            if (!listed)
            {
                await client.HearsAsync("220 mx.example.test ESMTP Postfix");
                await client.SaysAsync("QUIT");
                await client.HearsAsync("221 ");
                heard[client.LocalEndPoint] = "passed";
                return;
            }

            await client.HearsAsync($"220 {kind}.example.test ");
            await client.SaysAsync("HELO client.example");
            await client.HearsAsync($"250 {kind}.example.test");
            await client.SaysAsync("MAIL FROM:<a@client.example>");
            await client.HearsAsync("250 ");
            await client.SaysAsync("RCPT TO:<user@example.test>");
            var reply = await client.HearsAsync("550 5.7.1 ");
            heard[client.LocalEndPoint] = reply.EndsWith(kind == "odd" ? "bl1.test" : "bl2.test", StringComparison.Ordinal) ? kind : client.Dialogue;
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or TimeoutException)
        {
            heard[client.LocalEndPoint] = trouble.Message;
        }
    }
}
