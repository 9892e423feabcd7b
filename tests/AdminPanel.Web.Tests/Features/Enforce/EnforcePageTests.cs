using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Enforce;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.Web.Tests.Features.Enforce;

public sealed class EnforcePageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Path_StepByStepAndBack_PublishesNothingButTheStep()
    {
        await using var panel = await PanelContext.CreateAsync(new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "zen.test", Weight = 3 }], Threshold = 3 } });
        var path = panel.Services.GetRequiredService<EnforcePath>();
        var before = panel.Session.Published.Settings;

        var some = await path.TakeAsync(EnforcedCheck.Dnsbl, new EnforceStep(ScreeningAction.Enforce, 25), "a quarter", Cancellation);
        var partly = panel.Session.Published.Settings;
        var all = await path.TakeAsync(EnforcedCheck.Dnsbl, EnforceStep.All, "all", Cancellation);
        var back = await path.GetPreviousAsync(EnforcedCheck.Dnsbl, Cancellation);
        await path.TakeAsync(EnforcedCheck.Dnsbl, back!.Value.Step, "back", Cancellation);

        Assert.True(some.Done && all.Done);
        Assert.Equal(["Dnsbl.Action", "Dnsbl.EnforceShare"], SettingsDiff.Compare(before, partly).Select(static change => change.Path).Order());
        Assert.Equal((ScreeningAction.Enforce, 25), (partly.Dnsbl.Action, partly.Dnsbl.EnforceShare));
        Assert.Equal(SettingsJson.Hash(partly), SettingsJson.Hash(panel.Session.Published.Settings));
    }

    [Fact]
    public async Task Path_DraftStands_NothingIsPublished()
    {
        await using var panel = await PanelContext.CreateAsync();
        await panel.Session.EditAsync("Threshold", static settings => settings with { Dnsbl = settings.Dnsbl with { Threshold = 7 } });
        var path = panel.Services.GetRequiredService<EnforcePath>();
        var version = panel.Session.Published.Version;

        var (done, words) = await path.TakeAsync(EnforcedCheck.Pregreet, EnforceStep.All, "", Cancellation);

        Assert.False(done);
        Assert.Contains("There is a draft by ann", words, StringComparison.Ordinal);
        Assert.Equal(version, panel.Session.Published.Version);
    }

    [Fact]
    public async Task Page_NextStep_SaysWhatWillHappenBeforeItDoes()
    {
        await using var panel = await PanelContext.CreateAsync();
        var page = panel.Render<EnforcePage>();
        await page.WaitForAssertionAsync(() => Assert.Equal(2, page.FindAll("section").Count(section => section.TextContent.Contains("Next step", StringComparison.Ordinal))));

        page.Click("button", "Enforce for 10 %");
        var proposal = page.WaitForElement("[aria-label='What will happen']").TextContent;
        var unpublished = panel.Session.Published.Settings.Dnsbl.Action;
        page.Click(".proposal .btn-primary");

        Assert.Contains("About 10 of 100 clients, always the same ones, get 550", proposal, StringComparison.Ordinal);
        Assert.Equal(ScreeningAction.Ignore, unpublished);
        await page.WaitForAssertionAsync(() => Assert.Equal((ScreeningAction.Enforce, 10), (panel.Session.Published.Settings.Dnsbl.Action, panel.Session.Published.Settings.Dnsbl.EnforceShare)));
        await page.WaitForAssertionAsync(() => Assert.Contains("One step back: ignore", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Viewer_MayNotPublish()
    {
        await using var panel = await PanelContext.CreateAsync(canEdit: false);

        var (done, words) = await panel.Services.GetRequiredService<EnforcePath>().TakeAsync(EnforcedCheck.Dnsbl, EnforceStep.All, "", Cancellation);

        Assert.Equal((false, "Your account may not publish settings."), (done, words));
    }
}
