using AdminPanel.Store.Views;

namespace AdminPanel.Store.Tests;

public sealed class SavedViewStoreTests
{
    [Fact]
    public async Task Views_OwnAndShared_AreSeenByThoseTheyAreFor()
    {
        await using var store = await StoreFixture.CreateAsync();
        var views = store.Get<SavedViewStore>();
        await views.SaveAsync("Refused", "verdict=dnsbl", shared: false, "ann", StoreFixture.Cancellation);
        await views.SaveAsync("Near misses", "near=1", shared: true, "bob", StoreFixture.Cancellation);
        await views.SaveAsync(" Refused ", "verdict=pregreet", shared: false, "ann", StoreFixture.Cancellation);

        var anns = await views.ListAsync("ann", StoreFixture.Cancellation);
        Assert.Equal([("Near misses", "near=1", true), ("Refused", "verdict=pregreet", false)], anns.Select(v => (v.Name, v.Query, v.IsShared)));
        Assert.Equal("Near misses", Assert.Single(await views.ListAsync("carl", StoreFixture.Cancellation)).Name);

        Assert.False(await views.RemoveAsync(anns[0].Id, "ann", alsoShared: false, StoreFixture.Cancellation));
        Assert.False(await views.RemoveAsync(anns[1].Id, "bob", alsoShared: true, StoreFixture.Cancellation));
        Assert.True(await views.RemoveAsync(anns[0].Id, "ann", alsoShared: true, StoreFixture.Cancellation));
        Assert.True(await views.RemoveAsync(anns[1].Id, "ann", alsoShared: false, StoreFixture.Cancellation));
    }
}
