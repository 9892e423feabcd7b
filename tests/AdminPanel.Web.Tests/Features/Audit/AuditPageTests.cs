using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Features.Audit;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;
using AdminPanel.Web.Tests.Features.Support;
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

        page.Change("[aria-label=Person]", "bob");
        page.WaitForAssertion(() => Assert.Equal("bob", page.FindAll(".entry .who").Single().TextContent));
        Assert.EndsWith("/audit?who=bob", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreAsync_ManyEntries_PagesByKeyWithoutGapOrRepeat()
    {
        for (var i = 0; i < AuditPageModel.PageSize + 5; i++) await WriteAsync("ann", $"did {i}");
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), Services.GetRequiredService<SecretZones>(), TimeProvider.System);

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
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), Services.GetRequiredService<SecretZones>(), TimeProvider.System);

        await model.SearchAsync(new AuditFilter(Text: text), Cancellation);

        Assert.Equal("Dnsbl.Threshold", Assert.Single(model.Lines).Entry.Path);
    }

    [Fact]
    public async Task SearchAsync_PercentSign_IsNoWildcard()
    {
        await WriteAsync("ann", "signed in");
        var model = new AuditPageModel(Log, Services.GetRequiredService<SettingsSource>(), Services.GetRequiredService<SecretZones>(), TimeProvider.System);

        await model.SearchAsync(new AuditFilter(Text: "%"), Cancellation);

        Assert.Empty(model.Lines);
    }

    [Fact]
    public async Task SearchAsync_ZoneThatBecameASecretLater_IsMaskedInOldEntriesToo()
    {
        await Log.WriteAsync("ann", "changed", "Dnsbl.Sites[k3y.zen.example]", null, "k3y.zen.example*3", Cancellation);
        var site = new DnsblSite { Zone = "k3y.zen.example", ReplyName = "zen.example" };
        await Services.GetRequiredService<SettingsPublisher>().PublishAsync(new ScreeningSettings { Dnsbl = new DnsblSettings { Sites = [site] } }, 0, "ann", "", null, Cancellation);

        var page = Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("zen.example*3", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("k3y", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_KindAndDays_AreInTheAddressAndSearch()
    {
        await PublishAsync();
        await WriteAsync("bob", "signed in");
        var page = Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".entry").Count));

        page.Change("[aria-label='What was done']", "signed in");
        page.WaitForAssertion(() => Assert.Equal("bob", page.FindAll(".entry .who").Single().TextContent));
        page.Change(".day ~ .day input", "2001-01-01");

        page.WaitForAssertion(() => Assert.Contains("No entry matches", page.Markup, StringComparison.Ordinal));
        Assert.EndsWith("/audit?what=signed%20in&until=2001-01-01", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_Viewer_SeesNoFailedSignIns()
    {
        await Log.WriteAsync("correct horse battery", AuditLog.SignInFailed, null, null, null, Cancellation);
        await WriteAsync("bob", "signed in");
        Authorization.SetAuthorized("vi").SetRoles("viewer").SetPolicies();

        var page = Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal("bob", page.FindAll(".entry .who").Single().TextContent));
        Assert.DoesNotContain("horse", page.Markup, StringComparison.Ordinal);
    }

    private AuditLog Log => Services.GetRequiredService<AuditLog>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private Task WriteAsync(string who, string what) => Log.WriteAsync(who, what, null, null, null, Cancellation);

    private async Task PublishAsync() => Assert.IsType<PublishResult.Published>(await Services.GetRequiredService<SettingsPublisher>()
        .PublishAsync(new ScreeningSettings { Dnsbl = new DnsblSettings { Threshold = 4 } }, 0, "ann", "Stricter", null, Cancellation));
}
