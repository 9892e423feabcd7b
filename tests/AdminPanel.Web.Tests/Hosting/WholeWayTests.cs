using System.Net.Sockets;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class WholeWayTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Connection_RealClient_IsInHistoryAndMaillog()
    {
        var server = Assert.Single(_panel.Services.GetRequiredService<IScreeningServer>().Status.Listening);

        using var client = new TcpClient();
        await client.ConnectAsync(server, Cancellation);
        using var reader = new StreamReader(client.GetStream());
        var greeting = await reader.ReadLineAsync(Cancellation);
        Assert.Equal("421 4.3.2 No mail server is configured behind the panel", greeting);
        Assert.Null(await reader.ReadLineAsync(Cancellation));

        var verdicts = _panel.Services.GetRequiredService<VerdictStream>();
        await Eventually.HoldsAsync("the verdict is told", Patience.Limit, () => verdicts.Count > 0, Cancellation);
        await _panel.Services.GetRequiredService<HistoryWriter>().FlushAsync(Cancellation);
        var row = Assert.Single(await _panel.Services.GetRequiredService<HistoryStore>().ListAsync(new HistoryQuery(), Cancellation));
        Assert.Equal((VerdictReason.Allowlisted, VerdictDisposition.Deferred, 1L), (row.Reason, row.Disposition, row.SettingsVersion));
        var decision = await _panel.Services.GetRequiredService<HistoryStore>().GetAsync(row.Id, Cancellation);
        Assert.Contains(decision!.Notes, note => note.Kind == NoteKind.Connect);

        await _panel.Services.GetRequiredService<Screening.Maillog.MaillogWriter>().DisposeAsync();
        var log = await File.ReadAllTextAsync(Path.Combine(_panel.DataDirectory, "logs", "maillog"), Cancellation);
        Assert.Contains("CONNECT from [127.0.0.1]", log, StringComparison.Ordinal);

        // The program's umask closes what it writes; the maillog is for the group's log readers too.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Path.Combine(_panel.DataDirectory, "logs", "maillog")));
    }

    [Fact]
    public async Task Start_SecondProcessOnTheSameDataOrPort_IsRefused()
    {
        var server = Assert.Single(_panel.Services.GetRequiredService<IScreeningServer>().Status.Listening);
        var other = Path.Combine(_panel.DataDirectory, "other");
        string[] common = ["--Urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Critical"];

        var sameData = await RefusedAsync([.. common, $"--DataDirectory={_panel.DataDirectory}", "--Screening:Listen:0=127.0.0.1:0"]);
        var samePort = await RefusedAsync([.. common, $"--DataDirectory={other}", $"--Screening:Listen:0={server}"]);

        Assert.StartsWith("DataDirectory: another AdminPanel runs", sameData, StringComparison.Ordinal);
        Assert.StartsWith($"Screening:Listen: cannot listen on {server}", samePort, StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(string[] keys)
    {
        await using var second = PanelHost.Build(keys);
        var refused = await Assert.ThrowsAsync<StartException>(() => second.StartAsync(Cancellation));
        return Assert.Single(refused.Problems);
    }
}
