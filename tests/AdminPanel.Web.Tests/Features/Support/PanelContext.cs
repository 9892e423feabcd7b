using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace AdminPanel.Web.Tests.Features.Support;

/// <summary>Pages rendered for a signed-in administrator, on real stores.</summary>
public sealed class PanelContext : BunitContext, IAsyncDisposable
{
    private PanelStore _store = default!;

    private PanelContext()
    {
    }

    internal PanelStore Store => _store;

    internal DraftSession Session => Services.GetRequiredService<DraftSession>();

    internal IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = default!;

    /// <summary>A context with <paramref name="settings"/> in force.</summary>
    public static async Task<PanelContext> CreateAsync(ScreeningSettings? settings = null, bool canEdit = true, Action<IServiceCollection>? add = null)
    {
        var context = new PanelContext { _store = await PanelStore.CreateAsync(settings) };
        context._store.ShareWith(context.Services);
        context.Services.AddMudServices();
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton<IDnsblResolver, NobodyAnswers>();
        context.Services.AddSingleton(static provider => new DnsblWatch(provider.GetRequiredService<IDnsblResolver>()));
        context.Services.AddSingleton(new ResolverProbe([]));
        context.Services.AddSingleton<ResolverWatch>();
        context.Services.AddSingleton<IDnsblStandings>(static provider => provider.GetRequiredService<DnsblWatch>());
        context.Services.AddScoped<Viewer>();
        context.Services.AddSettingsPages();
        add?.Invoke(context.Services);
        var authorization = context.AddAuthorization();
        authorization.SetAuthorized("ann");
        if (canEdit) authorization.SetPolicies([.. PanelRoles.Policies.Keys]);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.SetRendererInfo(new RendererInfo("Server", true));
        context.Render<MudPopoverProvider>();
        context.Dialogs = context.Render<MudDialogProvider>();
        return context;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }
}
