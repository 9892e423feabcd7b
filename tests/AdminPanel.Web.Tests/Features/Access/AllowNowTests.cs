using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.AspNetCore.Authorization;

namespace AdminPanel.Web.Tests.Features.Access;

public sealed class AllowNowTests
{
    private static readonly IPAddress Client = IPAddress.Parse("198.51.100.7");
    private static readonly AllowRequest Week = new(Client, AccessAction.Permit, "invoice from a partner", TimeSpan.FromDays(7));

    private static readonly ScreeningSettings Denied = new()
    {
        Access = new()
        {
            Entries =
            [
                new() { Id = "mynetworks", Kind = AccessEntryKind.MyNetworks },
                new() { Id = "net", Pattern = "198.51.100.0/24", Action = AccessAction.Reject },
                new() { Id = "same", Pattern = "198.51.100.7", Action = AccessAction.Reject },
            ],
        },
    };

    [Fact]
    public async Task Run_HelpDeskAllowsForAWeek_DecidesAtOnceAndEndsByItself()
    {
        await using var store = await PanelStore.CreateAsync(Denied);

        var result = await Command(store, "help-desk").RunAsync(Week, PanelStore.Cancellation);

        Assert.True(result.Done, result.Text);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(AccessAction.Permit, store.Source.Current.AccessList.Decide(Client, now).Action);
        Assert.Equal(AccessAction.Reject, store.Source.Current.AccessList.Decide(Client, now.AddDays(8)).Action);
        var version = (await store.Versions.ListAsync(null, 1, PanelStore.Cancellation))[0];
        Assert.Equal((2, "ann"), (version.Version, version.PublishedBy));
        Assert.Contains("invoice from a partner", version.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SomebodysDraftWaits_PublishesTheEntryAloneAndTheDraftKeepsBoth()
    {
        await using var store = await PanelStore.CreateAsync(Denied);
        var editor = store.Session("bob");
        await editor.EditAsync("Threshold", settings => settings with { Dnsbl = settings.Dnsbl with { Threshold = 9 } });

        var result = await Command(store, "help-desk").RunAsync(Week, PanelStore.Cancellation);

        Assert.True(result.Done, result.Text);
        Assert.Equal(1, store.Source.Current.Settings.Dnsbl.Threshold);
        var draft = await store.Drafts.GetAsync(PanelStore.Cancellation);
        Assert.Equal((2, 9), (draft.BaseVersion, draft.Settings.Dnsbl.Threshold));
        Assert.Contains(draft.Settings.Access.Entries, e => e.Pattern == Client.ToString() && e.Action == AccessAction.Permit);
        await editor.ReloadAsync();
        Assert.Single(editor.Changes);
    }

    [Theory]
    [InlineData("viewer", AccessAction.Permit, 7.0)]
    [InlineData("help-desk", AccessAction.Reject, 7.0)]
    [InlineData("help-desk", AccessAction.Permit, null)]
    [InlineData("help-desk", AccessAction.Permit, 32.0)]
    public async Task Run_NotWithinTheRole_ChangesNothingAndSaysSo(string role, AccessAction action, double? days)
    {
        await using var store = await PanelStore.CreateAsync(Denied);

        var result = await Command(store, role).RunAsync(Week with { Action = action, Lifetime = days is { } d ? TimeSpan.FromDays(d) : null }, PanelStore.Cancellation);

        Assert.False(result.Done);
        Assert.Contains("our account", result.Text, StringComparison.Ordinal);
        Assert.Equal(1, store.Source.Current.Version);
    }

    [Fact]
    public async Task Undo_AfterSomethingElseWasPublished_TakesOnlyTheEntryBack()
    {
        await using var store = await PanelStore.CreateAsync(Denied);
        var command = Command(store, "operator");
        await command.RunAsync(Week, PanelStore.Cancellation);
        var other = Command(store, "operator");
        await other.RunAsync(Week with { Client = IPAddress.Parse("192.0.2.1"), Action = AccessAction.Reject }, PanelStore.Cancellation);

        var result = await command.UndoAsync(PanelStore.Cancellation);

        Assert.True(result.Done, result.Text);
        var patterns = store.Source.Current.Settings.Access.Entries.Select(e => $"{e.Pattern} {e.Action}");
        Assert.Equal([" Permit", "192.0.2.1 Reject", "198.51.100.0/24 Reject", "198.51.100.7 Reject"], patterns);
    }

    private static AllowNow Command(PanelStore store, string role) => new(
        store.Get<AdminPanel.Web.Hosting.SettingsPublisher>(), store.Source, store.Drafts, new PanelPerson(store.Person("ann", role), store.Get<IAuthorizationService>()), TimeProvider.System);
}
