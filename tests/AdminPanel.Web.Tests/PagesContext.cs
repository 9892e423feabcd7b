using System.Security.Claims;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store;
using AdminPanel.Store.History;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.Lookup;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;
using AdminPanel.Web.Tests.Features.Support;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace AdminPanel.Web.Tests;

/// <summary>Renders pages against real stores on SQLite files of their own. The history can be made to fail or to hang.</summary>
public abstract class PagesContext : BunitContext, IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"adminpanel-pages-{Guid.NewGuid():N}");
    private readonly CancellationTokenSource _stop = new();
    private Task _writing = Task.CompletedTask;

    /// <param name="addServices">What a page needs besides the stores.</param>
    protected PagesContext(Action<IServiceCollection>? addServices = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddAdminPanelStore(_directory);
        Services.AddScoped<Viewer>();
        Services.AddSingleton<VerdictStream>();
        Services.AddSingleton(new SettingsSource(ScreeningSnapshot.Compile(3, new ScreeningSettings())));
        Services.AddSingleton<SettingsPublisher>();
        Services.AddSingleton(new DnsblWatch(new NobodyAnswers()));
        Services.AddSingleton(new ResolverProbe([]));
        Services.AddSingleton<ResolverWatch>();
        Services.AddSingleton<IDnsblStandings>(static provider => provider.GetRequiredService<DnsblWatch>());
        Services.AddSettingsPages();
        Services.AddSingleton<IHostLookup, NamelessHosts>();
        Services.AddSingleton<HistoryFaults>();
        Services.AddSingleton<IDbContextFactory<HistoryDbContext>>(static provider =>
            new FaultyHistory(provider.GetRequiredService<DatabaseFiles>(), provider.GetRequiredService<HistoryFaults>()));
        addServices?.Invoke(Services);
        Authorization = AddAuthorization();
        SetRendererInfo(new RendererInfo("Server", true));
        Authorization.SetAuthorized("admin").SetRoles("admin").SetPolicies([.. PanelRoles.Policies.Keys]);
    }

    protected BunitAuthorizationContext Authorization { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal HistoryFaults Faults => Services.GetRequiredService<HistoryFaults>();

    protected VerdictStream Stream => Services.GetRequiredService<VerdictStream>();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_directory);
        await Services.GetRequiredService<DatabaseUpgrade>().RunAsync(Cancellation);
        _writing = Services.GetRequiredService<HistoryWriter>().RunAsync(_stop.Token);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _stop.CancelAsync();
        try
        {
            await _writing;
        }
        catch (OperationCanceledException)
        {
            // Asked for.
        }

        await base.DisposeAsyncCore();
        _stop.Dispose();
        SqliteConnection.ClearAllPools();
        TempFolder.Remove(_directory);
    }

    /// <summary>Puts verdicts into the history and waits until they can be read.</summary>
    protected async Task RecordAsync(params IEnumerable<VerdictEvent> verdicts)
    {
        var writer = Services.GetRequiredService<HistoryWriter>();
        foreach (var verdict in verdicts) writer.OnVerdict(verdict);
        await writer.FlushAsync(Cancellation);
    }
}

/// <summary>What goes wrong with the history.</summary>
internal sealed class HistoryFaults
{
    /// <summary>Reads fail while set.</summary>
    public bool Fail { get; set; }

    /// <summary>Reads wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;
}

internal sealed class FaultyHistory(DatabaseFiles files, HistoryFaults faults) : IDbContextFactory<HistoryDbContext>
{
    private readonly DbContextOptions<HistoryDbContext> _options = new DbContextOptionsBuilder<HistoryDbContext>()
        .UseSqlite($"Data Source={files.History}", static o => o.MigrationsAssembly("AdminPanel.Migrations.Sqlite")).Options;

    public HistoryDbContext CreateDbContext() => new(_options);

    public async Task<HistoryDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await faults.Gate.WaitAsync(cancellationToken);
        return faults.Fail ? throw new InvalidOperationException("disk I/O error") : CreateDbContext();
    }
}
