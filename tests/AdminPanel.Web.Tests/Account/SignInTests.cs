using System.Net;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Account;

public sealed class SignInTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task SetUpLink_FirstStart_CreatesTheOwnerOnceAndSignsIn()
    {
        using var browser = _panel.Stranger();
        var token = _panel.Services.GetRequiredService<SetUpLink>().Token;
        using (var opened = await PostOwnerAsync(browser, token))
            Assert.Contains("name=\"Form.Password\"", await opened.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var differs = await PostOwnerAsync(browser, token, "another password"))
            Assert.Contains("The two passwords differ.", await differs.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var created = await PostOwnerAsync(browser, token, PanelFactory.Password))
            Assert.Equal("/", created.Headers.Location?.PathAndQuery);

        using var home = await browser.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        using var stranger = _panel.Stranger();
        Assert.Contains("This link is not valid", await stranger.GetStringAsync("/account/setup", Cancellation), StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), entry => entry is { What: "created user", Who: "set-up link", Path: PanelFactory.Owner, New: PanelRoles.Admin });
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task SetUpLink_WrongToken_CreatesNobody(string token)
    {
        using var stranger = _panel.Stranger();

        using var answer = await PostOwnerAsync(stranger, token, PanelFactory.Password);

        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("This link is not valid", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Form.Password", page, StringComparison.Ordinal);
        Assert.False(await _panel.Services.GetRequiredService<PanelAccounts>().AnyAsync(Cancellation));
    }

    [Fact]
    public async Task SignIn_WrongPassword_FailsLocksOutAndIsAudited()
    {
        using var stranger = _panel.Stranger();
        await _panel.Services.GetRequiredService<PanelAccounts>().CreateAsync("jo", PanelFactory.Password, PanelRoles.Viewer, "test");
        for (var i = 0; i < 5; i++)
        {
            using var failed = await PostAsync(stranger, "jo", "wrong password");
            Assert.Equal(HttpStatusCode.OK, failed.StatusCode);
        }

        using var right = await PostAsync(stranger, "jo", PanelFactory.Password);

        Assert.Contains("locked for some minutes", await right.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), entry => entry is { What: "sign-in failed", Who: "jo", New: "locked out" });
    }

    [Fact]
    public async Task SignIn_ManyTriesForOneName_AreRefusedAndOthersStillGetIn()
    {
        using var stranger = _panel.Stranger();
        for (var i = 0; i < SignInLimit.PerMinute; i++) await TryAsync(stranger, "nobody");

        using var refused = await PostAsync(stranger, " Nobody", "wrong password");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        (await _panel.SignInAsync(PanelRoles.Viewer, Cancellation)).Dispose();
    }

    [Fact]
    public async Task SignIn_ManyNamesFromOneAddress_AreRefused()
    {
        using var stranger = _panel.Stranger();
        for (var i = 0; i < SignInLimit.PerAddressAndMinute; i++) await TryAsync(stranger, $"nobody{i}");

        using var refused = await PostAsync(stranger, "nobody", "wrong password");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/dnsbl?x=1", "/dnsbl?x=1")]
    public async Task SignIn_ReturnUrl_StaysInThePanel(string asked, string expected)
    {
        using var stranger = _panel.Stranger();
        await _panel.Services.GetRequiredService<PanelAccounts>().CreateAsync("jo", PanelFactory.Password, PanelRoles.Viewer, "test");

        using var answer = await Forms.PostAsync(
            stranger, $"/account/sign-in?returnUrl={Uri.EscapeDataString(asked)}", new() { ["Form.Name"] = "jo", ["Form.Password"] = PanelFactory.Password }, Cancellation);

        Assert.Equal(expected, answer.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var stranger = _panel.Stranger();

        await TryAsync(stranger, "jo");
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_IsRefused()
    {
        using var viewer = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        using var content = new FormUrlEncodedContent([]);

        using var answer = await viewer.PostAsync("/account/sign-out", content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(PanelRoles.Viewer, false, false, false)]
    [InlineData(PanelRoles.HelpDesk, true, false, false)]
    [InlineData(PanelRoles.Operator, true, true, false)]
    [InlineData(PanelRoles.Admin, true, true, true)]
    [InlineData("nobody", false, false, false)]
    public async Task Policies_Role_DecidesThem(string role, bool allow, bool edit, bool administer)
    {
        var authorization = _panel.Services.GetRequiredService<IAuthorizationService>();
        var person = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Role, role)], "test"));

        async Task<bool> MayAsync(string policy) => (await authorization.AuthorizeAsync(person, null, policy)).Succeeded;

        Assert.Equal((allow, edit, administer), (await MayAsync(PanelRoles.CanAllow), await MayAsync(PanelRoles.CanEdit), await MayAsync(PanelRoles.CanAdminister)));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string name, string password) =>
        Forms.PostAsync(client, "/account/sign-in", new() { ["Form.Name"] = name, ["Form.Password"] = password }, Cancellation);

    /// <summary>A try without the form's token: it counts and is refused before any password is hashed, so that a whole minute's tries take an instant.</summary>
    private static async Task TryAsync(HttpClient client, string name)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Form.Name"] = name, ["Form.Password"] = "x" });
        using var answer = await client.PostAsync("/account/sign-in", content, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PostOwnerAsync(HttpClient client, string? token) =>
        Forms.PostAsync(client, "/account/setup", new() { ["Form.Code"] = token ?? "" }, Cancellation);

    private static Task<HttpResponseMessage> PostOwnerAsync(HttpClient client, string? token, string again) => Forms.PostAsync(
        client,
        "/account/setup",
        new() { ["Form.Code"] = token ?? "", ["Form.Name"] = PanelFactory.Owner, ["Form.Password"] = PanelFactory.Password, ["Form.Again"] = again },
        Cancellation);

    private Task<IReadOnlyList<AuditEntry>> AuditAsync() => _panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 100, null, Cancellation);
}
