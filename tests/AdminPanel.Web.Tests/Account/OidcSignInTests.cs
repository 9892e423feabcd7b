using System.Net;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Account;

public sealed class OidcSignInTests : IAsyncLifetime
{
    private OidcProvider _provider = default!;
    private PanelFactory _panel = default!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await OidcProvider.StartAsync();
        _panel = new PanelFactory(new()
        {
            ["Authentication:Oidc:Authority"] = _provider.Authority,
            ["Authentication:Oidc:ClientId"] = "panel",
            ["Authentication:Oidc:ClientSecret"] = "a-client-secret",
            ["Authentication:Oidc:ButtonText"] = "Sign in with Example",
            ["Authentication:Oidc:Roles:operator:0"] = "mail-ops",
            ["Authentication:Oidc:Roles:admin:0"] = "mail-admins",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _panel.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_PersonOfAGroup_IsMadeWithItsRoleAndStaysTheSame()
    {
        using var browser = _panel.Stranger();
        Assert.Contains("Sign in with Example", await browser.GetStringAsync("/account/sign-in", Cancellation), StringComparison.Ordinal);

        using (var done = await ThroughProviderAsync(browser, "/account/oidc?returnUrl=%2Faudit"))
            Assert.Contains("url=/audit", await done.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var audit = await browser.GetAsync("/audit", Cancellation)) Assert.Equal(HttpStatusCode.OK, audit.StatusCode);
        var person = Assert.Single(await PeopleAsync());
        Assert.Equal(("olga", PanelRoles.Operator, true, false), (person.Name, person.Role, person.IsExternal, person.HasPassword));

        // The provider moves her to another group: the next sign-in takes it over, and old sessions end.
        _provider.Groups = ["mail-admins"];
        using var second = _panel.Stranger();
        (await ThroughProviderAsync(second, "/account/oidc")).Dispose();
        Assert.Equal((person.Id, PanelRoles.Admin), (Assert.Single(await PeopleAsync()).Id, (await PeopleAsync())[0].Role));
        using (var old = await browser.GetAsync("/audit", Cancellation)) Assert.Equal(HttpStatusCode.Redirect, old.StatusCode);
        Assert.Contains(await AuditAsync(), static entry => entry is { What: "signed in", Who: "olga", New: "OpenID Connect" });
    }

    [Fact]
    public async Task SignIn_GroupWithoutRoleOrLocalName_IsRefused()
    {
        await _panel.Services.GetRequiredService<PanelAccounts>().CreateAsync("ann", PanelFactory.Password, PanelRoles.Admin, "test");
        using var browser = _panel.Stranger();

        _provider.Name = "ann";
        Assert.Equal("/account/oidc/refused", (await ThroughProviderAsync(browser, "/account/oidc")).Headers.Location?.OriginalString.TrimStart('~'));
        (_provider.Name, _provider.Groups) = ("guest", ["everybody"]);
        Assert.Equal("/account/oidc/refused", (await ThroughProviderAsync(browser, "/account/oidc")).Headers.Location?.OriginalString.TrimStart('~'));

        Assert.Equal("ann", Assert.Single(await PeopleAsync()).Name);
        Assert.Equal(2, (await AuditAsync()).Count(static entry => entry.What == AuditLog.SignInFailed));
        using var home = await browser.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
    }

    [Fact]
    public async Task Callback_WithoutHavingAsked_IsRefused()
    {
        using var browser = _panel.Stranger();

        using var answer = await browser.GetAsync("/account/oidc/callback?code=the-code&state=forged", Cancellation);

        Assert.Equal("/account/oidc/refused", answer.Headers.Location?.OriginalString);
    }

    /// <summary>Follows the redirects as a browser does: the provider's over the network, the panel's in this process.</summary>
    private async Task<HttpResponseMessage> ThroughProviderAsync(HttpClient browser, string start)
    {
        using var outside = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var challenge = await browser.GetAsync(start, Cancellation);
        Assert.StartsWith(_provider.Authority, challenge.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var provider = await outside.GetAsync(challenge.Headers.Location, Cancellation);
        using var callback = await browser.GetAsync(provider.Headers.Location!.PathAndQuery, Cancellation);
        return await browser.GetAsync(callback.Headers.Location, Cancellation);
    }

    private Task<IReadOnlyList<PersonInfo>> PeopleAsync() => _panel.Services.GetRequiredService<PeopleStore>().ListAsync(Cancellation);

    private Task<IReadOnlyList<AuditEntry>> AuditAsync() => _panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 100, null, Cancellation);
}
