using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Features.Audit;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Audit;

public sealed class AuditPageTests : PagesContext
{
    [Fact]
    public void Render_NothingDone_SaysSo()
    {
        var page = Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing was done yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_Publish_ShowsEachChangeInWordsWithBothValues()
    {
        await PublishAsync();

        var page = Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".entry").Count));
        var change = page.FindAll(".entry").Single(e => e.TextContent.Contains("DNSBL threshold", StringComparison.Ordinal));
        Assert.Equal("postscreen_dnsbl_threshold", change.QuerySelector("code")!.TextContent);
        Assert.Equal(("1", "4"), (change.QuerySelector("del")!.TextContent, change.QuerySelector("ins")!.TextContent));
        Assert.Contains("Stricter", page.Find(".comment").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_PersonAndText_AreInTheAddressAndSearch()
    {
        await PublishAsync();
        await WriteAsync("bob", "signed in");
        var page = Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".entry").Count));

        page.Find(".who-box").Change("bob");
        page.WaitForAssertion(() => Assert.Equal("bob", page.FindAll(".entry .who").Single().TextContent));
        Assert.EndsWith("/audit?who=bob", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreAsync_ManyEntries_PagesByKeyWithoutGapOrRepeat()
    {
        for (var i = 0; i < AuditPageModel.PageSize + 5; i++) await WriteAsync("ann", $"did {i}");
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), TimeProvider.System);

        await model.SearchAsync(new AuditFilter(), Cancellation);
        Assert.True(model.HasMore);
        await WriteAsync("ann", "did something meanwhile");
        await model.MoreAsync(Cancellation);

        Assert.False(model.HasMore);
        Assert.Equal(Enumerable.Range(0, AuditPageModel.PageSize + 5).Reverse().Select(i => $"did {i}"), model.Lines.Select(l => l.Entry.What));
    }

    [Theory]
    [InlineData("postscreen_dnsbl_threshold")]
    [InlineData("dnsbl THRESHOLD")]
    [InlineData("Dnsbl.Thr")]
    public async Task SearchAsync_WordsParameterOrPathOfASetting_FindItsChange(string text)
    {
        await PublishAsync();
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), TimeProvider.System);

        await model.SearchAsync(new AuditFilter(Text: text), Cancellation);

        Assert.Equal("Dnsbl.Threshold", Assert.Single(model.Lines).Entry.Path);
    }

    [Fact]
    public async Task SearchAsync_PercentSign_IsNoWildcard()
    {
        await WriteAsync("ann", "signed in");
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), TimeProvider.System);

        await model.SearchAsync(new AuditFilter(Text: "%"), Cancellation);

        Assert.Empty(model.Lines);
    }

    private AuditLog Log => Services.GetRequiredService<AuditLog>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private Task WriteAsync(string who, string what) => Log.WriteAsync(who, what, null, null, null, Cancellation);

    private async Task PublishAsync() => Assert.IsType<PublishResult.Published>(await Services.GetRequiredService<SettingsPublisher>()
        .PublishAsync(new ScreeningSettings { Dnsbl = new DnsblSettings { Threshold = 4 } }, 0, "ann", "Stricter", null, Cancellation));
}
