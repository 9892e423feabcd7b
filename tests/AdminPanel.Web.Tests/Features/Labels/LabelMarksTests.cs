using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using AdminPanel.Web.Features.Labels;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.Web.Tests.Features.Labels;

public sealed class LabelMarksTests
{
    [Fact]
    public async Task Bar_MarkAndUndo_AreKeptAndAudited()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var panel = await PanelContext.CreateAsync();
        var verdict = Verdict();
        var writer = panel.Services.GetRequiredService<HistoryWriter>();
        using var stop = new CancellationTokenSource();
        var writing = writer.RunAsync(stop.Token);
        writer.OnVerdict(verdict);
        await writer.FlushAsync(cancellation);

        var bar = panel.Render<LabelBar>(parameters => parameters.Add(static b => b.Verdict, verdict));
        await bar.WaitForAssertionAsync(() => Assert.Contains("Nobody has said", bar.Markup, StringComparison.Ordinal));
        bar.Click("button", "This was spam");
        await bar.WaitForAssertionAsync(() => Assert.Contains("marked by ann", bar.Markup, StringComparison.Ordinal));
        bar.Click("button", "Undo");
        await bar.WaitForAssertionAsync(() => Assert.Contains("Nobody has said", bar.Markup, StringComparison.Ordinal));

        Assert.Empty(await panel.Services.GetRequiredService<LabelStore>().GetAsync(verdict.Id, cancellation));
        var audit = await panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 10, null, cancellation);
        Assert.Equal(["spam>", ">spam"], audit.Where(static entry => entry.What == "marked connection").Select(static entry => $"{entry.Old}>{entry.New}"));
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task Bar_Viewer_HasNoButtons()
    {
        await using var panel = await PanelContext.CreateAsync(canEdit: false);

        var bar = panel.Render<LabelBar>(parameters => parameters.Add(static b => b.Verdict, Verdict()));

        await bar.WaitForAssertionAsync(() => Assert.Contains("Nobody has said", bar.Markup, StringComparison.Ordinal));
        Assert.Empty(bar.FindAll("button"));
    }

    private static VerdictEvent Verdict() => new()
    {
        Id = Guid.CreateVersion7(),
        ConnectedAt = DateTimeOffset.UtcNow,
        Duration = TimeSpan.FromSeconds(6),
        Client = new(System.Net.IPAddress.Parse("192.0.2.1"), 4_000),
        Server = new(System.Net.IPAddress.Loopback, 25),
        SettingsVersion = 1,
        Reason = VerdictReason.PassNew,
        Disposition = VerdictDisposition.HandedOff,
    };
}
