using System.Security.Claims;
using AdminPanel.Migrations.Sqlite;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>The real stores on SQLite files of their own, and draft sessions of several people on them.</summary>
internal sealed class PanelStore : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"adminpanel-web-{Guid.NewGuid():N}");
    private readonly List<DraftSession> _sessions = [];
    private readonly ServiceProvider _services;

    private PanelStore(ScreeningSettings published)
    {
        Directory.CreateDirectory(_directory);
        Source = new SettingsSource(ScreeningSnapshot.Compile(0, published));
        var services = new ServiceCollection().AddLogging().AddAdminPanelStore(_directory);
        Register(services);
        services.AddAuthorizationCore(PanelRoles.AddTo);
        _services = services.BuildServiceProvider();
    }

    public SettingsSource Source { get; }

    public DraftStore Drafts => Get<DraftStore>();

    public SettingsStore Versions => Get<SettingsStore>();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Stores with <paramref name="published"/> in force as version 1.</summary>
    public static async Task<PanelStore> CreateAsync(ScreeningSettings? published = null)
    {
        var store = new PanelStore(published ?? new ScreeningSettings());
        await store.Get<DatabaseUpgrade>().RunAsync(Cancellation);
        await store.Get<SettingsPublisher>().PublishAsync(published ?? new ScreeningSettings(), 0, "setup", "", null, Cancellation);
        return store;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What a component test needs from here.</summary>
    public void ShareWith(IServiceCollection services)
    {
        services.AddSingleton(Source);
        services.AddSingleton(Drafts);
        services.AddSingleton(Versions);
        services.AddSingleton(Get<SettingsPublisher>());
        services.AddSingleton(Get<Microsoft.EntityFrameworkCore.IDbContextFactory<Store.HistoryDbContext>>());
        services.AddSingleton(Get<Store.History.IBulkStatements>());
        services.AddSingleton(Get<Store.History.HistoryStore>());
        services.AddSingleton(Get<Store.History.HistoryWriter>());
        services.AddSingleton(Get<Store.Labels.LabelStore>());
        services.AddSingleton(Get<Store.Labels.FailureStore>());
        services.AddSingleton(Get<Store.Audit.AuditLog>());
        services.AddSingleton(Get<Store.Evidence.EvidenceStore>());
        services.AddOptions<Store.History.HistoryOptions>();
    }

    /// <summary>One person's session.</summary>
    public DraftSession Session(string who, string role = "admin") => Session(Person(who, role));

    /// <summary>Somebody who is signed in; the role can be changed while a session is open.</summary>
    public SignedIn Person(string who, string role = "admin") => new(who) { Role = role };

    /// <summary>The session of <paramref name="who"/>.</summary>
    public DraftSession Session(SignedIn who)
    {
        var person = new PanelPerson(who, Get<IAuthorizationService>());
        var session = new DraftSession(Drafts, Versions, Get<SettingsPublisher>(), Source, person, NullLogger<DraftSession>.Instance);
        _sessions.Add(session);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) session.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        TempFolder.Remove(_directory);
    }

    private void Register(IServiceCollection services)
    {
        services.AddSingleton(Source);
        services.AddSingleton<SettingsPublisher>();
    }

    internal sealed class SignedIn(string who) : AuthenticationStateProvider
    {
        public string Role { get; set; } = "admin";

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.Name, who), new Claim(ClaimTypes.Role, Role)], "test"))));
    }
}
