using AdminPanel.Screening.Settings;
using AdminPanel.Store;
using AdminPanel.Store.Settings;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class DraftSessionTests
{
    private static readonly ScreeningSettings OneSite = new() { Dnsbl = new() { Sites = [new() { Zone = "bl.example", Weight = 1 }] } };

    [Fact]
    public async Task EditAsync_RaisedWeight_IsSavedAsOneChange()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");

        var outcome = await session.EditAsync("Weight", Weight(3));

        Assert.Equal(EditOutcome.Saved, outcome);
        Assert.Equal(("1", "3"), Assert.Single(session.Changes) is var c ? (c.Old, c.New) : default);
        Assert.Equal(3, (await store.Drafts.GetAsync(PanelStore.Cancellation)).Settings.Dnsbl.Sites[0].Weight);
        Assert.Equal(1, store.Source.Current.Settings.Dnsbl.Sites[0].Weight);
    }

    [Fact]
    public async Task EditAsync_BackToWhatIsInForce_LeavesNoDraft()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");

        await session.EditAsync("Weight", Weight(3));
        await session.EditAsync("Weight", Weight(1));

        Assert.Empty(session.Changes);
        Assert.Equal(0, (await store.Drafts.GetAsync(PanelStore.Cancellation)).Revision);
    }

    [Fact]
    public async Task EditAsync_OtherPersonChangedSomethingElse_KeepsBoth()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var (ann, bob) = (store.Session("ann"), store.Session("bob"));
        await ann.EnsureLoadedAsync();
        await bob.EditAsync("Threshold", Threshold(2));

        var outcome = await ann.EditAsync("Weight", Weight(3));

        Assert.Equal(EditOutcome.Saved, outcome);
        Assert.Equal((3, 2), (ann.Settings.Dnsbl.Sites[0].Weight, ann.Settings.Dnsbl.Threshold));
    }

    [Fact]
    public async Task EditAsync_OtherPersonSavedUnseen_AsksAndLosesNothing()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var ann = store.Session("ann");
        await ann.EnsureLoadedAsync();
        var raced = false;

        // Bob saves between ann's look and ann's save.
        var outcome = await ann.EditAsync("Threshold", s =>
        {
            if (!raced) store.Drafts.SaveAsync(Threshold(5)(OneSite), 0, "bob", PanelStore.Cancellation).GetAwaiter().GetResult();
            raced = true;
            return Threshold(2)(s);
        });

        Assert.Equal(EditOutcome.Conflict, outcome);
        Assert.Equal(("bob", "5", "2"), (ann.Conflict!.By, ann.Conflict.Theirs[0].New, ann.Conflict.Mine[0].New));
        Assert.Equal(2, ann.Settings.Dnsbl.Threshold);
        Assert.Equal(5, (await store.Drafts.GetAsync(PanelStore.Cancellation)).Settings.Dnsbl.Threshold);

        await ann.ResolveAsync(keepMine: true);

        Assert.Null(ann.Conflict);
        Assert.Equal(2, (await store.Drafts.GetAsync(PanelStore.Cancellation)).Settings.Dnsbl.Threshold);
    }

    [Fact]
    public async Task ResolveAsync_TakeTheirs_ShowsTheirValue()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var ann = store.Session("ann");
        await ann.EnsureLoadedAsync();
        var raced = false;
        await ann.EditAsync("Threshold", s =>
        {
            if (!raced) store.Drafts.SaveAsync(Threshold(5)(OneSite), 0, "bob", PanelStore.Cancellation).GetAwaiter().GetResult();
            raced = true;
            return Threshold(2)(s);
        });

        await ann.ResolveAsync(keepMine: false);

        Assert.Equal(5, ann.Settings.Dnsbl.Threshold);
        Assert.Null(ann.Conflict);
    }

    [Fact]
    public async Task EditAsync_TypedWhileSomebodyElseSetTheSameField_AsksFieldByField()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var (ann, bob) = (store.Session("ann"), store.Session("bob"));
        await ann.EnsureLoadedAsync();
        var seen = ann.Settings;
        await bob.EditAsync("Threshold", Threshold(5));
        await bob.EditAsync("Wait", s => s with { Greet = s.Greet with { Ttl = TimeSpan.FromHours(3) } });
        await ann.ReloadAsync();

        var outcome = await ann.EditAsync("Threshold and weight", s => Weight(7)(Threshold(2)(s)), seen);

        Assert.Equal(EditOutcome.Conflict, outcome);
        var field = Assert.Single(ann.Conflict!.Fields);
        Assert.Equal(("bob", "Dnsbl.Threshold", "1", "2", "5"), (ann.Conflict.By, field.Path, field.Before, field.Mine, field.Theirs));

        await ann.ResolveAsync(["Dnsbl.Threshold"]);

        var stored = (await store.Drafts.GetAsync(PanelStore.Cancellation)).Settings;
        Assert.Equal((5, 7, TimeSpan.FromHours(3)), (stored.Dnsbl.Threshold, stored.Dnsbl.Sites[0].Weight, stored.Greet.Ttl));
        Assert.Null(ann.Conflict);
    }

    [Fact]
    public async Task EditAsync_OverWhatSomebodyElseSet_TellsBoth()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var (ann, bob) = (store.Session("ann"), store.Session("bob"));
        await bob.EditAsync("Threshold", Threshold(5));
        await ann.EnsureLoadedAsync();
        Assert.Equal("bob", Assert.Single(ann.TouchesOf("Dnsbl.Threshold")).By);

        await ann.EditAsync("Threshold", Threshold(2));
        await bob.ReloadAsync();

        Assert.Equal("You replaced what bob had set: DNSBL threshold was 5, now it is 2. Undo brings it back.", ann.Notice!.Text);
        Assert.Equal("ann replaced what you had set: DNSBL threshold was 5, now it is 2.", bob.Notice!.Text);
        Assert.Equal("ann", Assert.Single(bob.TouchesOf("Dnsbl.Threshold")).By);
    }

    [Fact]
    public async Task RebaseAsync_BothChangedASetting_TakesWhatWasChosen()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Both", s => Weight(3)(Threshold(4)(s)));
        await store.Get<Web.Hosting.SettingsPublisher>().PublishAsync(Weight(9)(Threshold(2)(OneSite)), 1, "command line", "", null, PanelStore.Cancellation);
        await session.ReloadAsync();

        var fields = await session.GetRebaseCollisionsAsync();
        await session.RebaseAsync(["Dnsbl.Threshold"]);

        Assert.Equal(["Dnsbl.Sites[bl.example].Weight", "Dnsbl.Threshold"], fields.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Equal((2, 3), (session.Settings.Dnsbl.Threshold, session.Settings.Dnsbl.Sites[0].Weight));
    }

    [Fact]
    public async Task Changed_OtherPersonSaves_FollowsAndTells()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var (ann, bob) = (store.Session("ann"), store.Session("bob"));
        await ann.EnsureLoadedAsync();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ann.Changed += () =>
        {
            if (ann.Notice is not null) told.TrySetResult();
        };

        await bob.EditAsync("Threshold", Threshold(4));
        await told.Task.WaitAsync(Patience.Limit, PanelStore.Cancellation);

        Assert.Equal(4, ann.Settings.Dnsbl.Threshold);
        Assert.Equal("bob", ann.Notice!.By);
    }

    [Fact]
    public async Task UndoAsync_AfterAnotherEdit_TakesBackOnlyItsOwn()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var (ann, bob) = (store.Session("ann"), store.Session("bob"));
        await ann.EditAsync("Remove bl.example", s => s with { Dnsbl = s.Dnsbl with { Sites = [] } });
        await bob.EditAsync("Threshold", Threshold(4));

        await ann.UndoAsync();

        Assert.Equal(("bl.example", 4), (ann.Settings.Dnsbl.Sites[0].Zone, ann.Settings.Dnsbl.Threshold));
        Assert.Null(ann.LastEdit);
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
        await store.Get<Web.Hosting.SettingsPublisher>().PublishAsync(Threshold(2)(OneSite), 1, "command line", "", null, PanelStore.Cancellation);
        await session.ReloadAsync();
        Assert.True(session.IsBehind);
        Assert.IsType<PublishResult.Conflict>(await session.PublishAsync(""));

        await session.RebaseAsync();

        Assert.False(session.IsBehind);
        Assert.Equal((3, 2), (session.Settings.Dnsbl.Sites[0].Weight, session.Settings.Dnsbl.Threshold));
        Assert.IsType<PublishResult.Published>(await session.PublishAsync(""));
    }

    [Fact]
    public async Task DiscardAsync_ThenUndo_BringsTheDraftBack()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("ann");
        await session.EditAsync("Weight", Weight(3));

        Assert.True(await session.DiscardAsync());
        Assert.Empty(session.Changes);
        await session.UndoAsync();

        Assert.Equal(3, session.Settings.Dnsbl.Sites[0].Weight);
    }

    [Fact]
    public async Task EditAsync_Viewer_IsRefused()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var session = store.Session("vic", "viewer");

        Assert.Equal(EditOutcome.Refused, await session.EditAsync("Weight", Weight(3)));
        Assert.False(session.CanEdit);
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

    [Fact]
    public async Task EditAsync_DiskIsFull_SaysSo()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        await ExecuteAsync(store, $"CREATE TRIGGER Full BEFORE INSERT ON Drafts BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        var session = store.Session("ann");

        Assert.Equal(EditOutcome.Failed, await session.EditAsync("Weight", Weight(3)));
        Assert.DoesNotContain("too often", session.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_RightWasTakenAway_SavesNothing()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        var person = store.Person("ann");
        var ann = store.Session(person);
        await ann.EnsureLoadedAsync();
        var raced = false;
        await ann.EditAsync("Threshold", s =>
        {
            if (!raced) store.Drafts.SaveAsync(Threshold(5)(OneSite), 0, "bob", PanelStore.Cancellation).GetAwaiter().GetResult();
            raced = true;
            return Threshold(2)(s);
        });

        person.Role = "viewer";
        await ann.ResolveAsync(keepMine: true);

        Assert.Equal(5, (await store.Drafts.GetAsync(PanelStore.Cancellation)).Settings.Dnsbl.Threshold);
        Assert.False(ann.CanEdit);
    }

    private static async Task TearNewVersionAsync(PanelStore store)
    {
        await store.Versions.PublishAsync(Threshold(9)(OneSite), 1, "later program", "", null, PanelStore.Cancellation);
        await ExecuteAsync(store, $"UPDATE SettingsVersions SET Json = 'torn' WHERE Version = 2");
    }

    private static async Task ExecuteAsync(PanelStore store, FormattableString sql)
    {
        await using var context = await store.Get<IDbContextFactory<PanelDbContext>>().CreateDbContextAsync(PanelStore.Cancellation);
        await context.Database.ExecuteSqlAsync(sql, PanelStore.Cancellation);
    }

    private static Func<ScreeningSettings, ScreeningSettings> Weight(int value) =>
        s => s with { Dnsbl = s.Dnsbl with { Sites = [s.Dnsbl.Sites[0] with { Weight = value }] } };

    private static Func<ScreeningSettings, ScreeningSettings> Threshold(int value) => s => s with { Dnsbl = s.Dnsbl with { Threshold = value } };
}
