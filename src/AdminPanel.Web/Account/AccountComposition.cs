using AdminPanel.Store;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AdminPanel.Web.Account;

/// <summary>Registers accounts: Identity with cookies, and the rule that nothing is reachable without signing in.</summary>
internal static class AccountComposition
{
    public const string SignInPath = "/account/sign-in";

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
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = SignInPath;
            cookie.LogoutPath = "/account/sign-out";
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
        });
        services.Configure<SecurityStampValidatorOptions>(static options => options.ValidationInterval = TimeSpan.FromMinutes(1));
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
