using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;
using static AdminPanel.Screening.Tests.Replay.RecordedTraffic;

namespace AdminPanel.Screening.Tests.Replay;

public sealed class NearMissTests
{
    private static readonly DnsblSettings s_dnsbl = new()
    {
        Threshold = 3,
        Sites = [new DnsblSite { Zone = "three.test", Weight = 3 }, new DnsblSite { Zone = "two.test", Weight = 2 }, new DnsblSite { Zone = "one.test", Weight = 1 }],
    };

    [Fact]
    public void Of_RanksAroundTheThreshold_AreCountedWithTheirLabels()
    {
        var traffic = new RecordedTraffic();
        Add(traffic, 3, 1);
        var two = Add(traffic, 2, 4);
        Add(traffic, 1, 5);
        Add(traffic, 0, 9);
        traffic.Label(two, MailLabel.Good);

        var result = traffic.Replay(s_dnsbl);
        var near = NearMiss.Of(result);

        Assert.Equal([(3, 1, 0, 0), (2, 4, 4, 1), (1, 5, 5, 0)], near.Select(static n => (n.Rank, n.Connections, n.LetIn, n.Good)));
        Assert.Contains(result.OfRank(2, 10), row => result.View.Key(row) == two);
        Assert.Equal(4, result.OfRank(2, 10).Count);
    }

    [Fact]
    public void Of_ThresholdOne_ClientsThatNoListSpeaksAgainstAreNoNearMisses()
    {
        var traffic = new RecordedTraffic();
        Add(traffic, 1, 2);
        Add(traffic, 0, 9);

        var near = Assert.Single(NearMiss.Of(traffic.Replay(s_dnsbl with { Threshold = 1 })));

        Assert.Equal((1, 0, 2), (near.Rank, near.Below, near.Connections));
    }

    /// <summary>The key of the last.</summary>
    private static long Add(RecordedTraffic traffic, int rank, int times)
    {
        long key = 0;
        for (var i = 0; i < times; i++)
            key = traffic.Add([.. s_dnsbl.Sites.Select(site => site.Weight == rank ? Listed(site.Zone) : NotListed(site.Zone))]);
        return key;
    }
}
