using System.Net;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Hosting;

public sealed class ReachabilityTests : IAsyncDisposable
{
    private static readonly string[] Open = ["/health", "/account/sign-in", "/account/setup", "/account/join", "/account/second-step", "/account/passkey/request", "/account/oidc/refused", "/account/denied", "/error", "/not-found"];
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public void Endpoints_AllOfThem_NeedSignInExceptTheNamedOnes()
    {
        var open = Endpoints().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => !Path.HasExtension(path))
            .Distinct();

        Assert.Empty(open.Except(Open));
    }

    [Fact]
    public async Task Request_EveryPageWithoutSignIn_IsSentToTheSignInPage()
    {
        using var stranger = _panel.Stranger();
        var paths = Endpoints().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Replace(":nonfile", "", StringComparison.Ordinal))
            .Append("/no/such/page").Distinct().ToList();
        Assert.Contains("/", paths);
        Assert.Contains("/_blazor", paths);

        foreach (var path in paths)
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed, $"{path}: {answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.Redirect) Assert.StartsWith("/account/sign-in", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Request_StaticAsset_PlainAndFingerprinted_HasItsContent()
    {
        using var stranger = _panel.Stranger();
        var page = await stranger.GetStringAsync("/account/sign-in", Cancellation);
        var fingerprinted = System.Text.RegularExpressions.Regex.Match(page, "href=\"(css/app\\.[a-z0-9]+\\.css)\"").Groups[1].Value;
        Assert.NotEmpty(fingerprinted);

        foreach (var path in (string[])["/css/app.css", "/" + fingerprinted, "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css"])
        {
            using var answer = await stranger.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Request_AnyPage_CarriesSecurityHeaders()
    {
        using var admin = await _panel.SignInAsync(PanelRoles.Admin, Cancellation);

        using var answer = await admin.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        var nonce = System.Text.RegularExpressions.Regex.Match(policy, "'nonce-([^']+)'").Groups[1].Value;
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains($"nonce=\"{nonce}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_Anonymous_IsOneWord()
    {
        using var stranger = _panel.Stranger();

        Assert.Contains(await stranger.GetStringAsync("/health", Cancellation), (string[])["ok", "degraded"]);
    }

    private IEnumerable<RouteEndpoint> Endpoints() => _panel.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
