using System.Diagnostics;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Live;
using AdminPanel.Web.Tests.Features.History;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Live;

public sealed class LivePageTests : PagesContext
{
    [Fact]
    public void Render_NothingYet_SaysWhatItWaitsFor()
    {
        var page = Render<LivePage>();

        Assert.Contains("Waiting for the first connection", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FilterWithoutMatch_OffersTheHistory()
    {
        Stream.Publish(Verdicts.Pass());
        Services.GetRequiredService<NavigationManager>().NavigateTo("/live?verdict=dnsbl");

        var page = Render<LivePage>();

        Assert.Contains("No recent verdict matches", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/connections?range=24h&verdict=dnsbl", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public void Filter_ChipClicked_GoesToTheAddressAndFilters()
    {
        Stream.Publish(Verdicts.Pass("192.0.2.1"));
        Stream.Publish(Verdicts.Listed("198.51.100.7"));
        var page = Render<LivePage>();

        page.FindAll(".chip-toggle").Single(b => b.TextContent == "DNSBL").Click();

        page.WaitForAssertion(() => Assert.DoesNotContain("192.0.2.1", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.EndsWith("/live?verdict=dnsbl", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_Opened_TellsTheWholeDecisionAndPauses()
    {
        Stream.Publish(Verdicts.Listed());
        var page = Render<LivePage>();

        page.Find(".open-btn").Click();

        var decision = page.Find(".decision").TextContent;
        Assert.Contains("DNSBL rank 5 reached the threshold of 3", decision, StringComparison.Ordinal);
        Assert.Contains("127.0.0.4", decision, StringComparison.Ordinal);
        Assert.Contains("no reply within 10 s", decision, StringComparison.Ordinal);
        Assert.Contains("DNSBL rank 5 for [198.51.100.7]:40000", decision, StringComparison.Ordinal);
        Assert.Contains("Follow", page.Find(".page-head-actions").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Allow_FromADecision_IsAnEntryInTheDraft()
    {
        Stream.Publish(Verdicts.Listed("198.51.100.7"));
        var page = Render<LivePage>();
        page.Find(".open-btn").Click();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".verdict-actions button")));

        page.FindAll(".verdict-actions button").Single(b => b.TextContent == "Allow").Click();
        page.WaitForElement(".allow-form");
        page.FindAll(".allow-form button").Single(b => b.TextContent == "Only into the draft").Click();

        page.WaitForAssertion(() => Assert.Contains("198.51.100.7 is in the draft as permit", page.Find(".verdict-outcome").TextContent, StringComparison.Ordinal));
        var entry = Assert.Single(Services.GetRequiredService<DraftSession>().Settings.Access.Entries, e => e.Pattern == "198.51.100.7");
        Assert.Equal(AccessAction.Permit, entry.Action);
        Assert.Equal("admin", entry.Author);
        Assert.Contains("judged DNSBL", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verdict_At500ASecond_IsOnThePageWithin500Milliseconds()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/live?client=203.0.113.0/24");
        var page = Render<LivePage>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var traffic = Task.Run(() => SendAsync(500, stop.Token), Cancellation);
        var (slowest, rendersBefore, watch) = (TimeSpan.Zero, page.RenderCount, Stopwatch.StartNew());

        for (var i = 0; i < 10; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            var marked = Stream.Publish(Verdicts.Pass($"203.0.113.{100 + i}"));
            await page.WaitForStateAsync(() => page.Markup.Contains(marked.Client.Address.ToString(), StringComparison.Ordinal), TimeSpan.FromSeconds(5));
            var took = Stopwatch.GetElapsedTime(sent);
            slowest = took > slowest ? took : slowest;
        }

        var rendersPerSecond = (page.RenderCount - rendersBefore) / watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await traffic;
        TestContext.Current.SendDiagnosticMessage($"slowest {slowest.TotalMilliseconds:0} ms, {rendersPerSecond:0.0} renders/s");
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        Assert.InRange(rendersPerSecond, 0, 8);
    }

    private async Task SendAsync(int perSecond, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                for (var i = 0; i < perSecond / 100; i++) Stream.Publish(Verdicts.Listed());
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
