using System.Net;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using Xunit;
using static AdminPanel.Screening.Tests.Replay.RecordedTraffic;

namespace AdminPanel.Screening.Tests.Replay;

public sealed class ReplayCostTests
{
    private static readonly DnsblSettings s_both = new() { Threshold = 3, Sites = [new DnsblSite { Zone = "heavy.test", Weight = 3 }, new DnsblSite { Zone = "light.test", Weight = 1 }] };

    [Fact]
    public void Of_AllAtOnce_EveryListCostsAQuery()
    {
        var traffic = new RecordedTraffic();
        traffic.Add(Listed("heavy.test"), NotListed("light.test"));
        traffic.Add(NotListed("heavy.test"), NotListed("light.test"));

        var cost = Cost(traffic.Replay(s_both));

        Assert.Equal(2, cost.Connections);
        Assert.Equal([2, 2], cost.Lists.Select(static list => list.Queries));
        Assert.Equal(0, cost.FromCache);
    }

    [Fact]
    public void Of_CheapestFirst_DoesNotAskWhatCannotChangeTheOutcome()
    {
        var traffic = new RecordedTraffic();
        traffic.Add(Listed("heavy.test"), NotListed("light.test"));
        traffic.Add(NotListed("heavy.test"), NotListed("light.test"));

        var cost = Cost(traffic.Replay(s_both with { Order = DnsblOrder.CheapestFirst }));

        Assert.Equal([2, 0], cost.Lists.Select(static list => list.Queries));
    }

    [Fact]
    public void Of_AnswerWasCached_CostsAQueryOnlyWhenTheDraftHadNotAskedForIt()
    {
        var client = IPAddress.Parse("10.1.0.1");
        var traffic = new RecordedTraffic();
        traffic.Add(client, Listed("heavy.test"), NotListed("light.test"));
        for (var i = 0; i < 20; i++) traffic.Add();
        traffic.Add(client, NotListed("heavy.test"), NotListed("light.test") with { FromCache = true });
        var equal = s_both with { Sites = [new DnsblSite { Zone = "heavy.test", Weight = 3 }, new DnsblSite { Zone = "light.test", Weight = 3 }] };

        var atOnce = Cost(traffic.Replay(equal)).Lists[1];
        var inOrder = Cost(traffic.Replay(equal with { Order = DnsblOrder.CheapestFirst })).Lists[1];

        Assert.Equal((1, 1), (atOnce.Queries, atOnce.FromCache));

        // heavy.test settles the first connection, so that light.test is not asked; the second needs it, and the cache does not have it.
        Assert.Equal((1, 0), (inOrder.Queries, inOrder.FromCache));
    }

    [Fact]
    public void Of_PregreetIsOn_ListsAddNothingToTheWait()
    {
        var traffic = new RecordedTraffic();
        for (var i = 0; i < 100; i++) traffic.Add(NotListed("heavy.test", i < 90 ? 100 : 800), NotListed("light.test", 10));

        var cost = Cost(traffic.Replay(s_both));

        Assert.Equal(TimeSpan.FromSeconds(6), cost.Verdict?.Median);
        Assert.Equal(TimeSpan.Zero, cost.AddedByLists?.P95);
        Assert.InRange(cost.ListsIn!.Median.TotalMilliseconds, 90, 110);
        Assert.InRange(cost.ListsIn.P95.TotalMilliseconds, 740, 860);
    }

    [Fact]
    public void Of_NoPregreet_TheSlowestListIsTheWait()
    {
        var traffic = new RecordedTraffic();
        for (var i = 0; i < 100; i++) traffic.Add(NotListed("heavy.test", 100), NotListed("light.test", 400));
        for (var i = 0; i < 10; i++) traffic.Add(NotListed("heavy.test", 100), Silent("light.test"));

        var cost = Cost(WithoutPregreet(traffic));

        Assert.InRange(cost.Verdict!.Median.TotalMilliseconds, 370, 430);
        Assert.Equal(TimeSpan.FromSeconds(6), cost.Verdict.P95);
        Assert.Equal(cost.Verdict, cost.AddedByLists);
        Assert.Equal((110, 10), (cost.Timed, cost.NotAllIn));
    }

    [Fact]
    public void Of_NoLatencyRecorded_SaysNothingOfTimes()
    {
        var traffic = new RecordedTraffic();
        traffic.Add(NotListed("heavy.test") with { Latency = null }, NotListed("light.test") with { Latency = null });

        var cost = Cost(traffic.Replay(s_both));

        Assert.Equal((1, 0), (cost.Connections, cost.Timed));
        Assert.Null(cost.Verdict);
    }

    private static ReplayCost Cost(ReplayResult result) => ReplayCost.Of(result, TestContext.Current.CancellationToken);

    private static ReplayResult WithoutPregreet(RecordedTraffic traffic) => ReplayRun.Run(
        traffic.Archive.View(),
        ScreeningSnapshot.Compile(1, new ScreeningSettings { Greet = new GreetSettings { Banner = "" }, Dnsbl = s_both with { Action = ScreeningAction.Enforce } }));
}
