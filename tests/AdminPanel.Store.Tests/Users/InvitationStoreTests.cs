using AdminPanel.Store.Users;

namespace AdminPanel.Store.Tests.Users;

public sealed class InvitationStoreTests
{
    [Fact]
    public async Task TakeAsync_Twice_WorksOnce()
    {
        await using var store = await StoreFixture.CreateAsync();
        var invitations = store.Get<InvitationStore>();
        var (made, code) = await invitations.CreateAsync("jo", "viewer", null, "ann", TimeSpan.FromDays(1), StoreFixture.Cancellation);

        Assert.Equal(made.Id, (await invitations.FindAsync(code, StoreFixture.Cancellation))?.Id);
        Assert.Null(await invitations.FindAsync(code + "x", StoreFixture.Cancellation));
        Assert.True(await invitations.TakeAsync(made.Id, StoreFixture.Cancellation));

        Assert.False(await invitations.TakeAsync(made.Id, StoreFixture.Cancellation));
        Assert.Null(await invitations.FindAsync(code, StoreFixture.Cancellation));
    }

    [Fact]
    public async Task FindAsync_AfterItsTimeOrANewerOne_IsGone()
    {
        var clock = StoreFixture.Clock();
        await using var store = await StoreFixture.CreateAsync(time: clock);
        var invitations = store.Get<InvitationStore>();
        var (_, first) = await invitations.CreateAsync("jo", "viewer", null, "ann", TimeSpan.FromDays(1), StoreFixture.Cancellation);
        var (_, second) = await invitations.CreateAsync("jo", "operator", null, "ann", TimeSpan.FromDays(1), StoreFixture.Cancellation);

        Assert.Null(await invitations.FindAsync(first, StoreFixture.Cancellation));
        Assert.Equal("operator", (await invitations.FindAsync(second, StoreFixture.Cancellation))!.Role);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await invitations.FindAsync(second, StoreFixture.Cancellation));
        Assert.Empty(await invitations.ListAsync(StoreFixture.Cancellation));
    }

    [Fact]
    public async Task CreateAsync_Code_IsNotInTheFile()
    {
        await using var store = await StoreFixture.CreateAsync();

        var (_, code) = await store.Get<InvitationStore>().CreateAsync("jo", "viewer", null, "ann", TimeSpan.FromDays(1), StoreFixture.Cancellation);

        foreach (var file in Directory.GetFiles(store.Directory, "panel.db*"))
            Assert.DoesNotContain(code, System.Text.Encoding.Latin1.GetString(await ReadAsync(file)), StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, StoreFixture.Cancellation);
        return copy.ToArray();
    }
}
