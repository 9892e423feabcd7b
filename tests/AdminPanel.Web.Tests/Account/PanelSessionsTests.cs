using System.Security.Claims;
using AdminPanel.Store.Preferences;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using AdminPanel.Web.Tests.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AdminPanel.Web.Tests.Account;

public sealed class PanelSessionsTests : IAsyncDisposable
{
    private readonly PanelFactory _panel = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Idle_NotUsedForTheLimit_EndsAndSaysSo()
    {
        var sessions = Sessions();
        var key = await sessions.StoreAsync(await TicketAsync());
        var ended = new List<string>();
        sessions.Ended += ended.Add;

        _clock.Advance(TimeSpan.FromHours(11));
        Assert.NotNull(await sessions.RetrieveAsync(key));
        _clock.Advance(TimeSpan.FromHours(11));
        await sessions.EndIdleAsync(Cancellation);
        Assert.NotNull(await sessions.RetrieveAsync(key));
        _clock.Advance(TimeSpan.FromHours(12));
        await sessions.EndIdleAsync(Cancellation);

        Assert.Single(ended);
        Assert.Null(await sessions.RetrieveAsync(key));
        Assert.Empty(sessions.List());
    }

    [Fact]
    public async Task Restart_SessionsGoOn_AndTheirKeysAreNotInTheStore()
    {
        var key = await Sessions().StoreAsync(await TicketAsync());
        var stored = Assert.Single(await _panel.Services.GetRequiredService<SessionStore>().ListAsync(Cancellation));
        Assert.NotEqual(key, stored.KeyHash);

        var again = Sessions();
        await again.LoadAsync(Cancellation);

        Assert.Equal("jo", (await again.RetrieveAsync(key))?.Principal.Identity?.Name);
        Assert.Null(await again.RetrieveAsync(stored.KeyHash));
    }

    [Fact]
    public async Task Circuit_ItsSessionEnds_NobodyIsSignedInThereAtOnce()
    {
        var sessions = _panel.Services.GetRequiredService<PanelSessions>();
        var (mine, other) = (await sessions.StoreAsync(await TicketAsync()), await sessions.StoreAsync(await TicketAsync()));
        await using var scope = _panel.Services.CreateAsyncScope();
        var circuit = (ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState((await sessions.RetrieveAsync(mine))!.Principal)));
        var changed = new TaskCompletionSource<ClaimsPrincipal>(TaskCreationOptions.RunContinuationsAsynchronously);
        circuit.AuthenticationStateChanged += async state => changed.TrySetResult((await state).User);

        await sessions.RemoveAsync(other);
        Assert.True((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
        await sessions.RemoveAsync(mine);

        Assert.False((await changed.Task.WaitAsync(Patience.Limit, Cancellation)).Identity!.IsAuthenticated);
    }

    private PanelSessions Sessions() => new(
        _panel.Services.GetRequiredService<SessionStore>(), new PreferencesStore(null!), _panel.Services.GetRequiredService<IDataProtectionProvider>(), _clock);

    private async Task<AuthenticationTicket> TicketAsync()
    {
        var people = _panel.Services.GetRequiredService<PeopleStore>();
        if ((await people.ListAsync(Cancellation)).Count == 0)
            await _panel.Services.GetRequiredService<PanelAccounts>().CreateAsync("jo", PanelFactory.Password, PanelRoles.Viewer, "test");
        var id = (await people.ListAsync(Cancellation)).Single().Id;
        return new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, "jo")], "test")), "test");
    }
}
