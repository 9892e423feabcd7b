using System.Net;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.Overview;
using AdminPanel.Web.Tests.Features.History;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Overview;

public sealed class OverviewTests : PagesContext
{
    private static readonly ScreeningStatus Running = new()
    {
        StartedAt = Verdicts.Noon,
        Listening = [new IPEndPoint(IPAddress.Loopback, 25)],
        Handoff = "pass:/var/spool/postfix/private/smtpd",
    };

    public static TheoryData<ScreeningStatus?, VerdictEvent[], string> Flows => new()
    {
        { null, [], "Not screening" },
        { Running with { Handoff = "none" }, [Verdicts.Pass()], "No mail server behind the panel" },
        { Running with { HandoffTrouble = "connection refused" }, [Verdicts.Pass()], "Mail is stuck at the door" },
        { Running, [], "Waiting for the first connection" },
        { Running, [Verdicts.Pass()], "Mail is flowing" },
        { Running, [Verdicts.Listed()], "Nobody gets through" },
        { Running, [Verdicts.Listed(), Verdicts.Pass(at: Verdicts.Noon.AddHours(-1))], "Nobody gets through" },
        { Running, [Verdicts.Pass(at: Verdicts.Noon.AddHours(-1))], "Quiet" },
    };

    [Theory]
    [MemberData(nameof(Flows), DisableDiscoveryEnumeration = true)]
    public void Judge_Situation_InOneSentence(ScreeningStatus? status, VerdictEvent[] newest, string expected) =>
        Assert.Equal(expected, MailFlow.Judge(status, newest, Verdicts.Noon.AddSeconds(10)).Words);

    [Theory]
    [InlineData(0, 4, nameof(ListState.Ok))]
    [InlineData(0, 5, nameof(ListState.Silent))]
    [InlineData(90, 10, nameof(ListState.Degraded))]
    [InlineData(990, 10, nameof(ListState.Ok))]
    public void ListHealth_Counts_GiveTheState(int answers, int errors, string expected) =>
        Assert.Equal(expected, new ListHealth(new ListStatistics("bl.example", 0, 0, errors, answers, null, null, null, null)).State.ToString());

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 4)]
    [InlineData(9, 10)]
    [InlineData(110, 120)]
    [InlineData(1_700, 2_000)]
    public void Scale_Highest_RoundAndEven(long highest, long expected) => Assert.Equal(expected, FlowChart.Scale(highest));

    [Fact]
    public void Render_NothingEverConnected_TellsTheFirstSteps()
    {
        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("Put it in front of your mail server", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_Traffic_CountsAndFindings()
    {
        var now = DateTimeOffset.UtcNow;
        await RecordAsync(
            Verdicts.Pass(at: now), Verdicts.Listed(at: now), Verdicts.Listed(at: now),
            Verdicts.Pass(at: now) with { Reason = VerdictReason.Pregreet, WouldHave = true });

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(["2", "2", "1", "0"], page.FindAll(".tile-value").Select(t => t.TextContent)));
        Assert.Equal(["/connections?verdict=dnsbl", "/connections?verdict=pregreet"], page.FindAll(".finding").Select(f => f.GetAttribute("href")!));
        Assert.Contains("198.51.100.7", page.Find("[aria-label='Clients turned away most']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HistoryFails_SaysWhy()
    {
        Faults.Fail = true;

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("disk I/O error", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_DraftDiffers_SaysHowManyChangesWait()
    {
        var drafts = Services.GetRequiredService<DraftStore>();
        var draft = await drafts.GetAsync(Cancellation);
        await drafts.SaveAsync(draft.Settings with { Dnsbl = draft.Settings.Dnsbl with { Threshold = 4 } }, draft.Revision, "mail.admin", Cancellation);
        Assert.NotEqual(4, Services.GetRequiredService<SettingsSource>().Current.Settings.Dnsbl.Threshold);

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("1 change", page.Find("section.engine").TextContent, StringComparison.Ordinal));
    }
}
