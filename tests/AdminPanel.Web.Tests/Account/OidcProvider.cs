using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AdminPanel.Web.Tests.Account;

/// <summary>A small OpenID Connect provider on loopback: discovery, authorization code with PKCE, one signing key, one person.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly WebApplication _app;
    private string? _nonce;
    private string? _challenge;

    private OidcProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Authority,
            ["authorization_endpoint"] = $"{Authority}/authorize",
            ["token_endpoint"] = $"{Authority}/token",
            ["jwks_uri"] = $"{Authority}/keys",
            ["userinfo_endpoint"] = $"{Authority}/userinfo",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () =>
        {
            var key = _key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        });
        _app.MapGet("/authorize", (HttpContext context) =>
        {
            var query = context.Request.Query;
            (_nonce, _challenge) = (query["nonce"], query["code_challenge"]);
            return Results.Redirect($"{query["redirect_uri"]}?code=the-code&state={Uri.EscapeDataString(query["state"].ToString())}");
        });
        _app.MapPost("/token", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            var verified = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == _challenge;
            if (form["code"] != "the-code" || form["client_secret"] != "a-client-secret" || !verified) return Results.BadRequest(new { error = "invalid_grant" });
            var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = true }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Authority,
                Audience = "panel",
                Subject = new ClaimsIdentity([new("sub", Subject), new("nonce", _nonce ?? ""), new("preferred_username", Name), .. Groups.Select(static group => new Claim("groups", group))]),
                SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
            });
            return Results.Json(new { access_token = "x", token_type = "Bearer", id_token = token, expires_in = 60 });
        });
        _app.MapGet("/userinfo", () => Results.Json(new { sub = Subject }));
    }

    public string Authority { get; private set; } = "";

    public string Subject { get; set; } = "person-1";

    public string Name { get; set; } = "olga";

    public string[] Groups { get; set; } = ["mail-ops", "everybody"];

    public static async Task<OidcProvider> StartAsync()
    {
        var provider = new OidcProvider();
        await provider._app.StartAsync();
        provider.Authority = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
