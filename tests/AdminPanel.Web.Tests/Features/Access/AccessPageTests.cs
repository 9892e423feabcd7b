using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AdminPanel.Web.Tests.Features.Access;

public sealed class AccessPageTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private ScreeningSettings OneHour => new()
    {
        Access = new() { Entries = [new() { Id = "a", Pattern = $"{s_client}", Action = AccessAction.Permit, Reason = "for now", Expires = _clock.GetUtcNow().AddHours(1) }] },
    };

    [Fact]
    public async Task AccessPage_EntryExpiresWhileItIsOpen_SaysSoAndTheEntryDecidesNoMore()
    {
        await using var context = await PanelContext.CreateAsync(OneHour, add: services => services.AddSingleton<TimeProvider>(_clock));
        var page = context.Render<AccessPage>();
        page.WaitForElement("tr.entry", s_patience);
        var inForce = context.Store.Source.Current;
        Assert.Empty(page.FindAll(".ended"));
        Assert.Equal(AccessAction.Permit, inForce.AccessList.Decide(s_client, _clock.GetUtcNow()).Action);

        _clock.Advance(TimeSpan.FromMinutes(61));

        page.WaitForAssertion(() => Assert.Contains("it no longer decides", page.Find(".ended").TextContent, StringComparison.Ordinal), s_patience);
        Assert.Equal(AccessAction.Dunno, inForce.AccessList.Decide(s_client, _clock.GetUtcNow()).Action);
        Assert.Same(inForce, context.Store.Source.Current);
    }

    [Fact]
    public async Task AccessPage_Viewer_SeesTheEntriesTheReasonAndNoCommand()
    {
        await using var context = await PanelContext.CreateAsync(OneHour, canEdit: false);

        var page = context.Render<AccessPage>();

        page.WaitForElement("tr.entry", s_patience);
        Assert.Contains("not change them", page.Find("[role=note]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Export"], page.FindAll("button").Select(static button => button.TextContent.Trim()));
        Assert.Empty(page.FindAll(".entries select, .entries input, form"));
    }
}
