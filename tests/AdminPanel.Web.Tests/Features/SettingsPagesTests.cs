using Microsoft.Extensions.DependencyInjection;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Actions;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Dnsbl;
using AdminPanel.Web.Tests.Features.Support;
using AngleSharp.Dom;

namespace AdminPanel.Web.Tests.Features;

public sealed class SettingsPagesTests
{
    private static readonly ScreeningSettings TwoSites = new()
    {
        Dnsbl = new() { Threshold = 3, Sites = [new() { Zone = "bl.example", Weight = 2 }, new() { Zone = "other.example", Weight = 1 }] },
    };

    [Fact]
    public async Task DnsblPage_RaiseWeightAndPublish_IsInForce()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        var bar = context.Render<PublishBar>();
        var page = context.Render<DnsblPage>();

        page.Click("[aria-label='Raise weight of bl.example']");

        bar.WaitForAssertion(() => Assert.Equal("1 change not in force yet", bar.Find(".bar-text b").TextContent));
        page.WaitForAssertion(() => Assert.Contains("bl.example alone", page.Markup, StringComparison.Ordinal));
        bar.Click("button", "Publish…");
        context.Dialogs.Type("#publish-comment", "blocks alone");
        Assert.Contains("bl.example", context.Dialogs.Markup, StringComparison.Ordinal);
        context.Dialogs.Click("button", "Publish version 2");

