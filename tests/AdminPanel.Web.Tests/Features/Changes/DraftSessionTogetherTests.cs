using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Tests.Features.Support;
using static AdminPanel.Web.Tests.Features.Changes.DraftEdits;

namespace AdminPanel.Web.Tests.Features.Changes;

/// <summary>Two people edit the draft at once.</summary>
public sealed class DraftSessionTogetherTests
{
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
}
