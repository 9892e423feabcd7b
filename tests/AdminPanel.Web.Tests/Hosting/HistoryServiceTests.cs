using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.History;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class HistoryServiceTests
{
    [Fact]
    public async Task StopAsync_HostsPatienceIsUsedUp_StillWritesWhatWaits()
    {
        await using var store = await PanelStore.CreateAsync();
        var verdicts = new VerdictStream();
        using var service = new HistoryService(
            verdicts, store.Get<HistoryWriter>(), store.Get<ConnectionTextIndexer>(), store.Get<HistoryRetention>(), store.Get<AuditLog>(), TimeProvider.System, NullLogger<HistoryService>.Instance);
        await service.StartAsync(PanelStore.Cancellation);
        for (var i = 0; i < 2_000; i++) verdicts.Publish(Verdicts.Pass());

        await service.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal((2_000L, 0), (store.Get<HistoryWriter>().Written, store.Get<HistoryWriter>().Waiting));
    }
}
