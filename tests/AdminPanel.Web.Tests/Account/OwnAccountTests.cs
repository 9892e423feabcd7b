using System.Net;
using System.Text.RegularExpressions;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using AdminPanel.Testing;
using AdminPanel.Web.Account;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Account;

public sealed partial class OwnAccountTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Authenticator_TurnedOn_IsAskedAndRecoveryCodesWorkOnce()
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Operator, Cancellation);
        using var elsewhere = await AnotherBrowserAsync();

        // Set up: the key is confirmed by a code, and recovery codes are shown.
        var key = KeyShown().Match(await TextAsync(await Forms.PostFormAsync(jo, "/account", "authenticator", new() { ["Form.What"] = "start" }, Cancellation))).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, key.Length);
        Assert.Contains("This code is not right", await TextAsync(await Forms.PostFormAsync(jo, "/account", "authenticator", new() { ["Form.What"] = "on", ["Form.Code"] = "000000" }, Cancellation)), StringComparison.Ordinal);
        var done = await TextAsync(await Forms.PostFormAsync(jo, "/account", "authenticator", new() { ["Form.What"] = "on", ["Form.Code"] = Code(key) }, Cancellation));
        var spare = RecoveryCode().Matches(done).Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(10, spare.Count);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(jo));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(elsewhere));

        // The password alone does not sign in any more.
        using var browser = _panel.Stranger();
        await PasswordAsync(browser);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser));
        Assert.Contains("This code is not right", await TextAsync(await StepAsync(browser, "123")), StringComparison.Ordinal);
        using (var signedIn = await StepAsync(browser, Code(key))) Assert.Equal("/audit", signedIn.Headers.Location?.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));

        // A recovery code does, once.
        using var lost = _panel.Stranger();
        await PasswordAsync(lost);
        using (var signedIn = await StepAsync(lost, spare[0])) Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        using var again = _panel.Stranger();
        await PasswordAsync(again);
        Assert.Contains("This code is not right", await TextAsync(await StepAsync(again, spare[0])), StringComparison.Ordinal);

        // The audit tells it all, and no secret.
        var audit = await _panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 100, null, Cancellation);
        Assert.Contains(audit, static entry => entry is { What: "signed in", New: "password and authenticator app" });
        Assert.Contains(audit, static entry => entry is { What: "signed in", New: "password and recovery code, 9 left" });
        Assert.Contains(audit, static entry => entry is { What: AuditLog.SignInFailed, New: "second factor" });
        Assert.DoesNotContain(audit, entry => entry.ToString().Contains(key, StringComparison.Ordinal) || spare.Any(code => entry.ToString().Contains(code, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Password_Changed_EndsOtherSessionsOnly()
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        using var elsewhere = await AnotherBrowserAsync();

        Assert.Contains("current password is not right", await TextAsync(await ChangeAsync(jo, "wrong password")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere));
        Assert.Contains("The password is changed", await TextAsync(await ChangeAsync(jo, PanelFactory.Password)), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(jo));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(elsewhere));
    }

    [Fact]
    public async Task SignOutEverywhere_OwnAccount_KeepsThisBrowser()
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        using var elsewhere = await AnotherBrowserAsync();

        var page = await TextAsync(await Forms.PostFormAsync(jo, "/account", "sessions", [], Cancellation));

        Assert.Contains("1 other session has", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(jo));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(elsewhere));
    }

    [Fact]
    public async Task Passkey_MadeUpCredentials_AreRefusedInWords()
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        using var stranger = _panel.Stranger();

        Assert.Contains("was not accepted", await TextAsync(await Forms.PostFormAsync(jo, "/account", "passkey-add", new() { ["Form.Name"] = "x", ["Form.Credential"] = "{}" }, Cancellation)), StringComparison.Ordinal);
        Assert.Contains("does not belong", await TextAsync(await Forms.PostFormAsync(stranger, "/account/sign-in", "passkey", new() { ["Passkey.Credential"] = "{}" }, Cancellation)), StringComparison.Ordinal);
        using var noToken = await stranger.PostAsync("/account/passkey/request", null, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, noToken.StatusCode);
    }

    private static string Code(string key) => AuthenticatorApp.Code(key, DateTimeOffset.UtcNow);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/audit", Cancellation);
        return answer.StatusCode;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer) return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string current) => Forms.PostFormAsync(
        client, "/account", "password", new() { ["Form.Current"] = current, ["Form.New"] = "a new long password", ["Form.Again"] = "a new long password" }, Cancellation);

    private static Task<HttpResponseMessage> StepAsync(HttpClient client, string code) =>
        Forms.PostAsync(client, "/account/second-step?returnUrl=%2Faudit", new() { ["Form.Code"] = code }, Cancellation);

    private async Task<HttpClient> AnotherBrowserAsync()
    {
        var client = _panel.Stranger();
        await PasswordAsync(client);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
        return client;
    }

    private async Task PasswordAsync(HttpClient client)
    {
        var name = (await _panel.Services.GetRequiredService<PeopleStore>().ListAsync(Cancellation)).Single().Name;
        (await Forms.PostFormAsync(client, "/account/sign-in", "sign-in", new() { ["Form.Name"] = name, ["Form.Password"] = PanelFactory.Password }, Cancellation)).Dispose();
    }

    [GeneratedRegex("<code class=\"key\">([A-Z2-7 ]+)</code>")]
    private static partial Regex KeyShown();

    [GeneratedRegex("<li class=\"mono\">([^<]+)</li>")]
    private static partial Regex RecoveryCode();
}
