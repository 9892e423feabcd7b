using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Tests.Features.Support;
using static AdminPanel.Web.Tests.Features.Changes.DraftEdits;

namespace AdminPanel.Web.Tests.Features.Changes;

/// <summary>One person edits the draft.</summary>
public sealed class DraftSessionTests
{
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
    public async Task EditAsync_DiskIsFull_SaysSo()
    {
        await using var store = await PanelStore.CreateAsync(OneSite);
        await ExecuteAsync(store, $"CREATE TRIGGER Full BEFORE INSERT ON Drafts BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        var session = store.Session("ann");

        Assert.Equal(EditOutcome.Failed, await session.EditAsync("Weight", Weight(3)));
        Assert.DoesNotContain("too often", session.Trouble, StringComparison.Ordinal);
    }
}
