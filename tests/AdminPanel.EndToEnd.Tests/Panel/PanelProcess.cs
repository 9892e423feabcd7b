using System.Net;
using System.Text.RegularExpressions;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;
using AdminPanel.Store.Settings;
using AdminPanel.Testing;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.EndToEnd.Tests.Panel;

/// <summary>The built program as a real child process, with a data directory of the test's own.</summary>
internal sealed partial class PanelProcess : IAsyncDisposable
{
    private readonly TempFolder _data = new("panel");
    private readonly TempFolder _program = new("program");
    private readonly List<string> _keys;
    private LabProcess? _process;

    /// <summary>Prepares one that is not running yet.</summary>
    /// <param name="handoff"><c>Screening:HandOff</c>.</param>
    /// <param name="resolver">Where lists are asked; null for none.</param>
    public PanelProcess(string handoff, IPEndPoint? resolver)
    {
        Smtp = new(IPAddress.Loopback, LoopbackPorts.FreeTcp());
        Url = new Uri($"http://127.0.0.1:{LoopbackPorts.FreeTcp()}/");
        _keys =
        [
            $"--DataDirectory={_data.Path}", $"--Urls={Url.GetLeftPart(UriPartial.Authority)}", $"--Screening:Listen:0={Smtp}", $"--Screening:HandOff={handoff}",
        ];
        if (resolver is not null) _keys.Add($"--Screening:Resolvers:0={resolver}");
    }

    /// <summary>Run as the user nobody with the group postdrop, as an installed panel runs as its own user.</summary>
    public bool AsOrdinaryUser { get; init; }

    /// <summary>
    /// Started again whenever it ends, with a front door that is opened by systemd-socket-activate and stays open meanwhile. The first client starts it.
    /// </summary>
    public bool SocketActivated { get; init; }

    /// <summary>The front door.</summary>
    public IPEndPoint Smtp { get; }

    /// <summary>The dashboard.</summary>
    public Uri Url { get; }

    /// <summary>Its data directory.</summary>
    public string DataDirectory => _data.Path;

    /// <summary>What it wrote to the console.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>What it wrote to its Postfix-shaped log.</summary>
    public string MailLog
    {
        get
        {
            var path = _data.Combine("logs", "maillog");
            if (!File.Exists(path)) return "";
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new StreamReader(file).ReadToEnd();
        }
    }

