using System.Net;
using System.Text;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Users;
using AdminPanel.Web.Tests.Features.Support;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Security;

public sealed class SecurityTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/health")]
    [InlineData("/css/app.css")]
    [InlineData("/no/such/page")]
    [InlineData("/users")]
    public async Task Headers_EveryKindOfResponse_HasThem(string path)
    {
        using var stranger = _panel.Stranger();

        using var answer = await stranger.GetAsync(path, Cancellation);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var scripts = policy.Split(';').Single(static part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["X-Content-Type-Options"] = "nosniff",
            ["X-Frame-Options"] = "DENY",
            ["Referrer-Policy"] = "no-referrer",
            ["Cross-Origin-Opener-Policy"] = "same-origin",
        })
        {
            Assert.Equal(value, answer.Headers.GetValues(name).Single());
        }
    }

    [Fact]
    public async Task Hsts_BehindATlsProxy_IsSentThereOnly()
    {
        using var stranger = _panel.Stranger();
        using var tls = new HttpRequestMessage(HttpMethod.Get, "https://panel.example/account/sign-in");

        using var plain = await stranger.GetAsync("/account/sign-in", Cancellation);
        using var secure = await stranger.SendAsync(tls, Cancellation);

        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains("max-age=31536000", secure.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task Cookies_SignIn_AreHttpOnlyStrictAndSecureOnTls(string scheme, bool secure)
    {
        using var browser = _panel.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri($"{scheme}://panel.example") });
        await _panel.Services.GetRequiredService<PanelAccounts>().CreateAsync("jo", PanelFactory.Password, PanelRoles.Viewer, "test");
        using var page = await browser.GetAsync("/account/sign-in", Cancellation);

        using var answer = await Forms.PostAsync(browser, "/account/sign-in", new() { ["Form.Name"] = "jo", ["Form.Password"] = PanelFactory.Password }, Cancellation);

        var cookies = page.Headers.GetValues("Set-Cookie").Concat(answer.Headers.GetValues("Set-Cookie")).ToList();
        Assert.Contains(cookies, static cookie => cookie.StartsWith("AdminPanel=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
        });

        // What the browser keeps is a key into the store, not the ticket.
        Assert.True(cookies.Single(static cookie => cookie.StartsWith("AdminPanel=", StringComparison.Ordinal)).Split(';')[0].Length < 500);
    }

    [Fact]
    public async Task Secrets_AfterSetUpInviteAndSignIn_AreInNoLogAndNoStore()
    {
        using var stranger = _panel.Stranger();
        var setUp = _panel.Services.GetRequiredService<SetUpLink>().Token!;
        var invitation = await SignedIn.Commands<UserCommands>(_panel.Services, "ann", PanelRoles.Admin).InviteAsync("jo", PanelRoles.Viewer, TimeSpan.FromHours(1), Cancellation);
        (await Forms.PostAsync(stranger, "/account/join", new() { ["Form.Code"] = invitation.Code!, ["Form.Password"] = PanelFactory.Password, ["Form.Again"] = PanelFactory.Password }, Cancellation)).Dispose();
        (await Forms.PostAsync(stranger, "/account/sign-in", new() { ["Form.Name"] = "jo", ["Form.Password"] = "wrong-secret-password" }, Cancellation)).Dispose();

        var files = Directory.EnumerateFiles(_panel.DataDirectory, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList();

        Assert.Contains(files, static file => file.EndsWith("panel.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancellation);
            var text = Encoding.Latin1.GetString(copy.ToArray());
            foreach (var secret in (string[])[setUp, invitation.Code!, PanelFactory.Password, "wrong-secret-password"])
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{Path.GetFileName(file)} holds a secret");
        }
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Keys_FirstStart_ArePersistedForTheOwnerOnly()
    {
        (await _panel.SignInAsync(PanelRoles.Viewer, Cancellation)).Dispose();
        var keys = Path.Combine(_panel.DataDirectory, "keys");

        Assert.NotEmpty(Directory.GetFiles(keys, "key-*.xml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("")]
    [InlineData(null)]
    public void ReturnUrl_ElsewhereOrNonsense_LeadsHome(string? url) => Assert.Equal("/", LocalUrl.OrHome(url));

    [Fact]
    public async Task Page_RolelessAccount_SeesNothing()
    {
        using var client = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        await using var scope = _panel.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<PanelUser>>();
        var bare = new PanelUser { UserName = "bare" };
        await users.CreateAsync(bare, PanelFactory.Password);
        using var browser = _panel.Stranger();
        (await Forms.PostAsync(browser, "/account/sign-in", new() { ["Form.Name"] = "bare", ["Form.Password"] = PanelFactory.Password }, Cancellation)).Dispose();

        using var answer = await browser.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/account/denied", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
