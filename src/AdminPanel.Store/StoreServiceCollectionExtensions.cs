using AdminPanel.Screening.Allowlist;
using AdminPanel.Store.Allowlist;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Evidence;
using AdminPanel.Store.History;
using AdminPanel.Store.Labels;
using AdminPanel.Store.Preferences;
using AdminPanel.Store.Settings;
using AdminPanel.Store.Users;
using AdminPanel.Store.Views;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPanel.Store;

/// <summary>Registers the stores; the provider's own extension adds the contexts.</summary>
public static class StoreServiceCollectionExtensions
{
    /// <summary>Adds every store as a singleton, and Identity's newest schema (with passkeys), which the migrations are made for.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<IdentityOptions>(static options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddOptions<HistoryOptions>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<DraftStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<InvitationStore>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<PreferencesStore>();
        services.AddSingleton<SavedViewStore>();
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<HistoryWriter>();
        services.AddSingleton<LabelStore>();
        services.AddSingleton<FailureStore>();
        services.AddSingleton<ConnectionTextIndexer>();
        services.AddSingleton<HistoryRetention>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<ListQueryStore>();
        services.AddSingleton<AllowlistJournal>();
        services.AddSingleton<IAllowlistJournal>(static provider => provider.GetRequiredService<AllowlistJournal>());
        return services;
    }
}
