using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Store.Allowlist;

namespace AdminPanel.Store.Tests;

public sealed class AllowlistJournalTests
{
    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Second = IPAddress.Parse("2001:db8::1");

    [Fact]
    public async Task Append_ChangesInOrder_LastOneWins()
    {
        await using var store = await StoreFixture.CreateAsync();
        var journal = store.Get<IAllowlistJournal>();

        await journal.AppendAsync(
            [new(First, new(1, 1, 1, 1, 1)), new(Second, new(5, 5, 5, 5, 5)), new(First, null), new(First, new(9, 8, 7, 6, 5))], StoreFixture.Cancellation);
        await journal.AppendAsync([new(Second, null)], StoreFixture.Cancellation);

        var records = await journal.LoadAsync(StoreFixture.Cancellation).ToListAsync(StoreFixture.Cancellation);
        Assert.Equal(new AllowlistRecord(First, new(9, 8, 7, 6, 5)), await store.Get<AllowlistJournal>().FindAsync(First, StoreFixture.Cancellation));
        Assert.Null(await store.Get<AllowlistJournal>().FindAsync(Second, StoreFixture.Cancellation));
        Assert.Equal([new AllowlistRecord(First, new(9, 8, 7, 6, 5))], records);
    }

    [Fact]
    public async Task List_AfterAnAddress_ContinuesBehindIt()
    {
        await using var store = await StoreFixture.CreateAsync();
        var journal = store.Get<AllowlistJournal>();
        await journal.AppendAsync([new(Second, new(5, 5, 5, 5, 5)), new(First, new(1, 1, 1, 1, 1))], StoreFixture.Cancellation);

        var page = await journal.ListAsync(null, 1, StoreFixture.Cancellation);
        var next = await journal.ListAsync(page[0].Client, 10, StoreFixture.Cancellation);

        Assert.Equal(First, page[0].Client);
        Assert.Equal(Second, Assert.Single(next).Client);
    }
}
