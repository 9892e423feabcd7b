using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Store;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using AdminPanel.Store.Settings;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Demo;

/// <summary>
/// What <c>run --demo</c> adds around the real program: a throw-away data directory with settings, a user and a day of history, blocklists,
/// a mail server, and later traffic (<see cref="DemoTraffic"/>). Needs nothing but .NET. Dispose it after the host has stopped.
/// </summary>
internal sealed class DemoHost : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("adminpanel-demo-");
    private readonly DemoDnsServer _lists = new();
    private readonly DemoMailServer _mail = new();

    /// <summary>The name to sign in with.</summary>
    public string UserName => "demo";

    /// <summary>The password to sign in with; made anew at every start.</summary>
    public string Password { get; } = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 4) + "-" + RandomNumberGenerator.GetString("23456789", 4) + "-" + RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZ", 4);

    /// <summary>Prepares everything and returns the configuration to run with; the command line's own keys win over it.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string?>>> StartAsync(CancellationToken cancellationToken)
    {
        StaleFolders.Sweep("adminpanel-demo-", TimeSpan.FromMinutes(10));
        await SeedAsync(cancellationToken);
        return
        [
            new("Demo", "true"),
            new("DataDirectory", _data.FullName),
            new("Urls", $"http://127.0.0.1:{FreePort(8080)}"),
            new("Screening:Listen:0", $"127.0.0.1:{FreePort(2525)}"),
            new("Screening:HandOff", $"proxy:{_mail.EndPoint}"),
            new("Screening:Resolvers:0", _lists.EndPoint.ToString()),
        ];
    }

    /// <summary>Adds what runs inside the program: the visitors, and the word of where to look.</summary>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddSingleton<DemoVisits>();
        services.AddHostedService<DemoTraffic>();
        services.AddHostedService<DemoAnnouncer>();
    }

    public void Dispose()
    {
        _lists.Dispose();
        _mail.Dispose();
        try
        {
            _data.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A log file may still be written to; the system clears temporary folders.
        }
    }

    private async Task SeedAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAdminPanelStore(_data.FullName);
        services.AddIdentityCore<PanelUser>().AddRoles<IdentityRole>().AddEntityFrameworkStores<PanelDbContext>();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseUpgrade>().RunAsync(cancellationToken);

        var now = DateTimeOffset.UtcNow;
        var settings = DemoSettings.Create(now);
        var published = await provider.GetRequiredService<SettingsStore>().PublishAsync(settings, 0, UserName, "Settings of the demonstration", null, cancellationToken);
        if (published is not PublishResult.Published { Version: var version }) throw new InvalidOperationException($"The demonstration's settings were not accepted: {published}");

        await AddUserAsync(provider);
        await AddHistoryAsync(provider.GetRequiredService<HistoryWriter>(), new DemoHistory(settings, version, new Random(17)), provider.GetRequiredService<LabelStore>(), now, cancellationToken);
    }

    private async Task AddUserAsync(ServiceProvider provider)
    {
        await using var scope = provider.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PanelUser>>();
        foreach (var role in new[] { "admin", "viewer" })
        {
            if (!await roles.RoleExistsAsync(role)) Check(await roles.CreateAsync(new IdentityRole(role)));
        }

        var user = new PanelUser { UserName = UserName, CreatedAt = DateTimeOffset.UtcNow };
        Check(await users.CreateAsync(user, Password));
        Check(await users.AddToRoleAsync(user, "admin"));
    }

    private static async Task AddHistoryAsync(HistoryWriter writer, DemoHistory history, LabelStore labels, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writer.RunAsync(stopping.Token);
        var signs = new List<LabelSign>();
        foreach (var connection in history.Connections(now.AddDays(-1), now))
        {
            writer.OnVerdict(connection);
            if (DemoLabels.Of(connection) is { } sign) signs.Add(sign);
        }

        await writer.FlushAsync(cancellationToken);
        await labels.AddAsync(signs, cancellationToken);
        await stopping.CancelAsync();
        await writing;
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    /// <summary>The usual port when it is free, else any.</summary>
    private static int FreePort(int usual)
    {
        foreach (var port in new[] { usual, 0 })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException)
            {
                // Taken: another server of the same kind, or another demonstration.
            }
        }

        throw new InvalidOperationException("No free port on 127.0.0.1.");
    }
}
