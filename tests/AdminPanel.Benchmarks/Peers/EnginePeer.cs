using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Measuring;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Store.Settings;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Benchmarks.Peers;

/// <summary>
/// The engine as it is installed: published Release, started with <c>run</c>, history and mail log written, a browser on its Live page. Its
/// settings are imported from the main.cf that postscreen runs with.
/// </summary>
internal sealed class EnginePeer(string program, string handoff, IPEndPoint resolver, string mainCf, LiveBrowser? browser) : IPeer, IAsyncDisposable
{
    private const string User = "bench";
    private const string Password = "a-long-password";

    private readonly TempFolder _template = new("bench-template");
    private readonly Uri _url = new($"http://127.0.0.1:{LoopbackPorts.FreeTcp()}/");
    private TempFolder? _data;
    private LabProcess? _process;

    public string Name => "engine";

    public IPEndPoint Smtp { get; } = new(IPAddress.Loopback, LoopbackPorts.FreeTcp());

    public ProcessTree Processes => new(_process!.Id);

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Publishes the program as the README says; returns the folder.</summary>
    public static async Task<TempFolder> PublishProgramAsync(CancellationToken cancellationToken)
    {
        var folder = new TempFolder("bench-program");
        var (code, output) = await LabProcess.RunAsync(
            "dotnet",
            ["publish", RepositoryRoot.Combine("src", "AdminPanel.Web"), "-c", "Release", "-o", folder.Path, "-nodeReuse:false", "-v", "quiet"],
            cancellationToken,
            timeout: TimeSpan.FromMinutes(8));
        return code == 0 ? folder : throw new InvalidOperationException(output);
    }

    /// <summary>Makes the data directory that every start begins with: databases, one user.</summary>
    public async Task PrepareAsync(Profile profile, CancellationToken cancellationToken)
    {
        await PublishAsync(_template.Path, profile, cancellationToken);
        var (code, output) = await LabProcess.RunAsync("dotnet", [Assembly, "user", "add", User, "--role", "admin", .. Keys(_template.Path)], cancellationToken, Password + "\n");
        if (code != 0) throw new InvalidOperationException(output);
    }

    public async Task<TimeSpan> StartAsync(Profile profile, CancellationToken cancellationToken)
    {
        _data = new TempFolder("bench-data");
        foreach (var file in Directory.EnumerateFiles(_template.Path)) File.Copy(file, _data.Combine(Path.GetFileName(file)));
        await PublishAsync(_data.Path, profile, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        _process = LabProcess.Start("dotnet", [Assembly, "run", .. Keys(_data.Path)], Environment);
        await Teaser.ListensAsync(Smtp, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        if (browser is not null) await browser.OpenLiveAsync(_url, User, Password, cancellationToken);
        await Teaser.SaysAsync(Smtp, profile.Name, cancellationToken);
        return took;
    }

    public async Task UseAsync(Profile profile, CancellationToken cancellationToken)
    {
        await PublishAsync(_data!.Path, profile, cancellationToken);
        await Teaser.SaysAsync(Smtp, profile.Name, cancellationToken);
    }

    /// <summary>Rows of the history by reason, once there are no more of them for a moment.</summary>
    public async Task<IReadOnlyDictionary<VerdictReason, int>> SettledHistoryAsync(CancellationToken cancellationToken)
    {
        await using var provider = Store(_data!.Path);
        var history = provider.GetRequiredService<HistoryStore>();
        for (var before = -1; ;)
        {
            var totals = await history.GetTotalsAsync(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), cancellationToken);
            if (totals.Connections == before) return totals.ByReason;
            before = totals.Connections;
            await Task.Delay(TimeSpan.FromSeconds(1.5), cancellationToken);
        }
    }

    /// <summary>Lines of its mail log about a new connection.</summary>
    public int LoggedConnects() => LogLines("maillog").Count(static line => line.Contains("]: CONNECT from ", StringComparison.Ordinal));

    /// <summary>Warnings and errors of the panel's own log, and what else it wrote to the console about a crash.</summary>
    public IReadOnlyList<string> Troubles() =>
    [
        .. LogLines("adminpanel-*.log").Where(static line => line.Contains("\"@l\":", StringComparison.Ordinal)),
        .. (_process?.Output ?? "").Split('\n').Where(static line => line.Contains("Unhandled exception", StringComparison.Ordinal)),
    ];

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (browser is not null) await browser.LeaveAsync(cancellationToken);
        if (_process is not null)
        {
            await _process.SignalAsync("TERM", cancellationToken);
            await _process.WaitForExitAsync(TimeSpan.FromSeconds(40), cancellationToken);
            await _process.DisposeAsync();
        }

        _data?.Dispose();
        (_process, _data) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _data?.Dispose();
        _template.Dispose();
    }

    private string Assembly => Path.Combine(program, "AdminPanel.dll");

    private string[] Keys(string data) =>
    [
        $"--DataDirectory={data}", $"--Urls={_url.GetLeftPart(UriPartial.Authority)}", $"--Screening:Listen:0={Smtp}", $"--Screening:HandOff={handoff}", $"--Screening:Resolvers:0={resolver}",
    ];

    private IEnumerable<string> LogLines(string files) =>
        Directory.EnumerateFiles(_data!.Combine("logs"), files).SelectMany(static path => File.ReadLines(path));

    private static void Environment(ProcessStartInfo start)
    {
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["HOME"] = Path.GetTempPath();
    }

    private static ServiceProvider Store(string data) => new ServiceCollection().AddLogging().AddAdminPanelStore(data).BuildServiceProvider();

    private async Task PublishAsync(string data, Profile profile, CancellationToken cancellationToken)
    {
        await using var provider = Store(data);
        await provider.GetRequiredService<DatabaseUpgrade>().RunAsync(cancellationToken);
        var text = string.Join('\n', File.ReadLines(mainCf).Where(line => !profile.Parameters.Keys.Any(key => line.StartsWith(key, StringComparison.Ordinal)))) + "\n" + profile.MainCf + "\n";
        var copy = Path.Combine(Path.GetDirectoryName(mainCf)!, "main.cf.imported");
        await File.WriteAllTextAsync(copy, text, cancellationToken);
        var import = MainCfImport.ReadFile(copy);
        if (import.Settings is null) throw new InvalidOperationException(string.Join("; ", import.Problems));
        var store = provider.GetRequiredService<SettingsStore>();
        var result = await store.PublishAsync(import.Settings, await store.GetNewestVersionNumberAsync(cancellationToken), "benchmark", "", null, cancellationToken);
        if (result is not (PublishResult.Published or PublishResult.Unchanged)) throw new InvalidOperationException(result.ToString());
    }
}