    /// <summary>Runs <c>run</c> and waits until front door and dashboard answer.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (AsOrdinaryUser)
        {
            await PublishProgramAsync(cancellationToken);
            await LabProcess.RunAsync(LabTools.Require("chown"), ["-R", "nobody", _data.Path], cancellationToken);
            _process = LabProcess.Start(
                LabTools.Require("setpriv"), ["--reuid=nobody", "--regid=nogroup", "--groups=postdrop", "dotnet", _program.Combine("AdminPanel.dll"), "run", .. _keys], Quiet);
        }
        else if (SocketActivated)
        {
            // Each start is a process of its own, and the descriptor is for the one that LISTEN_PID names.
            const string forever = "while true; do (echo $BASHPID >\"$0\"; export LISTEN_PID=$BASHPID; exec dotnet \"$@\"); done";
            var inherited = _keys.Where(static key => !key.StartsWith("--Screening:Listen", StringComparison.Ordinal));
            _process = LabProcess.Start(
                LabTools.Require("systemd-socket-activate"),
                [.. Kept().Select(static name => $"--setenv={name}"), "-l", Smtp.ToString(), "bash", "-c", forever, PidFile, Program, "run", .. inherited], Quiet);
            await Eventually.GetAsync("the socket is open", Patience.Limit, AnswersAsync, cancellationToken);
        }
        else
        {
            _process = LabProcess.Start("dotnet", [Program, "run", .. _keys], Quiet);
        }

        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.GetAsync(
            "the panel answers",
            Patience.Limit,
            token => HealthAsync(http, token),
            cancellationToken);
        await Eventually.GetAsync("the front door answers", Patience.Limit, AnswersAsync, cancellationToken);
    }

    /// <summary>SIGTERM to one that is socket-activated; returns when its successor answers.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var before = await File.ReadAllTextAsync(PidFile, cancellationToken);
        await LabProcess.RunAsync(LabTools.Require("kill"), ["-TERM", before.Trim()], cancellationToken);
        await Eventually.HoldsAsync("another process runs", Patience.Limit, () => File.ReadAllText(PidFile) is { Length: > 0 } now && now != before, cancellationToken);
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.GetAsync("the panel answers", Patience.Limit, token => HealthAsync(http, token), cancellationToken);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _process!.KillAsync(cancellationToken);

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _process!.SignalAsync("TERM", cancellationToken);
        await _process.WaitForExitAsync(Patience.Limit, cancellationToken);
    }

    /// <summary>Runs another command of the program on the same data.</summary>
    public Task<(int ExitCode, string Output)> RunCommandAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        LabProcess.RunAsync("dotnet", [Program, .. arguments, .. _keys], cancellationToken, input);

    /// <summary>Creates a user by the command line.</summary>
    public async Task AddUserAsync(string name, string password, CancellationToken cancellationToken)
    {
        var (code, output) = await RunCommandAsync(["user", "add", name, "--role", "admin"], cancellationToken, password + "\n");
        if (code != 0) throw new InvalidOperationException(output);
    }

    /// <summary>Opens the stores of the data directory, as another process does.</summary>
    public async Task<T> WithStoreAsync<T>(Func<IServiceProvider, Task<T>> use, CancellationToken cancellationToken)
    {
        await using var provider = new ServiceCollection().AddLogging().AddAdminPanelStore(_data.Path).BuildServiceProvider();
        await provider.GetRequiredService<DatabaseUpgrade>().RunAsync(cancellationToken);
        return await use(provider);
    }

    /// <summary>Publishes settings from outside; a running panel has taken them over on return.</summary>
    public async Task<long> PublishAsync(ScreeningSettings settings, CancellationToken cancellationToken)
    {
        var published = await WithStoreAsync(
            async provider =>
            {
                var store = provider.GetRequiredService<SettingsStore>();
                var result = await store.PublishAsync(settings, await store.GetNewestVersionNumberAsync(cancellationToken), "test", "", null, cancellationToken);
                return result is PublishResult.Published { Version: var version } ? version : throw new InvalidOperationException(result.ToString());
            },
            cancellationToken);
        if (_process is not null)
            await _process.WaitForOutputAsync(output => output.Contains($"Settings version {published} by ", StringComparison.Ordinal), Patience.Limit, cancellationToken);
        return published;
    }

    /// <summary>Waits for a connection in the history that satisfies <paramref name="condition"/>.</summary>
    public Task<ConnectionSummary> WaitForConnectionAsync(string client, Func<ConnectionSummary, bool> condition, CancellationToken cancellationToken) => WithStoreAsync(
        provider => Eventually.GetAsync(
            $"a connection of {client} in the history",
            Patience.Limit,
            async token => (await provider.GetRequiredService<HistoryStore>().ListAsync(new HistoryQuery { Client = client }, token)).FirstOrDefault(condition),
            cancellationToken),
        cancellationToken);

    /// <summary>Waits until the maillog has a line that matches.</summary>
    public async Task<string> WaitForMailLogAsync(string pattern, CancellationToken cancellationToken)
    {
        var line = new Regex(pattern);
        try
        {
            return await Eventually.GetAsync(
                $"maillog line {pattern}", Patience.Limit, _ => Task.FromResult(MailLog.Split('\n').FirstOrDefault(text => line.IsMatch(text))), cancellationToken);
        }
        catch (TimeoutException trouble)
        {
            throw new TimeoutException($"{trouble.Message}\n{MailLog}");
        }
    }

    /// <summary>The one-time link that it printed.</summary>
    public string SetUpLink() => LinkPattern().Match(Output) is { Success: true } link ? link.Value : throw new InvalidOperationException($"No link in:\n{Output}");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _data.Dispose();
        _program.Dispose();
    }

    /// <summary>The program as this test run's configuration built it.</summary>
    public static string Program =>
        RepositoryRoot.Combine("src", "AdminPanel.Web", "bin", Configuration, "net10.0", "AdminPanel.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static void Quiet(System.Diagnostics.ProcessStartInfo start)
    {
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["HOME"] = Path.GetTempPath();
    }

    /// <summary>What an administrator installs: a build's output reads files of whoever built it.</summary>
    private async Task PublishProgramAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await LabProcess.RunAsync(
            "dotnet",
            ["publish", RepositoryRoot.Combine("src", "AdminPanel.Web"), "--no-build", "-c", Configuration, "-o", _program.Path, "-nodeReuse:false"],
            cancellationToken,
            timeout: TimeSpan.FromMinutes(2));
        if (code != 0) throw new InvalidOperationException(output);
    }

    private string PidFile => _program.Combine("pid");

    /// <summary>systemd-socket-activate passes on only what it is told to.</summary>
    private static IEnumerable<string> Kept() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(static name => name.StartsWith("DOTNET_", StringComparison.Ordinal)).Union(["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"]);

    private async Task<string?> HealthAsync(HttpClient http, CancellationToken cancellationToken)
    {
        if (_process!.HasExited) throw new InvalidOperationException($"The panel ended:\n{Output}");
        try
        {
            return await http.GetStringAsync("health", cancellationToken);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string?> AnswersAsync(CancellationToken cancellationToken)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(Smtp, cancellationToken);
            return "yes";
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"http://\S+/account/setup#\S+")]
    private static partial Regex LinkPattern();
}
