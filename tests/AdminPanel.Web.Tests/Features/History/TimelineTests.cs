using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;

namespace AdminPanel.Web.Tests.Features.History;

public sealed class TimelineTests
{
    [Fact]
    public void Of_EarlyTalkerWithLists_PutsEachMomentWhereItHappened()
    {
        var verdict = Verdicts.Listed() with
        {
            Reason = VerdictReason.Pregreet,
            Duration = TimeSpan.FromSeconds(8),
            Checks = [new CheckOutcome(CheckName.Pregreet, CheckResult.Failed, "enforce", TimeSpan.FromSeconds(2), "EHLO x")],
            Dnsbl = [new DnsblAnswer { List = "bl.example", Outcome = "listed", Codes = ["127.0.0.4"], Weight = 3, Latency = TimeSpan.FromSeconds(4) }, new DnsblAnswer { List = "silent.example", Outcome = "no reply", Error = "no reply within 10 s" }],
            Notes = [new ScreeningNote { Kind = NoteKind.RcptRejected, At = Verdicts.Noon.AddSeconds(7), Recipient = "b@example.org" }],
            ConnectedAt = Verdicts.Noon,
        };

        var line = Timeline.Of(verdict);

        Assert.Equal(["Greet wait", "bl.example", "silent.example", "Dummy SMTP", "Verdict"], line.Lanes.Select(l => l.Name));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(line.Lanes[0].Marks).At);
        Assert.Equal("127.0.0.4 +3", line.Lanes[1].Note);
        Assert.Equal(TimeSpan.FromSeconds(4), Assert.Single(line.Lanes[1].Bars).To);
        Assert.Contains("no reply within 10 s", Assert.Single(line.Lanes[2].Bars).Words, StringComparison.Ordinal);
        Assert.Contains("RCPT refused for b@example.org", Assert.Single(line.Lanes[3].Marks).Words, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(8), line.Lanes[4].Marks[^1].At);
        Assert.InRange(line.Place(TimeSpan.FromSeconds(4)), 47, 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6_012)]
    [InlineData(123_456)]
    public void Ticks_AnyLength_AreFewAndRoundAndBeginAtZero(int milliseconds)
    {
        var line = Timeline.Of(Verdicts.Pass() with { Duration = TimeSpan.FromMilliseconds(milliseconds), Dnsbl = [], Checks = [], Notes = [] });

        var ticks = line.Ticks.ToArray();
        Assert.InRange(ticks.Length, 2, 8);
        Assert.Equal(TimeSpan.Zero, ticks[0]);
        Assert.True(ticks[^1] <= line.Length);
    }
}
