using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Real connections while a list falls sick.</summary>
public sealed class SickListTests
{
    private static readonly ScreeningSettings OneList = EngineLab.Defaults with
    {
        Dnsbl = new DnsblSettings { Sites = [new DnsblSite { Zone = "a.test" }, new DnsblSite { Zone = "b.test" }], Action = ScreeningAction.Drop },
    };

    [Fact]
    public async Task ListsEverybody_CleanClientsPassFromTheFirst_TheRecordKeepsWhatWasAnswered()
    {
        await using var lab = new EngineLab(OneList, watched: true);
        lab.Watch!.Apply(new DnsblWatchPlan { Zones = [new() { Zone = "a.test", DisplayName = "a.test" }, new() { Zone = "b.test", DisplayName = "b.test" }] });
        lab.Resolver.Sick["a.test"] = new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002], CacheTtl = TimeSpan.FromHours(1) };
        lab.Resolver.List("b.test", "127.0.0.45");

        await using var clean = await lab.ClientAsync("127.0.0.44");
        await clean.HearsLineAsync("220-");
        await clean.HearsLineAsync("220 sink ready");
        var passed = await lab.NextVerdictAsync();
        await using var listed = await lab.ClientAsync("127.0.0.45");
        await listed.HearsLineAsync("220-");
        await listed.HearsLineAsync("521 5.7.1 Service unavailable; client [127.0.0.45] blocked using b.test");
        var dropped = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.PassNew, 0), (passed.Reason, passed.Rank));
        Assert.Equal(("listed", 0, false), (passed.Dnsbl[0].Outcome, passed.Dnsbl[0].Weight, passed.Dnsbl[0].Withheld is null));
        Assert.Equal((VerdictReason.Dnsbl, 1), (dropped.Reason, dropped.Rank));
        Assert.Contains(passed.Evidence!.Replies, static reply => reply is { List: "a.test", State: ZoneReplyState.Withheld });
    }

    [Fact]
    public async Task OverBudget_IsNotAsked_ClientsAreJudgedByTheOthers()
    {
        await using var lab = new EngineLab(OneList, watched: true);
        lab.Watch!.Apply(new DnsblWatchPlan { Zones = [new() { Zone = "a.test", DisplayName = "a.test", DailyBudget = 1 }] });
        lab.Watch.Restore(DateOnly.FromDateTime(DateTime.UtcNow), new Dictionary<string, long> { ["a.test"] = 1 });
        lab.Resolver.List("a.test", "127.0.0.46");

        await using var client = await lab.ClientAsync("127.0.0.46");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(["not asked", "not listed"], verdict.Dnsbl.Select(static answer => answer.Outcome));
        Assert.False(lab.Resolver.Asked.ContainsKey("a.test"));
    }
}
