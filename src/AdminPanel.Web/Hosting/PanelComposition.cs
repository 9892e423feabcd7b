using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Audit;
using AdminPanel.Web.Features.Changes;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Features.SystemState;
using AdminPanel.Web.Account;
using AdminPanel.Web.Layout;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace AdminPanel.Web.Hosting;

/// <summary>Puts the dashboard together: its services and its endpoints.</summary>
internal static class PanelComposition
{
    /// <summary>Adds what the pages need.</summary>
    public static IServiceCollection AddAdminPanelWeb(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(static options =>
        {
            // At the top they would cover the publish bar.
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.PreventDuplicates = true;
            options.SnackbarConfiguration.VisibleStateDuration = 7_000;
        });
        services.AddHttpContextAccessor();

        // A web server with TLS in front: on this machine (the default trusts loopback addresses only), or where KnownProxies says.
        services.AddOptions<ForwardedHeadersOptions>().Configure<AdminPanelOptions>(static (forwarded, deployment) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            if (deployment.KnownProxies.IsEmpty) return;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in deployment.KnownProxies) forwarded.KnownIPNetworks.Add(network);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VerdictStream>();
        services.AddScoped<Viewer>();
        services.AddScoped<NavPolicy>();
        services.AddSettingsPages();
        return services;
    }

    /// <summary>Maps static files and pages.</summary>
    public static WebApplication MapAdminPanel(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (!app.Environment.IsDevelopment()) app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseSecurityHeaders();
        app.UseAuditOrigin();
        app.UseAuthentication();
        app.Use(static (context, next) =>
        {
            // Strangers get the bare status: the page for it would send them to the sign-in form.
            if (context.User.Identity?.IsAuthenticated != true && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        app.UseSignInLimit();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHistoryExport();
        app.MapBackupDownload();
        app.MapAuditExport();
        app.MapVersionFiles();
        app.MapHealth();
        app.MapAccounts();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(static options => options.ContentSecurityFrameAncestorsPolicy = null); // SecurityHeaders has a stricter one.
        return app;
    }
}
