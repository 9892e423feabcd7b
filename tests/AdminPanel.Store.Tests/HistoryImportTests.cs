using AdminPanel.Store.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Xunit;
using static AdminPanel.Store.Tests.StoreFixture;

namespace AdminPanel.Store.Tests;

public sealed class HistoryImportTests
{
    [Fact]
    public async Task AddAsync_WhatIsThereAlready_IsPassedOver()
    {
        await using var store = await CreateAsync(time: Clock());
        var connections = Enumerable.Range(1, 20).Select(i => Verdicts.PassNew($"192.0.2.{i}", Verdicts.Noon.AddSeconds(-i))).ToList();

        var first = await ImportAsync(store, connections);
        var again = await ImportAsync(store, [.. connections, Verdicts.PassNew("192.0.2.99")]);

        Assert.Equal((20, 0), (first.Written, first.Known));
        Assert.Equal((1, 20), (again.Written, again.Known));
        Assert.Equal(21, (await store.Get<HistoryStore>().GetExtentAsync(Cancellation)).Rows);
    }

    [Fact]
    public async Task AddAsync_LogOfTheSameTrafficInWholeSeconds_AddsNothing()
    {
        await using var store = await CreateAsync(time: Clock());
        var screened = Verdicts.PassNew("192.0.2.1", Verdicts.Noon.AddMilliseconds(-1));
        await ImportAsync(store, [screened]);

        var logged = await ImportAsync(store, [Verdicts.PassNew("192.0.2.1", Verdicts.Noon) with { Id = Guid.NewGuid() }]);

        Assert.Equal((0, 1), (logged.Written, logged.Known));
    }

    [Fact]
    public async Task AddAsync_OlderThanRetention_IsNotTaken()
    {
        await using var store = await CreateAsync(time: Clock());

        var import = await ImportAsync(store, [Verdicts.PassNew("192.0.2.1", Verdicts.Noon.AddDays(-31)), Verdicts.PassNew("192.0.2.2", Verdicts.Noon.AddDays(-29))]);

        Assert.Equal((1, 1), (import.Written, import.TooOld));
    }

    [Fact]
    public async Task GetExtentAsync_GapsBetweenTheKeys_AreNotCounted()
    {
        await using var store = await CreateAsync(time: Clock());
        await ImportAsync(store, Enumerable.Range(1, 5).Select(static i => Verdicts.PassNew($"192.0.2.{i}", Verdicts.Noon.AddSeconds(-i))));
        await using (var context = await store.Get<IDbContextFactory<HistoryDbContext>>().CreateDbContextAsync(Cancellation))
            await context.Connections.Where(static row => row.Key == 2 || row.Key == 3).ExecuteDeleteAsync(Cancellation);
        var history = store.Get<HistoryStore>();
        Assert.Equal(3, (await history.GetExtentAsync(Cancellation)).Rows);

        await ImportAsync(store, [Verdicts.PassNew("192.0.2.99")]);

        Assert.Equal(4, (await history.GetExtentAsync(Cancellation)).Rows);
    }

    private static async Task<HistoryImport> ImportAsync(StoreFixture store, IEnumerable<Screening.Verdicts.VerdictEvent> verdicts)
    {
        var import = new HistoryImport(store.Get<IDbContextFactory<HistoryDbContext>>(), store.Get<IBulkStatements>(), store.Get<IOptions<HistoryOptions>>(), store.Get<TimeProvider>());
        await using (import)
        {
            await import.BeginAsync(Cancellation);
            foreach (var verdict in verdicts) await import.AddAsync(verdict, Cancellation);
            await import.FlushAsync(Cancellation);
        }

        return import;
    }
}
