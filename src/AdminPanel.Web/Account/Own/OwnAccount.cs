using System.Security.Claims;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Account.Own;

/// <summary>The account of whoever sent this request, and what every change of it entails. Scoped; for plain requests.</summary>
internal sealed class OwnAccount(UserManager<PanelUser> users, SignInManager<PanelUser> signIn, PanelSessions sessions, AuditLog audit, IHttpContextAccessor http)
{
    private PanelUser? _user;

    /// <summary>This request's session.</summary>
    public string? SessionId => Person.FindFirstValue(PanelSessions.Claim);

    private ClaimsPrincipal Person => http.HttpContext?.User ?? new ClaimsPrincipal();

    /// <summary>The person's account.</summary>
    public async Task<PanelUser> GetAsync() => _user ??= await users.GetUserAsync(Person) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whether this is the current password; wrong ones count as failures to sign in, so that an open page does not help to guess it.</summary>
    public async Task<bool> IsPasswordAsync(string? password)
    {
        var user = await GetAsync();
        if (await users.IsLockedOutAsync(user)) return false;
        if (await users.CheckPasswordAsync(user, password ?? "")) return true;
        await users.AccessFailedAsync(user);
        await audit.WriteAsync(user.UserName ?? "", AuditLog.SignInFailed, null, null, "own account, wrong password", CancellationToken.None);
        return false;
    }

    /// <summary>Records a change; this browser stays signed in, every other session ends.</summary>
    public async Task ChangedAsync(string what, string? value)
    {
        var user = await GetAsync();
        await audit.WriteAsync(user.UserName ?? "", what, user.UserName, null, value, CancellationToken.None);
        await signIn.RefreshSignInAsync(user);
        await sessions.EndAllAsync(user.Id, except: SessionId, CancellationToken.None);
    }
}
