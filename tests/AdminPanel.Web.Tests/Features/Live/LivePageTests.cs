using AdminPanel.Screening.AccessLists;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Live;
using AdminPanel.Web.Tests.Features.History;
using AdminPanel.Web.Tests.Features.Support;
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

        page.Click(".chip-toggle", "DNSBL");

        page.WaitForAssertion(() => Assert.DoesNotContain("192.0.2.1", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.EndsWith("/live?verdict=dnsbl", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_Opened_TellsTheWholeDecisionAndPauses()
    {
        Stream.Publish(Verdicts.Listed());
        var page = Render<LivePage>();

        page.Click(".open-btn");

        var decision = page.WaitForElement(".decision").TextContent;
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
        page.Click(".open-btn");

        page.Click(".verdict-actions button", "Allow");
        page.Click(".allow-form button", "Only into the draft");

        page.WaitForAssertion(() => Assert.Contains("198.51.100.7 is in the draft as permit", page.Find(".verdict-outcome").TextContent, StringComparison.Ordinal));
        var entry = Assert.Single(Services.GetRequiredService<DraftSession>().Settings.Access.Entries, e => e.Pattern == "198.51.100.7");
        Assert.Equal(AccessAction.Permit, entry.Action);
        Assert.Equal("admin", entry.Author);
        Assert.Contains("judged DNSBL", entry.Reason, StringComparison.Ordinal);
    }
}
