using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;
using AdminPanel.Web.Demo;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Tuning;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Tuning;

public sealed class TuningPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_NothingRecorded_SaysWhatToWaitFor()
    {
        await using var context = await PanelContext.CreateAsync();

        var page = context.Render<TuningPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing was recorded", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_WeightOfAWatchedListRaised_ShowsWhoWouldChangeAndPutsItIntoTheDraft()
    {
        await using var context = await WithAPastAsync();
        var page = context.Render<TuningPage>();
        page.WaitForAssertion(() => Assert.Contains("watched", page.Find("table.lists").TextContent, StringComparison.Ordinal));
        Assert.Contains("Every connection that can be judged ends as it did", page.Markup, StringComparison.Ordinal);

        page.Click($"button[aria-label='Raise the weight of {DemoLists.Fresh}']");
        page.Click($"button[aria-label='Raise the weight of {DemoLists.Fresh}']");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("section[aria-label='Who changes'] tbody tr")));
        Assert.Equal(0, Weight(context.Session.Settings));
        page.Click("button", "Put into the draft");
        page.WaitForAssertion(() => Assert.Equal(2, Weight(context.Session.Settings)));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".trial")));

        await context.Dialogs.InvokeAsync(() => context.Services.GetRequiredService<MudBlazor.IDialogService>().ShowAsync<PublishDialog>("Publish"));
        context.Dialogs.WaitForAssertion(() => Assert.Matches(@"(?s)On the last.*\+[1-9].*turned away", context.Dialogs.Markup));
    }

    [Fact]
    public async Task Page_ThresholdMoved_ShowsNearMissesAndCostInForceBesideTheDraft()
    {
        await using var context = await WithAPastAsync();
        var page = context.Render<TuningPage>();
        page.WaitForAssertion(() => Assert.Contains("Queries per connection", page.Find("section[aria-label='Cost']").TextContent, StringComparison.Ordinal));
        Assert.Equal(["Over all lists", "In force", "Queries a day", "In force", "From cache"], page.FindAll("section[aria-label='Cost'] thead th").Select(static cell => cell.TextContent));

        page.Type("input[type=range]", (DemoThreshold(context) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("section[aria-label='Cost'] thead th"), static cell => cell.TextContent == "Draft"));
        var count = page.Find("section[aria-label='Near misses'] .cell").TextContent;
        page.Click("section[aria-label='Near misses'] .cell");
        page.WaitForAssertion(() => Assert.Contains(count, page.Find("section[aria-label^='Rank ']").TextContent, StringComparison.Ordinal));
    }

    private static int DemoThreshold(PanelContext context) => context.Session.Settings.Dnsbl.Threshold;

    private static int Weight(ScreeningSettings settings) => settings.Dnsbl.Sites.Single(static site => site.Zone == DemoLists.Fresh).Weight;

    private static async Task<PanelContext> WithAPastAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var settings = DemoSettings.Create(now);
        var context = await PanelContext.CreateAsync(settings);
        var writer = context.Store.Get<HistoryWriter>();
        using var stop = new CancellationTokenSource();
        var writing = writer.RunAsync(stop.Token);
        foreach (var verdict in new DemoHistory(settings, 1, new Random(3)).Connections(now.AddHours(-1), now)) writer.OnVerdict(verdict);
        await writer.FlushAsync(Cancellation);
        await stop.CancelAsync();
        await writing;
        return context;
    }
}
