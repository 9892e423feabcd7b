using System.Net;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Xunit;
using static AdminPanel.Store.Tests.StoreFixture;

namespace AdminPanel.Store.Tests;

public sealed class LabelStoreTests
{
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task AddAsync_WordOfAFilter_FindsTheConnectionThatWasHandedOver()
    {
        await using var store = await CreateAsync(time: Clock());
        var (older, wanted, refused) = (Verdicts.PassNew("192.0.2.1", Verdicts.Noon.AddMinutes(-9)), Verdicts.PassNew("192.0.2.1", Verdicts.Noon), Verdicts.Listed("192.0.2.1", Verdicts.Noon.AddSeconds(1)));
        await WriteAsync(store, older, wanted, refused);

        var found = await store.Get<LabelStore>().AddAsync([Sign(LabelSource.Amavis, MailLabel.Spam, Verdicts.Noon.AddSeconds(7)), Sign(LabelSource.Amavis, MailLabel.Spam, Verdicts.Noon.AddHours(2))], Cancellation);

        Assert.Equal(1, found);
        Assert.Equal("Amavis Spam 6.5", Assert.Single(await LabelsAsync(store, wanted)));
        Assert.Empty(await LabelsAsync(store, older));
        Assert.Empty(await LabelsAsync(store, refused));
    }

    [Fact]
    public async Task AddAsync_SeveralMessagesOfOneConnection_AGoodOneMakesItGood()
    {
        await using var store = await CreateAsync(time: Clock());
        var connection = Verdicts.PassNew("192.0.2.1");
        await WriteAsync(store, connection);
        var (good, spam) = (Sign(LabelSource.Rspamd, MailLabel.Good, Verdicts.Noon), Sign(LabelSource.Rspamd, MailLabel.Spam, Verdicts.Noon));

        await store.Get<LabelStore>().AddAsync([spam, good, spam], Cancellation);

        Assert.Equal("Rspamd Good 6.5", Assert.Single(await LabelsAsync(store, connection)));
        Assert.Equal(MailLabel.Good, await EffectiveAsync(store));
    }

    [Fact]
    public async Task MarkAsync_AnAdministratorsWord_OutweighsProgramsAndCanBeTakenBack()
    {
        await using var store = await CreateAsync(time: Clock());
        var connection = Verdicts.PassNew("192.0.2.1");
        await WriteAsync(store, connection);
        await store.Get<LabelStore>().AddAsync([Sign(LabelSource.Amavis, MailLabel.Good, Verdicts.Noon)], Cancellation);

        var marked = await store.Get<LabelStore>().MarkAsync(connection.Id, MailLabel.Spam, "ann", Cancellation);
        var during = await EffectiveAsync(store);
        await store.Get<LabelStore>().AddAsync([Sign(LabelSource.Rspamd, MailLabel.Good, Verdicts.Noon)], Cancellation);
        var still = await EffectiveAsync(store);
        await store.Get<LabelStore>().MarkAsync(connection.Id, MailLabel.Unknown, "ann", Cancellation);

        Assert.Equal((true, MailLabel.Spam, MailLabel.Spam, MailLabel.Good), (marked, during, still, await EffectiveAsync(store)));
        Assert.False(await store.Get<LabelStore>().MarkAsync(Guid.NewGuid(), MailLabel.Spam, "ann", Cancellation));
    }

    private static LabelSign Sign(LabelSource source, MailLabel label, DateTimeOffset at) => new(s_client, null, at, source, label, 6.5);

    private static async Task<IEnumerable<string>> LabelsAsync(StoreFixture store, VerdictEvent connection) =>
        (await store.Get<LabelStore>().GetAsync(connection.Id, Cancellation)).Select(static said => $"{said.Source} {said.Label} {said.Score}");

    private static async Task<MailLabel> EffectiveAsync(StoreFixture store) =>
        (await store.Get<LabelStore>().CountAsync(Verdicts.Noon.AddDays(-1), Cancellation)).Single(static count => count.Value == 1).Key;

    private static async Task WriteAsync(StoreFixture store, params VerdictEvent[] verdicts)
    {
        await using var import = new HistoryImport(store.Get<IDbContextFactory<HistoryDbContext>>(), store.Get<IBulkStatements>(), store.Get<IOptions<HistoryOptions>>(), store.Get<TimeProvider>());
        await import.BeginAsync(Cancellation);
        foreach (var (verdict, port) in verdicts.Select(static (verdict, i) => (verdict, 40_000 + i)))
            await import.AddAsync(verdict with { Client = new IPEndPoint(verdict.Client.Address, port) }, Cancellation);
        await import.FlushAsync(Cancellation);
    }
}
