using AdminPanel.Store.Audit;

namespace AdminPanel.Store.Tests;

public sealed class AuditLogTests
{
    [Fact]
    public async Task PruneSignInFailuresAsync_TooMany_RemovesTheOldestOfThemOnly()
    {
        await using var store = await StoreFixture.CreateAsync();
        var audit = store.Get<AuditLog>();
        foreach (var what in new[] { "published", AuditLog.SignInFailed, AuditLog.SignInFailed, "signed in", AuditLog.SignInFailed })
            await audit.WriteAsync("jo", what, null, null, null, StoreFixture.Cancellation);

        Assert.Equal(0, await audit.PruneSignInFailuresAsync(3, StoreFixture.Cancellation));
        Assert.Equal(2, await audit.PruneSignInFailuresAsync(1, StoreFixture.Cancellation));

        var left = await audit.ListAsync(null, 10, null, StoreFixture.Cancellation);
        Assert.Equal([AuditLog.SignInFailed, "signed in", "published"], left.Select(entry => entry.What));
        Assert.Equal(5, left[0].Id);
    }
}