        context.Dialogs.WaitForAssertion(() => Assert.Equal(2, context.Store.Source.Current.Version));
        Assert.Equal(3, context.Store.Source.Current.Settings.Dnsbl.Sites[0].Weight);
        var version = (await context.Store.Versions.GetAsync(2, PanelStore.Cancellation))!.Info;
        Assert.Equal(("ann", "blocks alone", 1), (version.PublishedBy, version.Comment, version.ChangeCount));
        bar.WaitForAssertion(() => Assert.DoesNotContain("not in force", bar.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DnsblPage_RemoveThenUndo_PutsTheListBack()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        var bar = context.Render<PublishBar>();
        await context.Session.EditAsync("Remove bl.example", s => DnsblDraft.Remove(s, DnsblSiteKey.Of(s.Dnsbl.Sites, 0)));

        bar.Click(".undo");

        bar.WaitForAssertion(() => Assert.Equal(2, context.Session.Settings.Dnsbl.Sites.Length));
        Assert.Equal("bl.example", context.Session.Settings.Dnsbl.Sites[0].Zone);
    }

    [Fact]
    public async Task DnsblPage_SecretZone_IsNowhereInThePage()
    {
        var secret = new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "k3y.dq.example", ReplyName = "dq.example" }] } };
        await using var context = await PanelContext.CreateAsync(secret);

        var page = context.Render<DnsblPage>();

        page.WaitForAssertion(() => Assert.Contains("dq.example", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("k3y", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DnsblPage_NoSites_OffersToAddOne()
    {
        await using var context = await PanelContext.CreateAsync();

        var page = context.Render<DnsblPage>();

        page.WaitForAssertion(() => Assert.Contains("No list is asked", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DnsblPage_Viewer_SeesButCannotEdit()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites, canEdit: false);

        var page = context.Render<DnsblPage>();

        var raise = page.WaitForElement("[aria-label='Raise weight of bl.example']");
        Assert.True(raise.HasAttribute("disabled"));
        Assert.Contains("not change them", page.Find("[role=note]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Presets"], page.FindAll(".page-head-actions button").Select(static button => button.TextContent));
    }

    [Fact]
    public async Task ActionsPage_ChooseEnforce_IsInTheDraft()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        var page = OpenActions(context, "?open=pregreet");

        page.Change("#pregreet input[value='enforce']", "enforce");

        page.WaitForAssertion(() => Assert.Equal(ScreeningAction.Enforce, context.Session.Settings.Greet.Action));
    }

    [Fact]
    public async Task ActionsPage_UnreadableTime_StaysInTheFieldWithItsError()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        var page = OpenActions(context, "?open=pregreet");

        page.Change("[id='f-Greet.Wait']", "soon");

        page.WaitForAssertion(() => Assert.Contains("Write a number and a unit", page.Markup, StringComparison.Ordinal));
        Assert.Equal("soon", page.Find("[id='f-Greet.Wait']").GetAttribute("value"));
        Assert.Empty(context.Session.Changes);
    }

    [Fact]
    public async Task ActionsPage_Closed_SaysWhatTheClientSees()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites with { Dnsbl = TwoSites.Dnsbl with { Action = ScreeningAction.Enforce } });

        var page = OpenActions(context, "");

        page.WaitForAssertion(() => Assert.Equal("550 5.7.1 Service unavailable; client [192.0.2.1] blocked using bl.example", page.Find("#dnsbl .said code").TextContent));
        Assert.Empty(page.FindAll("#dnsbl input"));
    }

    [Theory]
    [InlineData("greet_wait", "Greet.Wait")]
    [InlineData("postscreen_blacklist_action = enforce", "Access.DenylistAction")]
    [InlineData("hang up disconnect nothing like it", null)]
    public async Task ActionsPage_Search_ShowsTheFieldItself(string typed, string? path)
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        var page = OpenActions(context, "");

        page.Type("#find-setting", typed);

        page.WaitForAssertion(() => Assert.Equal(path, page.FindAll(".setting[id], .choice").SingleOrDefault()?.Id));
    }

    [Fact]
    public async Task ActionsPage_AnchorOfASetting_OpensItsGroup()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);

        var page = OpenActions(context, "#Tls.Level");

        page.WaitForElement("[id='Tls.Level'] select");
        Assert.Empty(page.FindAll("#pregreet input"));
    }

    [Fact]
    public async Task AccessPage_MoveDown_ChangesTheOrder()
    {
        var settings = AccessDraft.Add(new ScreeningSettings(), "192.0.2.1", Screening.AccessLists.AccessAction.Reject, "spam", "ann");
        await using var context = await PanelContext.CreateAsync(settings);
        var page = context.Render<AccessPage>();

        page.Click("[aria-label='Move 192.0.2.1 up']");

        page.WaitForAssertion(() => Assert.Equal("192.0.2.1", context.Session.Settings.Access.Entries[0].Pattern));
    }

    [Fact]
    public async Task AccessPage_BadNetwork_IsRefusedAndKeptInTheField()
    {
        await using var context = await PanelContext.CreateAsync();
        var page = context.Render<AccessPage>();
        page.Type("[aria-label='Network to add']", "192.0.2.1/24");

        page.Submit("form.add-network");

        page.WaitForElement(".field-error");
        Assert.Equal("192.0.2.1/24", page.Find("[aria-label='Network to add']").GetAttribute("value"));
        Assert.Empty(context.Session.Changes);
    }

    [Fact]
    public async Task ChangesPage_RollBack_PublishesTheOldContentAgain()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        await context.Session.EditAsync("Threshold", s => s with { Dnsbl = s.Dnsbl with { Threshold = 2 } });
        await context.Session.PublishAsync("lower");
        var page = context.Render<ChangesPage>();
        page.WaitForAssertion(() => Assert.Contains("lower", page.Markup, StringComparison.Ordinal));

        page.Click("button", "Roll back…");
        context.Dialogs.Type("#rollback-comment", "too strict");
        context.Dialogs.Click("button", "Publish version 1 again");

        page.WaitForAssertion(() => Assert.Contains("content of 1", page.Markup, StringComparison.Ordinal));
        Assert.Equal((3L, 3), (context.Store.Source.Current.Version, context.Store.Source.Current.Settings.Dnsbl.Threshold));
    }

    [Fact]
    public async Task ChangesPage_CompareTwoVersions_TellsInWordsAndText()
    {
        await using var context = await PanelContext.CreateAsync(TwoSites);
        await context.Session.EditAsync("Threshold", s => s with { Dnsbl = s.Dnsbl with { Threshold = 2 } });
        await context.Session.PublishAsync("lower");
        context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/changes?from=1&to=2");

        var page = context.Render<ChangesPage>();

        page.WaitForAssertion(() => Assert.Contains("postscreen_dnsbl_threshold = 2", page.Find(".text-diff").TextContent, StringComparison.Ordinal));
        Assert.Equal("DNSBL threshold", page.Find("[aria-label='Differences in words'] .title").TextContent.Trim());
    }

    private static IRenderedComponent<ActionsPage> OpenActions(PanelContext context, string query)
    {
        context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/actions" + query);
        return context.Render<ActionsPage>();
    }

    private static IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        component.WaitForAssertion(() => Assert.Contains(component.FindAll("button"), b => b.TextContent.Trim() == text));
        return component.FindAll("button").First(b => b.TextContent.Trim() == text);
    }
}
