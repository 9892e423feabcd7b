using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;

namespace AdminPanel.Store.Tests;

public sealed class DraftStoreTests
{
    private static readonly ScreeningSettings Defaults = new();
    private static readonly ScreeningSettings Edited = Defaults with { Limits = Defaults.Limits with { PreQueue = 200 } };

    [Fact]
    public async Task Get_NothingSaved_IsThePublishedContentWithRevisionZero()
    {
        await using var store = await StoreFixture.CreateAsync();
        await store.Get<SettingsStore>().PublishAsync(Edited, 0, "jo", "", null, StoreFixture.Cancellation);

        var draft = await store.Get<DraftStore>().GetAsync(StoreFixture.Cancellation);

        Assert.Equal((0L, 1L, 200), (draft.Revision, draft.BaseVersion, draft.Settings.Limits.PreQueue));
    }

    [Fact]
    public async Task Save_SomebodySavedMeanwhile_ReturnsTheirs()
    {
        await using var store = await StoreFixture.CreateAsync();
        var drafts = store.Get<DraftStore>();
        var raised = 0;
        drafts.Changed += () => raised++;

        var first = Assert.IsType<SaveDraftResult.Saved>(await drafts.SaveAsync(Edited, 0, "jo", StoreFixture.Cancellation));
        var second = Assert.IsType<SaveDraftResult.Conflict>(await drafts.SaveAsync(Defaults, 0, "al", StoreFixture.Cancellation));

        Assert.Equal(first.Draft.Revision, second.Theirs.Revision);
        Assert.Equal("jo", second.Theirs.UpdatedBy);
        Assert.Equal(1, raised);
    }

    [Fact]
    public async Task Discard_ThenSave_NeverRepeatsARevision()
    {
        await using var store = await StoreFixture.CreateAsync();
        var drafts = store.Get<DraftStore>();
        var first = Assert.IsType<SaveDraftResult.Saved>(await drafts.SaveAsync(Edited, 0, "jo", StoreFixture.Cancellation)).Draft;

        Assert.False(await drafts.DiscardAsync(first.Revision + 7, "jo", StoreFixture.Cancellation));
        Assert.True(await drafts.DiscardAsync(first.Revision, "jo", StoreFixture.Cancellation));
        Assert.Equal(0, (await drafts.GetAsync(StoreFixture.Cancellation)).Revision);
        var second = Assert.IsType<SaveDraftResult.Saved>(await drafts.SaveAsync(Edited, 0, "al", StoreFixture.Cancellation)).Draft;

        Assert.True(second.Revision > first.Revision);
        Assert.IsType<SaveDraftResult.Conflict>(await drafts.SaveAsync(Defaults, first.Revision, "jo", StoreFixture.Cancellation));
    }

    [Fact]
    public async Task Save_NewDraftFromAnOldVersion_IsAConflict()
    {
        await using var store = await StoreFixture.CreateAsync();
        var drafts = store.Get<DraftStore>();
        var old = await drafts.GetAsync(StoreFixture.Cancellation);
        await store.Get<SettingsStore>().PublishAsync(Edited, 0, "al", "", null, StoreFixture.Cancellation);

        Assert.IsType<SaveDraftResult.Conflict>(await drafts.SaveAsync(old, "jo", StoreFixture.Cancellation));
    }

    [Fact]
    public async Task Save_FirstDraftTwiceAtOnce_OneWins()
    {
        await using var store = await StoreFixture.CreateAsync();
        var drafts = store.Get<DraftStore>();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => drafts.SaveAsync(Edited, 0, "jo", StoreFixture.Cancellation))));

        Assert.Single(results.OfType<SaveDraftResult.Saved>());
    }
}
