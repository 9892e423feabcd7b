using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Real connections whose lists are asked one after another.</summary>
public sealed class CheapestFirstSessionTests
{
    private static readonly ScreeningSettings Cheap = EngineLab.Defaults with
    {
        Greet = EngineLab.Defaults.Greet with { Action = ScreeningAction.Drop },
        Dnsbl = new DnsblSettings
        {
            Order = DnsblOrder.CheapestFirst,
            Sites = [new DnsblSite { Zone = "light.test" }, new DnsblSite { Zone = "heavy.test", Weight = 2 }, new DnsblSite { Zone = "watched.test", Weight = 0 }],
            Threshold = 2,
            Action = ScreeningAction.Drop,
        },
    };

    [Fact]
    public async Task ListedClient_HeavyListSettlesIt_TheLightOneIsNotAskedAndTheRecordSaysSo()
    {
        await using var lab = new EngineLab(Cheap);
        lab.Resolver.List("heavy.test", "127.0.0.61");

        await using var client = await lab.ClientAsync("127.0.0.61");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("521 5.7.1 Service unavailable; client [127.0.0.61] blocked using heavy.test");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(["not asked", "listed", "not listed"], verdict.Dnsbl.Select(static answer => answer.Outcome));
        Assert.False(lab.Resolver.Asked.ContainsKey("light.test"));
        Assert.Equal(["heavy.test", "watched.test"], verdict.Evidence!.Replies.Select(static reply => reply.List).Order());
    }

    [Fact]
    public async Task SilentList_DoesNotKeepTheOthersWaiting()
    {
        var settings = Cheap with
        {
            Greet = Cheap.Greet with { Wait = StressTime.Always(TimeSpan.FromSeconds(6)) },
            Dnsbl = Cheap.Dnsbl with { Sites = [new DnsblSite { Zone = "silent.test", Weight = 3 }, new DnsblSite { Zone = "heavy.test", Weight = 2 }] },
        };
        await using var lab = new EngineLab(settings);
        lab.Resolver.List("heavy.test", "127.0.0.62");

        await using var client = await lab.ClientAsync("127.0.0.62");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("521 5.7.1");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(["no reply", "listed"], verdict.Dnsbl.Select(static answer => answer.Outcome));
    }

    [Fact]
    public async Task EarlyTalker_GivesItselfAwayBeforeAnyListIsAsked()
    {
        await using var lab = new EngineLab(Cheap with { Greet = Cheap.Greet with { Wait = StressTime.Always(TimeSpan.FromSeconds(30)) } });

        await using var client = await lab.ClientAsync("127.0.0.63");
        await client.SendsAsync("EHLO early\r\n");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("521 5.5.1");
        var verdict = await lab.NextVerdictAsync();

        Assert.Empty(lab.Resolver.Asked);
        Assert.All(verdict.Dnsbl, static answer => Assert.Equal("not asked", answer.Outcome));
        Assert.Empty(verdict.Evidence!.Replies);
    }
}
