using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Lookup;

namespace AdminPanel.Web.Hosting;

/// <summary>Registers the screening engine and the service that starts and drains it.</summary>
internal static class EngineComposition
{
    public static void AddEngine(this IServiceCollection services, AdminPanelOptions options)
    {
        services.AddSingleton(new ScreeningOptions { Listen = options.Listen, Inherited = InheritedSockets.Find() });
        services.AddSingleton(static provider => new DnsblHealth(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new UdpDnsblResolver(
            provider.GetRequiredService<AdminPanelOptions>().Resolvers, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new ResolverProbe(provider.GetRequiredService<UdpDnsblResolver>().EndPoints, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new DnsblWatch(
            provider.GetRequiredService<UdpDnsblResolver>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ResolverProbe>()));
        services.AddSingleton<ResolverWatch>();
        services.AddSingleton<IDnsblStandings>(static provider => provider.GetRequiredService<DnsblWatch>());
        services.AddSingleton(static provider => new GuardedDnsblResolver(
            provider.GetRequiredService<UdpDnsblResolver>(), provider.GetRequiredService<DnsblWatch>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDnsblResolver>(static provider => new SharingDnsblResolver(
            provider.GetRequiredService<GuardedDnsblResolver>(), provider.GetRequiredService<DnsblHealth>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static _ => new TemporaryAllowlist());
        services.AddSingleton<AllowlistKeeper>();
        services.AddSingleton(static provider => new ScreeningServer(
            provider.GetRequiredService<ScreeningOptions>(),
            provider.GetRequiredService<SettingsSource>(),
            provider.GetRequiredService<VerdictStream>(),
            provider.GetRequiredService<TemporaryAllowlist>(),
            provider.GetRequiredService<IDnsblResolver>(),
            provider.GetRequiredService<AdminPanelOptions>().Handoff,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IDnsblStandings>(),
            provider.GetRequiredService<UdpDnsblResolver>()));
        services.AddSingleton<IScreeningServer>(static provider => provider.GetRequiredService<ScreeningServer>());
        services.AddSingleton(static provider => new MaillogWriter(
            new MaillogOptions { Path = provider.GetRequiredService<AdminPanelOptions>().MailLog },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MaillogWriter>>()));
        services.AddSingleton<UnobservedErrors>();
        services.AddHostedService(static provider => provider.GetRequiredService<UnobservedErrors>());
        services.AddSingleton<PanelProblems>();
        services.AddSingleton<IHostLookup, HostLookup>();
        services.AddHostedService<MaillogService>();
        services.AddHostedService<DnsblWatchService>();
        services.AddHostedService(static provider => provider.GetRequiredService<ResolverWatch>());
        services.AddHostedService<EngineService>();
    }
}
