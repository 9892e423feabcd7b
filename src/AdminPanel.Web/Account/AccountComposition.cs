using System.Security.Claims;
using AdminPanel.Store;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Account;

/// <summary>Registers accounts: Identity with cookies, and the rule that nothing is reachable without signing in.</summary>
internal static class AccountComposition
{
    public const string SignInPath = "/account/sign-in";

    /// <summary>However busy, everybody signs in again after this long.</summary>
    private static readonly TimeSpan SessionLimit = TimeSpan.FromDays(14);

    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<PanelUser>(static options =>
            {
                // Length beats composition rules (NIST SP 800-63B).
                options.Password.RequiredLength = 10;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.AllowedForNewUsers = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<PanelDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.ConfigureApplicationCookie(static cookie =>
        {
            cookie.Cookie.Name = "AdminPanel";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = SessionLimit;
            cookie.SlidingExpiration = false;
            cookie.LoginPath = SignInPath;
            cookie.LogoutPath = "/account/sign-out";
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<PanelSessions>(static (cookie, sessions) => cookie.SessionStore = sessions);
        services.Configure<SecurityStampValidatorOptions>(static options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.OnRefreshingPrincipal = static refreshing =>
            {
                // A page that starts with this very request must know its session too.
                if (refreshing.CurrentPrincipal?.FindFirst(PanelSessions.Claim) is { } session) ((ClaimsIdentity?)refreshing.NewPrincipal?.Identity)?.AddClaim(session.Clone());
                return Task.CompletedTask;
            };
        });
        services.AddAntiforgery(static options =>
        {
            options.Cookie.Name = "AdminPanel.Form";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddAuthorization(PanelRoles.AddTo);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddSignInLimit();
        services.AddSingleton<PanelAccounts>();
        services.AddSingleton<PanelSessions>();
        services.AddHostedService<SessionSweep>();
        services.AddScoped<ClientOrigin>();
        services.AddScoped<CircuitHandler, OriginOfCircuit>();
        services.AddSingleton<SetUpLink>();
        services.AddHostedService<SetUpAnnouncer>();
    }

    /// <summary>Signing out. Taking the form is what makes the framework insist on the antiforgery token.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/account/sign-out", static async (
        [FromServices] SignInManager<PanelUser> signIn, [FromServices] AuditLog audit, IFormCollection form, HttpContext context) =>
    {
        _ = form;
        var who = context.User.Identity?.Name ?? "";
        await signIn.SignOutAsync();
        await audit.WriteAsync(who, "signed out", null, null, null, CancellationToken.None);
        return Results.LocalRedirect("~" + SignInPath);
    }).RequireAuthorization(static policy => policy.RequireAuthenticatedUser());
}
