using System.Security.Claims;
using AdminPanel.Store;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account.Own;
using AdminPanel.Web.Hosting;
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
    public const string SignOutPath = "/account/sign-out";
    public const string AlivePath = "/account/alive";

    /// <summary>However busy, everybody signs in again after this long.</summary>
    private static readonly TimeSpan SessionLimit = TimeSpan.FromDays(14);

    public static void AddAccounts(this IServiceCollection services, AdminPanelOptions options)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(static cookies =>
        {
            cookies.TwoFactorUserIdCookie?.Configure(static step => Configure(step, "AdminPanel.Step", SameSiteMode.Strict));
            cookies.ExternalCookie?.Configure(static external => Configure(external, "AdminPanel.External", SameSiteMode.Lax));
        });
        if (options.Oidc is { } oidc) services.AddOidcSignIn(oidc);
        services.AddIdentityCore<PanelUser>(static identity =>
            {
                // Length beats composition rules (NIST SP 800-63B).
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.AllowedForNewUsers = true;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
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
            cookie.LogoutPath = SignOutPath;
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<PanelSessions>(static (cookie, sessions) => cookie.SessionStore = sessions);
        services.Configure<SecurityStampValidatorOptions>(static validator =>
        {
            validator.ValidationInterval = TimeSpan.FromMinutes(1);
            validator.OnRefreshingPrincipal = static refreshing =>
            {
                // A page that starts with this very request must know its session too.
                if (refreshing.CurrentPrincipal?.FindFirst(PanelSessions.Claim) is { } session) ((ClaimsIdentity?)refreshing.NewPrincipal?.Identity)?.AddClaim(session.Clone());
                return Task.CompletedTask;
            };
        });
        services.Configure<IdentityPasskeyOptions>(static passkeys => passkeys.ValidateOrigin = static origin =>
        {
            // By this request's own address: browsers send no Origin with forms of a page whose referrer policy is no-referrer.
            var request = origin.HttpContext.Request;
            return ValueTask.FromResult(!origin.CrossOrigin && string.Equals(origin.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
        });
        services.AddAntiforgery(static form =>
        {
            form.Cookie.Name = "AdminPanel.Form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorization(PanelRoles.AddTo);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddSignInLimit();
        services.AddSingleton<PanelAccounts>();
        services.AddSingleton<PanelSessions>();
        services.AddScoped<OwnAccount>();
        services.AddHostedService<SessionSweep>();
        services.AddScoped<ClientOrigin>();
        services.AddScoped<CircuitHandler, OriginOfCircuit>();
        services.AddSingleton<SetUpLink>();
        services.AddHostedService<SetUpAnnouncer>();
    }

    /// <summary>Endpoints beside the pages. Sign-out: taking the form is what makes the framework insist on the antiforgery token.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPasskeys();
        endpoints.MapOidcSignIn();

        // Somebody at a page that asks for nothing else is still there.
        endpoints.MapPost(AlivePath, static () => Results.NoContent());
        endpoints.MapPost(SignOutPath, static async (
            [FromServices] SignInManager<PanelUser> signIn, [FromServices] AuditLog audit, IFormCollection form, HttpContext context) =>
        {
            _ = form;
            var who = context.User.Identity?.Name ?? "";
            await signIn.SignOutAsync();
            await audit.WriteAsync(who, "signed out", null, null, null, CancellationToken.None);
            return Results.LocalRedirect("~" + SignInPath);
        }).RequireAuthorization(static policy => policy.RequireAuthenticatedUser());
    }

    private static void Configure(CookieAuthenticationOptions options, string name, SameSiteMode sameSite)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = sameSite;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
