using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>A new list is watched, its worth is seen, its weight is raised and published: the prediction holds for the next thousand connections.</summary>
public sealed class PredictionStoryTests
{
    private const string Trusted = "trusted.test";
    private const string Fresh = "fresh.test";
    private static readonly TimeSpan s_length = TimeSpan.FromHours(2);

    [Fact]
    public async Task Replay_WatchedListGetsAWeight_PredictsTheNextThousandConnectionsExactly()
    {
        var watching = Settings(1, freshWeight: 0);
        var draft = Settings(2, freshWeight: 3);
        var lab = new TrafficLab(watching, Answer);
        lab.PublishAt(RandomTraffic.Start + s_length + TimeSpan.FromMinutes(5), draft);
        var first = Visits(network: 1, RandomTraffic.Start);
        var next = Visits(network: 2, RandomTraffic.Start + s_length + TimeSpan.FromMinutes(10));

        var verdicts = (await lab.PlayAsync(first.Concat(next))).ToDictionary(static end => end.Visit, static end => end.Verdict);

        var archive = new EvidenceArchive();
        foreach (var visit in first) archive.Add(TrafficLab.Record(verdicts[visit], visit.Number));
        var prediction = ReplayRun.Run(archive.View(), draft, TestContext.Current.CancellationToken);
        var worth = Assert.Single(ListWorths.Of(ReplayRun.Run(archive.View(), watching, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken), static list => list.List == Fresh);
        Assert.True(worth is { Watched: true, Needed: 0, LetIn: > 0, Unique: > 0 }, worth.ToString());
        Assert.DoesNotContain(first, visit => verdicts[visit].Reply?.Contains(Fresh, StringComparison.Ordinal) == true);
        Assert.Equal(1_000, prediction.View.Count);
        Assert.Equal(0, prediction.UnjudgedCount);
        Assert.True(prediction.NewlyTurnedAway > 50);

        var byNumber = next.ToDictionary(static visit => (long)visit.Number, visit => verdicts[visit]);
        for (var row = 0; row < prediction.View.Count; row++)
        {
            var real = byNumber[prediction.View.Key(row)];
            Assert.Equal(draft.Version, real.SettingsVersion);
            Assert.Equal(new ReplayOutcome(real.Reason, real.Disposition, real.WouldHave), prediction.After(row));
        }

        Assert.Equal(prediction.TurnedAway, byNumber.Values.Count(static verdict => verdict.Disposition is VerdictDisposition.Rejected or VerdictDisposition.Dropped));
    }

    private static ScreeningSnapshot Settings(long version, int freshWeight) => ScreeningSnapshot.Compile(version, new ScreeningSettings
    {
        Greet = new GreetSettings { Action = ScreeningAction.Enforce },
        Dnsbl = new DnsblSettings
        {
            Action = ScreeningAction.Enforce,
            Threshold = 3,
            Sites = [new DnsblSite { Zone = Trusted, Weight = 3 }, new DnsblSite { Zone = Fresh, Weight = freshWeight }],
        },
    });

    /// <summary>The lists know hosts, whatever network they come from, so that the second thousand is like the first.</summary>
    private static (DnsblReply Reply, TimeSpan Latency) Answer(string zone, IPAddress client)
    {
        var octets = client.GetAddressBytes();
        var dice = ((octets[2] * 256) + octets[3]) * 2_654_435_761u >> 16;
        var listed = zone == Trusted ? dice % 5 == 0 : dice % 4 == 0;
        var ttl = TimeSpan.FromMinutes(5);
        return (listed
            ? new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002], Ttl = ttl }
            : new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = ttl }, TimeSpan.FromMilliseconds(20 + (dice % 200)));
    }

    /// <summary>The same thousand visits each time; many clients come back, some while they are still known.</summary>
    private static ImmutableArray<Visit> Visits(byte network, DateTimeOffset start)
    {
        var random = new Random(7);
        var visits = ImmutableArray.CreateBuilder<Visit>(1_000);
        for (var host = 0; visits.Count < 1_000; host++)
        {
            var at = start + (s_length * 0.8 * random.NextDouble());
            var talks = random.Next(10) == 0 ? TimeSpan.FromMilliseconds(random.Next(300, 5_000)) : (TimeSpan?)null;
            var times = random.Next(1, 5);
            for (var time = 0; time < times && visits.Count < 1_000; time++)
            {
                visits.Add(new Visit(visits.Count, at, new IPAddress([10, network, (byte)(host >> 8), (byte)host])) { TalksAfter = talks, Dialogue = [SessionMomentKind.Recipient] });
                at += random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(30, 90)) : TimeSpan.FromSeconds(random.Next(400, 900));
            }
        }

        return visits.ToImmutable();
    }
}
