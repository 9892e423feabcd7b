using System.Net;
using System.Security.Claims;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AdminPanel.Web.Account;

/// <summary>
/// Signs people in by an OpenID Connect provider (authorization code with PKCE). The provider says who they are and, by a claim, which role
/// they have; both are taken over at each sign-in. A local account is never taken over by a name that happens to be the same.
/// </summary>
internal static class OidcSignIn
{
    public const string StartPath = "/account/oidc";
    private const string DonePath = "/account/oidc/done";
    private const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static void AddOidcSignIn(this IServiceCollection services, OidcOptions options)
    {
        services.AddSingleton(options);
        services.AddAuthentication().AddOpenIdConnect(Scheme, options.ButtonText, oidc =>
        {
            oidc.SignInScheme = IdentityConstants.ExternalScheme;
            (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (options.Authority, options.ClientId, options.ClientSecret.Length == 0 ? null : options.ClientSecret);
            oidc.RequireHttpsMetadata = !new Uri(options.Authority).IsLoopback;
            (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            oidc.CallbackPath = "/account/oidc/callback";
            oidc.MapInboundClaims = false;
            oidc.GetClaimsFromUserInfoEndpoint = true;
            oidc.SaveTokens = false;
            foreach (var scope in options.Scopes) oidc.Scope.Add(scope);

            // Claims of the user info endpoint are dropped unless named.
            oidc.ClaimActions.Add(new Microsoft.AspNetCore.Authentication.OAuth.Claims.JsonKeyClaimAction(options.NameClaim, ClaimValueTypes.String, options.NameClaim));
            oidc.ClaimActions.Add(new Microsoft.AspNetCore.Authentication.OAuth.Claims.JsonKeyClaimAction(options.RoleClaim, ClaimValueTypes.String, options.RoleClaim));
            oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
            oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.Events.OnRemoteFailure = static async context =>
            {
                await context.HttpContext.RequestServices.GetRequiredService<AuditLog>().WriteAsync(
                    "unknown", AuditLog.SignInFailed, null, null, "OpenID Connect: the provider refused, or its answer did not match", CancellationToken.None);
                context.Response.Redirect("/account/oidc/refused");
                context.HandleResponse();
            };
        });
    }

    public static void MapOidcSignIn(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<OidcOptions>() is null) return;
        endpoints.MapGet(StartPath, static ([FromServices] SignInManager<PanelUser> signIn, string? returnUrl) =>
        {
            var done = $"{DonePath}?returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(returnUrl))}";
            return Results.Challenge(signIn.ConfigureExternalAuthenticationProperties(Scheme, done), [Scheme]);
        }).AllowAnonymous();
        endpoints.MapGet(DonePath, DoneAsync).AllowAnonymous();
    }

    private static async Task<IResult> DoneAsync(
        [FromServices] SignInManager<PanelUser> signIn, [FromServices] OidcOptions options, [FromServices] PanelAccounts accounts, [FromServices] AuditLog audit, HttpContext context, string? returnUrl)
    {
        if (await signIn.GetExternalLoginInfoAsync() is not { } login) return Results.LocalRedirect("~" + AccountComposition.SignInPath);
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        var name = login.Principal.FindFirstValue(options.NameClaim) ?? login.Principal.FindFirstValue("email") ?? login.ProviderKey;
        var role = options.RoleOf(login.Principal.FindAll(options.RoleClaim).Select(static claim => claim.Value));
        var (user, problem) = await accounts.TakeExternalAsync(login, name, role);
        if (user is null)
        {
            await audit.WriteAsync(name, AuditLog.SignInFailed, null, null, $"OpenID Connect: {problem}", CancellationToken.None);
            return Results.LocalRedirect("~/account/oidc/refused");
        }

        await signIn.SignInAsync(user, isPersistent: false, "oidc");
        await accounts.RecordSignInAsync(user.UserName ?? "", "OpenID Connect");

        // Not a redirect: the browser would count it as coming from the provider and keep the same-site cookie back.
        var target = WebUtility.HtmlEncode(LocalUrl.OrHome(returnUrl));
        return Results.Content($"<!DOCTYPE html><html lang=\"en\"><title>Signed in</title><meta http-equiv=\"refresh\" content=\"0;url={target}\"><a href=\"{target}\">Go on</a></html>", "text/html");
    }
}
