using System.Globalization;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.OldLogs;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.Support;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.OldLogs;

public sealed class OldLogsPageTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("adminpanel-old-logs-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Page_LogUploadedAndImported_ShowsWhatBecameOfItAndWritesHistory()
    {
        await using var panel = await OpenAsync();
        var page = panel.Render<OldLogsPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Log(20) + "no line of a log\n", "mail.log"));
        page.WaitForAssertion(() => Assert.Contains("Import 1 log", page.Find("button.btn-primary").TextContent, StringComparison.Ordinal), s_patience);
        await page.Find("button.btn-primary").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("Result", page.Find("section[aria-label=Result] h2").TextContent), s_patience);
        var result = page.Find("section[aria-label=Result]").TextContent;
        Assert.Contains("20written to history", result, StringComparison.Ordinal);
        Assert.Contains("no line of a log", result, StringComparison.Ordinal);
        Assert.Equal(20, (await panel.Services.GetRequiredService<HistoryStore>().GetExtentAsync(Cancellation)).Rows);
        Assert.Contains(await panel.Services.GetRequiredService<AuditLog>().ListAsync(new AuditQuery(), Cancellation), static entry => entry.What == "imported old logs");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory, "uploads")));
    }

    [Fact]
    public async Task Page_TimeZoneThatDoesNotExist_SaysSoAndImportsNothing()
    {
        await using var panel = await OpenAsync();
        var page = panel.Render<OldLogsPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Log(1), "mail.log"));
        page.WaitForAssertion(() => Assert.Contains("Import 1 log", page.Markup, StringComparison.Ordinal), s_patience);

        await page.Find("label.field input").ChangeAsync("Mars/Olympus");
        await page.Find("button.btn-primary").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("There is no time zone Mars/Olympus", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), s_patience);
        Assert.Null(panel.Services.GetRequiredService<LogImportRunner>().Progress);
    }

    [Fact]
    public async Task Page_MainCfThatCannotBeUsed_NamesTheLine()
    {
        await using var panel = await OpenAsync();
        var page = panel.Render<OldLogsPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Log(1), "mail.log"));
        page.WaitForAssertion(() => Assert.Contains("Import 1 log", page.Markup, StringComparison.Ordinal), s_patience);

        await page.Find("textarea").ChangeAsync("postscreen_dnsbl_threshold = many\n");
        await page.Find("button.btn-primary").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("postscreen_dnsbl_threshold", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), s_patience);
    }

    private async Task<PanelContext> OpenAsync() => await PanelContext.CreateAsync(add: services =>
    {
        services.AddSingleton(new AdminPanelOptions { DataDirectory = _directory, MailLog = "" });
        services.AddSingleton<LogImport>();
        services.AddSingleton<LogImportRunner>();
    });

    /// <summary>Clients that pass, a second apart, an hour ago.</summary>
    private static string Log(int connections) => string.Concat(Enumerable.Range(1, connections).Select(static i =>
    {
        var at = DateTime.UtcNow.AddHours(-1).AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{at}+00:00 mx postfix/postscreen[7]: CONNECT from [192.0.2.{i}]:{40_000 + i} to [198.51.100.1]:25\n{at}+00:00 mx postfix/postscreen[7]: PASS NEW [192.0.2.{i}]:{40_000 + i}\n";
    }));
}
