using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>Random settings and random traffic through the engine's sessions, then replayed.</summary>
public sealed class ReplayPropertyTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Replay_PublishedSettingsAgainstTheirOwnHistory_ChangesNothing(int block)
    {
        for (var seed = block * 20; seed < (block + 1) * 20; seed++)
        {
            var random = new RandomTraffic(seed);
            ScreeningSnapshot[] versions = [random.Settings(1), random.Settings(2), random.Settings(3)];
            var lab = new TrafficLab(versions[0], random.List);
            for (var i = 1; i < versions.Length; i++) lab.PublishAt(RandomTraffic.Start + (RandomTraffic.Length * i / versions.Length), versions[i]);
            for (var i = 0; i < 5; i++) lab.ForgetAt(RandomTraffic.Start + (RandomTraffic.Length * i / 5), random.Visits(1)[0].Client);
            var archive = new EvidenceArchive();
            var key = 0L;
            foreach (var (_, verdict) in await lab.PlayAsync(random.Visits(300))) archive.Add(TrafficLab.Record(verdict, ++key));

            foreach (var settings in versions)
            {
                var result = ReplayRun.Run(archive.View(version: v => v == settings.Version), settings, TestContext.Current.CancellationToken);

                for (var row = 0; row < result.View.Count; row++)
                {
                    if (result.After(row) == result.View.Before(row)) continue;
                    Assert.Fail($"seed {seed}, version {settings.Version}, connection {result.View.Key(row)} of {result.View.Client(row)}: was {result.View.Before(row)}, became {result.After(row)?.ToString() ?? result.Missing(row).ToString()}");
                }
            }

            Assert.Equal(300, archive.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Replay_OtherSettings_PredictsWhatTheSameTrafficGets(int block)
    {
        var (judged, changed, all) = (0, 0, 0);
        for (var seed = 1_000 + (block * 20); seed < 1_000 + ((block + 1) * 20); seed++)
        {
            var random = new RandomTraffic(seed);
            var visits = RandomTraffic.Apart(random.Visits(200, leaving: false));
            var published = WithoutVeto(random.Settings(1, everyZone: true));
            var draft = WithoutVeto(random.Settings(2));
            var archive = new EvidenceArchive();
            foreach (var (visit, verdict) in await new TrafficLab(published, random.List).PlayAsync(visits)) archive.Add(TrafficLab.Record(verdict, visit.Number));
            var truth = (await new TrafficLab(draft, random.List).PlayAsync(visits)).ToDictionary(static end => (long)end.Visit.Number, static end => end.Verdict);

            var result = ReplayRun.Run(archive.View(), draft, TestContext.Current.CancellationToken);

            for (var row = 0; row < result.View.Count; row++)
            {
                all++;
                if (result.After(row) is not { } predicted) continue;
                var real = truth[result.View.Key(row)];
                var actual = new ReplayOutcome(real.Reason, real.Disposition, real.WouldHave);
                judged++;
                if (predicted.Fate != result.View.Before(row).Fate) changed++;
                if (predicted.Fate == actual.Fate) continue;
                Assert.Fail($"seed {seed}, connection {result.View.Key(row)} of {result.View.Client(row)}: was {result.View.Before(row)}, predicted {predicted}, became {actual}");
            }
        }

        Assert.True(judged > all / 3, $"only {judged} of {all} were judged");
        Assert.True(changed > 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{all} connections, {judged} judged, {changed} changed");
    }

    private static ScreeningSnapshot WithoutVeto(ScreeningSnapshot snapshot) =>
        ScreeningSnapshot.Compile(snapshot.Version, snapshot.Settings with { Access = snapshot.Settings.Access with { AllowlistInterfaces = [] } });
}
