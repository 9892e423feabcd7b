using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Actions;
using AdminPanel.Web.Features.Dnsbl;
using AdminPanel.Web.Features.Enforce;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Features.Labels;
using AdminPanel.Web.Features.Lookup;
using AdminPanel.Web.Features.SystemState;
using AdminPanel.Web.Features.Tuning;
using AdminPanel.Web.Features.Users;
using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Registers what the pages that edit and publish settings need.</summary>
internal static class SettingsPagesServiceCollectionExtensions
{
    /// <summary>Adds the draft session and the page models, one of each per circuit.</summary>
    public static IServiceCollection AddSettingsPages(this IServiceCollection services)
    {
        services.AddScoped<PanelPerson>();
        services.AddScoped<DraftSession>();
        services.AddScoped<DnsblPageModel>();
        services.AddScoped<AccessPageModel>();
        services.AddScoped<ActionsPageModel>();
        services.AddScoped<AllowlistRemoval>();
        services.AddScoped<AllowNow>();
        services.AddScoped<LabelMarks>();
        services.AddScoped<SavedViewCommands>();
        services.AddScoped<EnforcePath>();
        services.AddTransient<SystemPageModel>();
        services.AddScoped<SystemActions>();
        services.AddScoped<BackupCommands>();
        services.AddScoped<LogTail>();
        services.AddSingleton<SecretZones>();
        services.AddScoped<UserCommands>();
        services.AddTransient<VersionsModel>();
        services.AddSingleton<EvidenceSource>();
        services.AddSingleton<IPublishEstimate, ReplayEstimate>();
        services.AddScoped<TuningPageModel>();
        return services;
    }
}
