using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.History;

public sealed class HistoryPageTests : PagesContext
{
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public void Render_NothingRecorded_SaysSo()
    {
        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Contains("No connection matches", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_Connections_NewestFirstWithHits()
    {
        await RecordAsync(Verdicts.Pass("192.0.2.1", Now.AddMinutes(-2)), Verdicts.Listed("198.51.100.7", Now.AddMinutes(-1)));

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Equal(["198.51.100.7", "192.0.2.1"], page.FindAll(".c-client .mono").Select(c => c.TextContent)));
        Assert.Equal("bl.example=127.0.0.4*3", page.Find(".hit").TextContent);
        Assert.Equal("rejected", page.Find(".done").TextContent);
    }

    [Fact]
    public void Render_WhileReading_ShowsThatItReads()
    {
        var gate = new TaskCompletionSource();
        Faults.Gate = gate.Task;

        var page = Render<HistoryPage>();

        Assert.Equal("true", page.Find(".loading").GetAttribute("aria-busy"));
        gate.SetResult();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".loading")));
    }

    [Fact]
    public async Task Render_HistoryFails_SaysWhyAndTriesAgain()
    {
        await RecordAsync(Verdicts.Pass(at: Now));
        Faults.Fail = true;
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Contains("disk I/O error", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        Faults.Fail = false;
        page.Click(".state-actions button");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".conn-row")));
    }

    [Fact]
    public async Task Refresh_HistoryFailsLater_KeepsRowsAndMarksThemStale()
    {
        await RecordAsync(Verdicts.Pass(at: Now));
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".conn-row")));

        Faults.Fail = true;
        page.Click(".page-head-actions button");

        page.WaitForAssertion(() => Assert.Contains("Shown as of", page.Markup, StringComparison.Ordinal));
        Assert.Single(page.FindAll(".conn-row"));
    }

    [Fact]
    public async Task Filter_Changed_IsInTheAddressAndSearches()
    {
        await RecordAsync(Verdicts.Pass("192.0.2.1", Now), Verdicts.Listed("198.51.100.7", Now));
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".conn-row").Count));

        page.Change(".filter-client input", "!192.0.2.0/24");

        page.WaitForAssertion(() => Assert.Equal("198.51.100.7", Assert.Single(page.FindAll(".c-client .mono")).TextContent));
        Assert.EndsWith("/connections?client=!192.0.2.0/24", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("/connections/export.csv?client=!192.0.2.0/24", page.FindAll("a[download]")[0].GetAttribute("href"));
    }

    [Fact]
    public void Filter_NoAddress_NamesTheProblem()
    {
        var page = Render<HistoryPage>();

        page.Change(".filter-client input", "mail.example.org");

        page.WaitForAssertion(() => Assert.Contains("is not an address or network", page.Find(".field-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ShowOlder_MoreThanOnePage_ContinuesBelowTheLast()
    {
        await RecordAsync(Enumerable.Range(0, 130).Select(i => Verdicts.Pass($"192.0.2.{i}", Now.AddSeconds(-i))).Reverse());
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll(".conn-row").Count));

        page.Click(".history-foot button");

        page.WaitForAssertion(() => Assert.Equal(130, page.FindAll(".c-client .mono").Select(c => c.TextContent).Distinct().Count()));
    }

    [Fact]
    public async Task Row_Opened_TellsTheRecordedDecision()
    {
        await RecordAsync(Verdicts.Listed(at: Now));
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".conn-row")));

        page.Click(".conn-row");

        page.WaitForAssertion(() => Assert.Contains("DNSBL rank 5 reached the threshold of 3", page.Find(".decision").TextContent, StringComparison.Ordinal));
        Assert.Equal(5, page.FindAll(".check").Count + page.FindAll(".lists tbody tr").Count + page.FindAll(".log").Count);
    }

    [Fact]
    public async Task ConnectionPage_RecordedAndUnknown_ToldOrMissing()
    {
        var verdict = Verdicts.Listed(at: Now);
        await RecordAsync(verdict);

        var known = Render<ConnectionPage>(p => p.Add(x => x.Id, verdict.Id));
        var unknown = Render<ConnectionPage>(p => p.Add(x => x.Id, Guid.NewGuid()));

        known.WaitForAssertion(() => Assert.Contains("Connection of 198.51.100.7", known.Find("h1").TextContent, StringComparison.Ordinal));
        unknown.WaitForAssertion(() => Assert.Contains("not in the history", unknown.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void ConnectionLine_WouldHave_IsOnTheChip()
    {
        var line = ConnectionLine.From(Verdicts.Pass() with { Reason = VerdictReason.Pregreet, WouldHave = true, Rank = 2 });

        Assert.True(line.WouldHave);
        Assert.Equal("rank-near", line.RankTone);
    }
}
