using System.Net;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.SystemState;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Tests.Features.Support;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Web.Tests.Features.SystemState;

public sealed class SystemPageTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Theory]
    [InlineData(PanelRoles.Admin, true)]
    [InlineData(PanelRoles.Operator, false)]
    [InlineData(PanelRoles.Viewer, false)]
    public async Task Page_ByRole_ShowsTheStateAndOffersChangesToAdministratorsOnly(string role, bool mayChange)
    {
        using var browser = await _panel.SignInAsync(role, Cancellation);

        var html = WebUtility.HtmlDecode(await browser.GetStringAsync("/system", Cancellation));

        Assert.Contains("Clients known", html, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", html, StringComparison.Ordinal);
        Assert.Equal(mayChange, html.Contains("id=\"log-level\"", StringComparison.Ordinal));
        Assert.Equal(mayChange, html.Contains(">Reopen</button>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefreshAsync_NewPanel_ReadsSizesAndAnEmptyHistory()
    {
        var model = _panel.Services.GetRequiredService<SystemPageModel>();

        await model.RefreshAsync(Cancellation);

        Assert.Null(model.Trouble);
        Assert.True(model.Stores!.PanelBytes > 0 && model.Stores.HistoryBytes > 0 && model.Stores.FreeBytes > 0);
        Assert.Equal((0L, null), (model.Stores.History.Rows, model.Stores.History.Oldest));
    }

    [Fact]
    public async Task SetLevelAsync_Administrator_TakesEffectAndIsAudited()
    {
        var levels = _panel.Services.GetRequiredService<LogLevels>();

        await Actions("ann", PanelRoles.Admin).SetLevelAsync(LogLevel.Error, Cancellation);

        Assert.Equal(LogLevel.Error, levels.Minimum);
        var entry = (await Audit.ListAsync(null, 1, null, Cancellation))[0];
        Assert.Equal(("ann", "changed log level", "Warning", "Error"), (entry.Who, entry.What, entry.Old, entry.New));
    }

    [Fact]
    public async Task Actions_Viewer_AreRefusedAndLeaveNoTrace()
    {
        var before = (await Audit.ListAsync(null, 100, null, Cancellation)).Count;

        await Actions("bob", PanelRoles.Viewer).SetLevelAsync(LogLevel.Error, Cancellation);
        await Actions("bob", PanelRoles.Viewer).ReopenMaillogAsync(Cancellation);

        Assert.Equal(LogLevel.Warning, _panel.Services.GetRequiredService<LogLevels>().Minimum);
        Assert.Equal(before, (await Audit.ListAsync(null, 100, null, Cancellation)).Count);
    }

    private AuditLog Audit => _panel.Services.GetRequiredService<AuditLog>();

    private SystemActions Actions(string who, string role) => SignedIn.Commands<SystemActions>(_panel.Services, who, role);
}
