using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.Dnsbl;
using AdminPanel.Web.Tests.Features.History;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.Time.Testing;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class DnsblPageModelTests
{
    [Fact]
    public async Task RefreshAsync_ZoneWasSpeltInAnotherCase_CountsBoth()
    {
        await using var store = await PanelStore.CreateAsync(new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "bl.example" }] } });
        var writer = store.Get<HistoryWriter>();
        using var stop = new CancellationTokenSource();
        var writing = writer.RunAsync(stop.Token);
        foreach (var list in new[] { "bl.example", "BL.example" })
            writer.OnVerdict(Verdicts.Pass() with { Dnsbl = [new DnsblAnswer { List = list, Outcome = "listed", Codes = ["127.0.0.2"], Weight = 1, Latency = TimeSpan.FromMilliseconds(5) }] });
        await writer.FlushAsync(PanelStore.Cancellation);
        await stop.CancelAsync();
        await writing;
        var session = store.Session("ann");
        await session.EnsureLoadedAsync();
        var model = new DnsblPageModel(session, store.Get<HistoryStore>(), new DnsblWatch(new NobodyAnswers()), new FakeTimeProvider(Verdicts.Noon.AddMinutes(5)));

        await model.RefreshAsync(PanelStore.Cancellation);

        Assert.Null(model.Trouble);
        Assert.Equal(2, Assert.Single(model.Rows).Statistics?.Answers);
    }
}
