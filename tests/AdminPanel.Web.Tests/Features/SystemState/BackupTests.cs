using System.Net;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store.Audit;
using AdminPanel.Store.History;
using AdminPanel.Store.Preferences;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.SystemState;
using AdminPanel.Web.Shared;
using AdminPanel.Web.Tests.Features.Support;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Tests.Features.SystemState;

public sealed class BackupTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Backup_Administrator_MadeDownloadedStagedAndAudited()
    {
        using var admin = await _panel.SignInAsync(PanelRoles.Admin, Cancellation);
        var said = await Commands(PanelRoles.Admin).CreateAsync(withHistory: true, Cancellation);
        var files = _panel.Services.GetRequiredService<DatabaseBackups>().List();
        Assert.Equal(2, files.Count);
        Assert.All(files, file => Assert.Contains(file.Name, said, StringComparison.Ordinal));
        var panel = files.Single(file => !file.IsHistory);

        var bytes = await admin.GetByteArrayAsync($"/system/backups/{panel.Name}", Cancellation);
        Assert.StartsWith("SQLite format 3", System.Text.Encoding.ASCII.GetString(bytes, 0, 15), StringComparison.Ordinal);
        Assert.Contains("with the next start", await Commands(PanelRoles.Admin).RestoreAsync(new MemoryStream(bytes), "mine.db", 1 << 30, Cancellation), StringComparison.Ordinal);
        Assert.Contains("larger than", await Commands(PanelRoles.Admin).RestoreAsync(new MemoryStream(bytes), "mine.db", 1000, Cancellation), StringComparison.Ordinal);
        Assert.Equal("mine.db", Assert.Single(_panel.Services.GetRequiredService<DatabaseBackups>().Staged()).From);
        await Commands(PanelRoles.Admin).CancelAsync("panel.db", Cancellation);
        Assert.Empty(_panel.Services.GetRequiredService<DatabaseBackups>().Staged());

        var audit = (await _panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 100, null, Cancellation)).Select(entry => entry.What).ToList();
        foreach (var what in (string[])["made backup", "downloaded backup", "staged restore", "cancelled restore"]) Assert.Contains(what, audit);
    }

    [Fact]
    public async Task Backup_OthersThanAdministrators_AreRefused()
    {
        await _panel.Services.GetRequiredService<DatabaseBackups>().CreateAsync(ofHistory: false, Cancellation);
        var name = _panel.Services.GetRequiredService<DatabaseBackups>().List().Single().Name;
        using var @operator = await _panel.SignInAsync(PanelRoles.Operator, Cancellation);

        using var download = await @operator.GetAsync($"/system/backups/{name}", Cancellation);
        Assert.Equal("/account/denied", download.Headers.Location?.AbsolutePath);
        foreach (var said in (string[])[await Commands(PanelRoles.Operator).CreateAsync(true, Cancellation), await Commands(PanelRoles.Operator).DeleteAsync(name, Cancellation), await Commands(PanelRoles.Operator).RestoreAsync(name, Cancellation)])
            Assert.Equal("Your account may not do this.", said);

        Assert.Equal(name, _panel.Services.GetRequiredService<DatabaseBackups>().List().Single().Name);
    }

    [Fact]
    public async Task Preferences_Saved_AreInForceAndBounded()
    {
        var actions = SignedIn.Commands<SystemActions>(_panel.Services, "ann", PanelRoles.Admin);

        Assert.StartsWith("Nothing was changed", await actions.SetPreferencesAsync(0, 5000, TimeSpan.FromHours(1), Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed", await actions.SetPreferencesAsync(7, 5000, TimeSpan.FromMinutes(1), Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("In force", await actions.SetPreferencesAsync(7, 5000, TimeSpan.FromHours(1), Cancellation), StringComparison.Ordinal);

        var options = _panel.Services.GetRequiredService<IOptions<HistoryOptions>>().Value;
        Assert.Equal((7, 5000), (options.RetentionDays, options.MaxRows));
        var stored = _panel.Services.GetRequiredService<PreferencesStore>();
        await stored.LoadAsync(Cancellation);
        Assert.Equal(TimeSpan.FromHours(1), stored.Current.IdleSignOut);
    }

    [Fact]
    public async Task LogTail_ApplicationLog_IsReadInWordsAndFiltered()
    {
        _panel.CreateClient().Dispose();
        var log = Path.Combine(_panel.DataDirectory, "logs", "adminpanel-29990101.log");
        await File.WriteAllTextAsync(log, """
            {"@t":"2026-03-01T12:00:00.0000000Z","@mt":"Settings version {Version} by {Who} is in force","Version":3,"Who":"ann"}
            {"@t":"2026-03-01T12:00:01.0000000Z","@mt":"The disk is {State:l}","@l":"Warning","State":"full","@x":"System.IO.IOException: no space\n   at X"}
            {"@t":"2026-03-01T12:00:02.000
            """, Cancellation);
        var tail = ActivatorUtilities.CreateInstance<LogTail>(_panel.Services);

        var all = await tail.ReadAsync(application: true, "", LogLevel.Trace, 10, Cancellation);
        var warnings = await tail.ReadAsync(application: true, "DISK", LogLevel.Warning, 10, Cancellation);

        Assert.Equal("Settings version 3 by ann is in force", all[0].Text);
        Assert.Equal("The disk is full · System.IO.IOException: no space", Assert.Single(warnings).Text);
        Assert.Equal(3, all.Length);
    }

    private BackupCommands Commands(string role) => SignedIn.Commands<BackupCommands>(_panel.Services, "ann", role);
}
