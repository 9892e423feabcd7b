using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Tests;

public sealed class SettingsStoreTests
{
    private static readonly ScreeningSettings Defaults = new();
    private static readonly ScreeningSettings Enforcing = Defaults with { Greet = Defaults.Greet with { Action = ScreeningAction.Enforce } };

    [Fact]
    public async Task Publish_FirstAndSecond_CountUpAndKeepEveryVersion()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();

        Assert.Equal(0, await settings.GetNewestVersionNumberAsync(StoreFixture.Cancellation));
        Assert.Equal(new PublishResult.Published(1), await Publish(settings, Defaults, 0));
        Assert.Equal(new PublishResult.Published(2), await Publish(settings, Enforcing, 1));

        Assert.Equal(2, await settings.GetNewestVersionNumberAsync(StoreFixture.Cancellation));
        Assert.Equal([2L, 1L], (await settings.ListAsync(null, 10, StoreFixture.Cancellation)).Select(v => v.Version));
        Assert.Equal([1L], (await settings.ListAsync(2, 10, StoreFixture.Cancellation)).Select(v => v.Version));
        var stored = await settings.GetAsync(2, StoreFixture.Cancellation);
        Assert.Equal(ScreeningAction.Enforce, stored!.Settings.Greet.Action);
        Assert.Equal("jo", stored.Info.PublishedBy);
    }

    [Fact]
    public async Task Publish_OldBase_IsAConflictThatNamesTheWinner()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();
        await Publish(settings, Defaults, 0);

        var result = await settings.PublishAsync(Enforcing, 0, "al", "", null, StoreFixture.Cancellation);

        Assert.Equal(new PublishResult.Conflict(1, "jo"), result);
    }

    [Fact]
    public async Task Publish_SameContent_IsUnchanged()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();
        await Publish(settings, Defaults, 0);

        Assert.Equal(new PublishResult.Unchanged(1), await Publish(settings, new ScreeningSettings(), 1));
    }

    [Fact]
    public async Task Publish_TwentyAtOnce_OneWinsPerVersion()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();

        var results = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() =>
            Publish(settings, Defaults with { Limits = Defaults.Limits with { PreQueue = 100 + i } }, 0))));

        Assert.Single(results.OfType<PublishResult.Published>());
        Assert.Equal(19, results.OfType<PublishResult.Conflict>().Count());
    }

    [Fact]
    public async Task Publish_RollBack_SaysSoInVersionAndAudit()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();
        await Publish(settings, Defaults, 0);
        await Publish(settings, Enforcing, 1);

        await settings.PublishAsync(Defaults, 2, "jo", "too strict", 1, StoreFixture.Cancellation);

        Assert.Equal(1, (await settings.GetAsync(3, StoreFixture.Cancellation))!.Info.RolledBackTo);
        var audit = await store.Get<AuditLog>().ListAsync(null, 50, 3, StoreFixture.Cancellation);
        Assert.Contains(audit, entry => entry is { What: "rolled back", Who: "jo", Old: "version 1", New: "too strict", Version: 3 });
    }

    [Fact]
    public async Task GetNewestValid_NewestIsUnreadable_FallsBackAndCounts()
    {
        await using var store = await StoreFixture.CreateAsync();
        var settings = store.Get<SettingsStore>();
        await Publish(settings, Defaults, 0);
        await Publish(settings, Enforcing, 1);
        await using (var context = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(StoreFixture.Cancellation))
            await context.Database.ExecuteSqlAsync($"UPDATE SettingsVersions SET Json = 'torn' WHERE Version = 2", StoreFixture.Cancellation);

        var (newest, skipped) = await settings.GetNewestValidAsync(StoreFixture.Cancellation);

        Assert.Equal(1, newest!.Info.Version);
        Assert.Equal(1, skipped);
    }

    [Fact]
    public async Task Publish_DraftWithSameContent_GoesWithIt()
    {
        await using var store = await StoreFixture.CreateAsync();
        var drafts = store.Get<DraftStore>();
        await drafts.SaveAsync(Enforcing, 0, "jo", StoreFixture.Cancellation);

        await Publish(store.Get<SettingsStore>(), Enforcing, 0);

        var draft = await drafts.GetAsync(StoreFixture.Cancellation);
        Assert.Equal(0, draft.Revision);
        Assert.Equal(1, draft.BaseVersion);
    }

    private static Task<PublishResult> Publish(SettingsStore settings, ScreeningSettings content, long baseVersion) =>
        settings.PublishAsync(content, baseVersion, "jo", "why not", null, StoreFixture.Cancellation);
}
