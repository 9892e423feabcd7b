using System.Net;
using System.Text;
using System.Text.Json;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.History;

public sealed class HistoryExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteCsv_FormulaFromAStranger_IsMadeHarmless()
    {
        using var file = new MemoryStream();

        await HistoryExport.WriteCsvAsync(Rows(Row() with { Helo = "=cmd|'/c calc'!A1", Sender = "+1@example.org", Rank = -2 }), file, Cancellation);

        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.StartsWith("id,connected_at,seconds,client", text, StringComparison.Ordinal);
        Assert.Contains("'=cmd|", text, StringComparison.Ordinal);
        Assert.Contains("'+1@example.org", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd", text, StringComparison.Ordinal);
        Assert.Contains(",-2,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteJson_Rows_AreOneArray()
    {
        using var file = new MemoryStream();

        await HistoryExport.WriteJsonAsync(Rows(Row(), Row()), file, Cancellation);

        using var json = JsonDocument.Parse(file.ToArray());
        Assert.Equal(2, json.RootElement.GetArrayLength());
        Assert.Equal("PASS NEW", json.RootElement[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Export_SignedIn_GetsTheFilteredRows()
    {
        await using var panel = new PanelFactory();
        using var admin = await panel.SignInAsync(PanelRoles.Admin, Cancellation);
        var writer = panel.Services.GetRequiredService<HistoryWriter>();
        writer.OnVerdict(Verdicts.Listed("198.51.100.7", DateTimeOffset.UtcNow));
        writer.OnVerdict(Verdicts.Pass("192.0.2.1", DateTimeOffset.UtcNow));
        await writer.FlushAsync(Cancellation);

        using var answer = await admin.GetAsync("/connections/export.csv?verdict=dnsbl", Cancellation);
        using var refused = await admin.GetAsync("/connections/export.json?client=nonsense", Cancellation);

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("198.51.100.7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static ExportRow Row() => ExportRow.From(new ConnectionSummary(
        1, Guid.Empty, Verdicts.Noon, TimeSpan.FromSeconds(6), "192.0.2.1", 40_000, VerdictReason.PassNew, VerdictDisposition.HandedOff, false, 0, 3, null, null, null, null, null, 3));

    private static async IAsyncEnumerable<ExportRow> Rows(params ExportRow[] rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }
}
