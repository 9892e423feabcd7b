using System.Net;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using AdminPanel.Web.Features.Users;
using AdminPanel.Web.Tests.Features.Support;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Web.Tests.Features.Users;

public sealed class UserCommandsTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserCommands Ann => SignedIn.Commands<UserCommands>(_panel.Services, "ann", PanelRoles.Admin);

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Invite_Link_JoinsOnceWithItsRole()
    {
        var made = await Ann.InviteAsync("jo", PanelRoles.HelpDesk, TimeSpan.FromHours(1), Cancellation);
        Assert.True(made.Done, made.Text);
        using var browser = _panel.Stranger();

        using (var opened = await JoinAsync(browser, made.Code!, null))
            Assert.Contains("Welcome, jo", await opened.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var weak = await JoinAsync(browser, made.Code!, "short"))
            Assert.Contains("at least 10 characters", await weak.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using (var joined = await JoinAsync(browser, made.Code!, PanelFactory.Password))
            Assert.Equal("/", joined.Headers.Location?.PathAndQuery);
        using (var home = await browser.GetAsync("/", Cancellation))
            Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        using var second = _panel.Stranger();
        using (var again = await JoinAsync(second, made.Code!, PanelFactory.Password))
            Assert.Contains("not valid any more", await again.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        Assert.Equal(PanelRoles.HelpDesk, (await PersonAsync("jo")).Role);
        Assert.Equal(["signed in", "created user", "invited user"], (await AuditAsync()).Select(entry => entry.What));
        Assert.DoesNotContain(await AuditAsync(), entry => $"{entry}".Contains(made.Code!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewPassword_Link_ReplacesThePasswordAndEndsSessions()
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Viewer, Cancellation);
        var person = (await PeopleAsync()).Single();
        var made = await Ann.NewPasswordAsync(person.Id, TimeSpan.FromHours(1), Cancellation);
        using var browser = _panel.Stranger();

        using (var set = await JoinAsync(browser, made.Code!, "another long password"))
            Assert.StartsWith("/account/sign-in", set.Headers.Location?.PathAndQuery, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(jo));
        using (var old = await SignInAsync(browser, person.Name, PanelFactory.Password)) Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using (var now = await SignInAsync(browser, person.Name, "another long password")) Assert.Equal("/", now.Headers.Location?.PathAndQuery);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("remove")]
    public async Task LastAdministrator_IsNeverLockedOut(string how)
    {
        (await _panel.SignInAsync(PanelRoles.Admin, Cancellation)).Dispose();
        var only = (await PeopleAsync()).Single();

        var outcome = await TakeAwayAsync(only.Id, how);

        Assert.False(outcome.Done);
        Assert.Contains("last administrator", outcome.Text, StringComparison.Ordinal);
        Assert.Equal(only with { LastSignInAt = null }, (await PeopleAsync()).Single() with { LastSignInAt = null });

        (await _panel.SignInAsync(PanelRoles.Admin, Cancellation)).Dispose();
        Assert.True((await TakeAwayAsync(only.Id, how)).Done);
    }

    [Fact]
    public async Task LastAdministrator_TwoDemoteEachOtherAtOnce_OneStays()
    {
        for (var i = 0; i < 2; i++) (await _panel.SignInAsync(PanelRoles.Admin, Cancellation)).Dispose();
        var two = await PeopleAsync();

        var outcomes = await Task.WhenAll(two.Select(user => Ann.ChangeRoleAsync(user.Id, PanelRoles.Viewer, Cancellation)));

        Assert.Single(outcomes, outcome => outcome.Done);
        Assert.Single(await PeopleAsync(), user => user.Role == PanelRoles.Admin);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("sign-out")]
    [InlineData("reset")]
    public async Task Change_SignedInPerson_EndsTheirSessionsAtOnce(string how)
    {
        using var jo = await _panel.SignInAsync(PanelRoles.Operator, Cancellation);
        var person = (await PeopleAsync()).Single();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(jo));
        var ended = new List<string>();
        _panel.Services.GetRequiredService<PanelSessions>().Ended += ended.Add;

        var outcome = await TakeAwayAsync(person.Id, how);

        Assert.True(outcome.Done, outcome.Text);
        Assert.Single(ended);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(jo));
    }

    [Fact]
    public async Task Lock_RightPassword_StaysOutUntilUnlocked()
    {
        (await _panel.SignInAsync(PanelRoles.Operator, Cancellation)).Dispose();
        var person = (await PeopleAsync()).Single();
        using var browser = _panel.Stranger();

        await Ann.LockAsync(person.Id, Cancellation);
        using (var locked = await SignInAsync(browser, person.Name, PanelFactory.Password)) Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        await Ann.UnlockAsync(person.Id, Cancellation);
        using (var open = await SignInAsync(browser, person.Name, PanelFactory.Password)) Assert.Equal("/", open.Headers.Location?.PathAndQuery);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/system", Cancellation);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password) =>
        Forms.PostAsync(client, "/account/sign-in", new() { ["Form.Name"] = name, ["Form.Password"] = password }, Cancellation);

    private static Task<HttpResponseMessage> JoinAsync(HttpClient client, string code, string? password) => Forms.PostAsync(
        client, "/account/join", password is null ? new() { ["Form.Code"] = code } : new() { ["Form.Code"] = code, ["Form.Password"] = password, ["Form.Again"] = password }, Cancellation);

    private Task<UserOutcome> TakeAwayAsync(string id, string how) => how switch
    {
        "role" => Ann.ChangeRoleAsync(id, PanelRoles.Viewer, Cancellation),
        "lock" => Ann.LockAsync(id, Cancellation),
        "remove" => Ann.RemoveAsync(id, Cancellation),
        "sign-out" => Ann.SignOutEverywhereAsync(id, Cancellation),
        "reset" => Ann.ResetSecondFactorAsync(id, Cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(how)),
    };

    private Task<IReadOnlyList<PersonInfo>> PeopleAsync() => _panel.Services.GetRequiredService<PeopleStore>().ListAsync(Cancellation);

    private async Task<PersonInfo> PersonAsync(string name) => (await PeopleAsync()).Single(user => user.Name == name);

    private async Task<IReadOnlyList<AuditEntry>> AuditAsync() =>
        [.. (await _panel.Services.GetRequiredService<AuditLog>().ListAsync(null, 100, null, Cancellation)).Where(static entry => entry.Version is null)];
}
