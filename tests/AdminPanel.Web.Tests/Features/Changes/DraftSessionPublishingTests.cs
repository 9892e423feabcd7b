using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.Support;
using static AdminPanel.Web.Tests.Features.Changes.DraftEdits;

namespace AdminPanel.Web.Tests.Features.Changes;

/// <summary>The draft becomes a version, while other versions appear beside it.</summary>
public sealed class DraftSessionPublishingTests
{
    [Fact]
    public async Task RebaseAsync_BothChangedASetting_TakesWhatWasChosen()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Both", s => Weight(3)(Threshold(4)(s)));
        await store.Get<SettingsPublisher>().PublishAsync(Weight(9)(Threshold(2)(OneSite)), 1, "command line", "", null, PanelStore.Cancellation);
        await session.ReloadAsync();

        var fields = await session.GetRebaseCollisionsAsync();
        await session.RebaseAsync(["Dnsbl.Threshold"]);

        Assert.Equal(["Dnsbl.Sites[bl.example].Weight", "Dnsbl.Threshold"], fields.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Equal((2, 3), (session.Settings.Dnsbl.Threshold, session.Settings.Dnsbl.Sites[0].Weight));
    }

    [Fact]
    public async Task PublishAsync_ValidDraft_IsInForceAndTheDraftIsGone()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));

        var result = await session.PublishAsync("raise it");

        Assert.Equal(2, Assert.IsType<PublishResult.Published>(result).Version);
        Assert.Equal(3, store.Source.Current.Settings.Dnsbl.Sites[0].Weight);
        Assert.Empty(session.Changes);
    }

    [Fact]
    public async Task PublishAsync_InvalidDraft_IsRefusedAndKept()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Threshold", Threshold(0));

        var result = await session.PublishAsync("");

        Assert.IsType<PublishResult.Invalid>(result);
        Assert.NotEmpty(session.ProblemsAt("Dnsbl.Threshold"));
        Assert.Single(session.Changes);
    }

    [Fact]
    public async Task RebaseAsync_SomebodyPublishedMeanwhile_KeepsBothSides()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));
        await store.Get<SettingsPublisher>().PublishAsync(Threshold(2)(OneSite), 1, "command line", "", null, PanelStore.Cancellation);
        await session.ReloadAsync();
        Assert.True(session.IsBehind);
        Assert.IsType<PublishResult.Conflict>(await session.PublishAsync(""));

        await session.RebaseAsync();

        Assert.False(session.IsBehind);
        Assert.Equal((3, 2), (session.Settings.Dnsbl.Sites[0].Weight, session.Settings.Dnsbl.Threshold));
        Assert.IsType<PublishResult.Published>(await session.PublishAsync(""));
    }

    [Fact]
    public async Task EditAsync_VersionPublishedUnseen_GoesOnTopOfThatVersion()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EnsureLoadedAsync();

        // Straight into the store, as another process does: the session has not followed yet.
        await store.Versions.PublishAsync(Threshold(2)(OneSite), 1, "bob", "", null, PanelStore.Cancellation);
        Assert.Equal(EditOutcome.Saved, await session.EditAsync("Weight", Weight(3)));

        var draft = await store.Drafts.GetAsync(PanelStore.Cancellation);
        Assert.Equal((3, 2, 2L), (draft.Settings.Dnsbl.Sites[0].Weight, draft.Settings.Dnsbl.Threshold, draft.BaseVersion));
        Assert.Equal("bob", session.Notice?.By);
    }

    [Fact]
    public async Task EditAsync_NewestVersionIsUnusable_StartsFromTheNewestThatWorks()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        await TearNewVersionAsync(store);
        var session = store.Session("ann");

        await session.EditAsync("Threshold", Threshold(2));

        Assert.Equal("bl.example", Assert.Single(session.Settings.Dnsbl.Sites).Zone);
        Assert.Equal(3, Assert.IsType<PublishResult.Published>(await session.PublishAsync("")).Version);
    }

    [Fact]
    public async Task RollBackAsync_NewestVersionIsUnusable_IsPublished()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        await TearNewVersionAsync(store);
        var old = await store.Versions.GetAsync(1, PanelStore.Cancellation);

        Assert.Equal(3, Assert.IsType<PublishResult.Published>(await store.Session("ann").RollBackAsync(old!, "")).Version);
    }

    [Fact]
    public async Task RollBackAsync_VersionPublishedUnseen_IsAConflict()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var old = await store.Versions.GetAsync(1, PanelStore.Cancellation);
        await store.Versions.PublishAsync(Threshold(2)(OneSite), 1, "bob", "", null, PanelStore.Cancellation);

        Assert.IsType<PublishResult.Conflict>(await store.Session("ann").RollBackAsync(old!, ""));
    }

    [Fact]
    public async Task RebaseAsync_UnusableVersionCameMeanwhile_CanBePublished()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));
        await TearNewVersionAsync(store);
        Assert.IsType<PublishResult.Conflict>(await session.PublishAsync(""));
        Assert.True(session.IsBehind);

        await session.RebaseAsync();

        Assert.False(session.IsBehind);
        Assert.Equal(3, Assert.IsType<PublishResult.Published>(await session.PublishAsync("")).Version);
        Assert.Equal(3, store.Source.Current.Settings.Dnsbl.Sites[0].Weight);
    }

    [Fact]
    public async Task PublishAsync_DraftIsNotTheReviewedOne_IsRefused()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));
        var reviewed = SettingsJson.Hash(session.Settings);
        await session.EditAsync("Threshold", Threshold(2));

        await Assert.ThrowsAsync<DraftNotReviewedException>(() => session.PublishAsync("", reviewed));

        Assert.Equal(1, store.Source.Current.Version);
        Assert.IsType<PublishResult.Published>(await session.PublishAsync("", SettingsJson.Hash(session.Settings)));
    }

    [Fact]
    public async Task PublishAsync_DraftCannotBeRemovedAfterwards_IsStillPublished()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));

        // The drafts break as soon as the new version is in force. (The text differs from the published one, so that the publisher leaves it alone.)
        await ExecuteAsync(store, $"UPDATE Drafts SET Json = Json || ' '");
        store.Source.Changed += _ => ExecuteAsync(store, $"CREATE TRIGGER Full BEFORE UPDATE ON Drafts BEGIN SELECT RAISE(ABORT, 'disk is full'); END").GetAwaiter().GetResult();

        Assert.IsType<PublishResult.Published>(await session.PublishAsync(""));
    }
}
