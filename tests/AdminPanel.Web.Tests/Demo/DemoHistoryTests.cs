using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Demo;
using Xunit;

namespace AdminPanel.Web.Tests.Demo;

public sealed class DemoHistoryTests
{
    [Fact]
    public void Connections_OfADay_AreWhatTheEngineWouldHaveDecided()
    {
        var now = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var settings = DemoSettings.Create(now);
        var archive = new EvidenceArchive();
        var key = 0;
        foreach (var verdict in new DemoHistory(settings, 1, new Random(17)).Connections(now.AddDays(-1), now))
        {
            archive.Add(new RecordedConnection(
                ++key, verdict.ConnectedAt, verdict.Client.Address, 1, new ReplayOutcome(verdict.Reason, verdict.Disposition, verdict.WouldHave), verdict.Evidence!));
        }

        var result = ReplayRun.Run(archive.View(), ScreeningSnapshot.Compile(1, settings), Xunit.TestContext.Current.CancellationToken);

        for (var row = 0; row < result.View.Count; row++)
        {
            if (result.After(row) != result.View.Before(row))
                Assert.Fail($"{result.View.Client(row)} at {result.View.At(row):T}: {result.View.Before(row)} became {result.After(row)?.ToString() ?? result.Missing(row).ToString()}");
        }

        Assert.True(result.View.Count > 5_000);
    }
}
