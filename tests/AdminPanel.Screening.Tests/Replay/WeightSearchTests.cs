using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;
using static AdminPanel.Screening.Tests.Replay.RecordedTraffic;

namespace AdminPanel.Screening.Tests.Replay;

public sealed class WeightSearchTests
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(30);

    [Fact]
    public void Find_ListWithTwoFilters_WeighsEachByItsOwn()
    {
        var traffic = new RecordedTraffic();
        for (var i = 0; i < 40; i++) Label(traffic, MailLabel.Spam, Listed("mixed.test", code: 0x7F000004));
        for (var i = 0; i < 40; i++) Label(traffic, MailLabel.Good, Listed("mixed.test", code: 0x7F00000A));
        var settings = new DnsblSettings
        {
            Threshold = 3,
            Sites = [new DnsblSite { Zone = "mixed.test", Filter = "127.0.0.4", Weight = 1 }, new DnsblSite { Zone = "mixed.test", Filter = "127.0.0.10", Weight = 3 }],
        };

        var found = WeightSearch.Find(traffic.Replay(settings), s_time, TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Equal((40, 0), (found.GoodLostBefore, found.GoodLost));
        Assert.Equal((0, 40), (found.TurnedAwayBefore, found.TurnedAway));
        Assert.Equal(["127.0.0.4", "127.0.0.10"], found.Weights.Select(static weight => weight.Filter));
        Assert.True(found.Weights[0].After >= found.Threshold && found.Weights[1].After < found.Threshold);
    }

    [Fact]
    public void Find_AllowList_IsMadeStrongEnoughToSaveTheGoodAndStaysAnAllowList()
    {
        var traffic = new RecordedTraffic();
        for (var i = 0; i < 40; i++) Label(traffic, MailLabel.Spam, Listed("block.test"), NotListed("allow.test"));
        for (var i = 0; i < 5; i++) Label(traffic, MailLabel.Good, Listed("block.test"), Listed("allow.test"));
        var settings = new DnsblSettings { Threshold = 3, Sites = [new DnsblSite { Zone = "block.test", Weight = 5 }, new DnsblSite { Zone = "allow.test", Weight = -1 }] };

        var found = WeightSearch.Find(traffic.Replay(settings), s_time, TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Equal((5, 0), (found.GoodLostBefore, found.GoodLost));
        Assert.Equal(40, found.TurnedAway);
        Assert.True(found.Weights[1].After < 0);
    }

    [Fact]
    public void Find_NothingRecorded_FindsNothing() =>
        Assert.Null(WeightSearch.Find(new RecordedTraffic().Replay(new DnsblSettings { Sites = [new DnsblSite { Zone = "a.test" }] }), s_time, TestContext.Current.CancellationToken));

    private static void Label(RecordedTraffic traffic, MailLabel label, params ZoneReply[] replies) => traffic.Label(traffic.Add(replies), label);
}
