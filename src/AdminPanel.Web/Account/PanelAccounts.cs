using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Web.Account;

/// <summary>Creates the people who may sign in. One scope per operation; thread-safe.</summary>
public sealed class PanelAccounts(IServiceScopeFactory scopes, InvitationStore invitations, PanelSessions sessions, AuditLog audit, TimeProvider time)
{
    /// <summary>Whether anybody can sign in yet.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Users(scope).Users.AnyAsync(cancellationToken);
    }

    /// <summary>Makes the roles that do not exist yet.</summary>
    public async Task EnsureRolesAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (var role in PanelRoles.All)
        {
            if (!await roles.RoleExistsAsync(role)) await roles.CreateAsync(new IdentityRole(role));
        }
    }

    /// <summary>Creates a user; the problems in words, none when it worked.</summary>
    /// <param name="name">The sign-in name.</param>
    /// <param name="password">The password in clear.</param>
    /// <param name="role">One of <see cref="PanelRoles.All"/>.</param>
    /// <param name="by">Who does it, for the audit.</param>
    public async Task<IReadOnlyList<string>> CreateAsync(string name, string password, string role, string by)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var user = new PanelUser { UserName = name.Trim(), CreatedAt = time.GetUtcNow() };
        var created = await users.CreateAsync(user, password);
        if (!created.Succeeded) return [.. created.Errors.Select(static error => error.Description)];

        var given = await users.AddToRoleAsync(user, role);
        if (!given.Succeeded)
        {
            // Without a role the account could read everything: rather none.
            await users.DeleteAsync(user);
            return [.. given.Errors.Select(static error => error.Description)];
        }

        await audit.WriteAsync(by, "created user", user.UserName, null, role, CancellationToken.None);
        return [];
    }

    /// <summary>Uses a one-time link: makes the account, or sets its new password and ends its sessions. The problems in words, none when it worked; the link stays open then.</summary>
    public async Task<IReadOnlyList<string>> JoinAsync(Invitation invitation, string password)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var user = invitation.UserId is null ? new PanelUser { UserName = invitation.Name } : await users.FindByIdAsync(invitation.UserId);
        if (user is null) return ["This account does not exist any more."];
        foreach (var validator in users.PasswordValidators)
        {
            var valid = await validator.ValidateAsync(users, user, password);
            if (!valid.Succeeded) return [.. valid.Errors.Select(static error => error.Description)];
        }

        if (!await invitations.TakeAsync(invitation.Id, CancellationToken.None)) return ["This link was used or withdrawn just now."];
        if (invitation.UserId is null) return await CreateAsync(invitation.Name, password, invitation.Role, invitation.Name);

        var reset = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
        if (!reset.Succeeded) return [.. reset.Errors.Select(static error => error.Description)];
        await users.ResetAccessFailedCountAsync(user);
        await sessions.EndAllAsync(user.Id, except: null, CancellationToken.None);
        await audit.WriteAsync(user.UserName ?? "", "changed password", user.UserName, null, "by one-time link", CancellationToken.None);
        return [];
    }

    /// <summary>The account of somebody whom a provider vouches for, made or given its present role; or why they are not let in.</summary>
    public async Task<(PanelUser? User, string? Problem)> TakeExternalAsync(UserLoginInfo login, string name, string? role)
    {
        ArgumentNullException.ThrowIfNull(login);
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var user = await users.FindByLoginAsync(login.LoginProvider, login.ProviderKey);
        if (role is null) return (null, "none of the claim's values gives a role");
        if (user is null)
        {
            if (await users.FindByNameAsync(name) is not null) return (null, "a local account has this name");
            user = new PanelUser { UserName = name, CreatedAt = time.GetUtcNow() };
            var made = await users.CreateAsync(user);
            if (!made.Succeeded) return (null, string.Join(" ", made.Errors.Select(static error => error.Description)));
            await users.AddLoginAsync(user, login);
            await audit.WriteAsync(login.LoginProvider, "created user", name, null, role, CancellationToken.None);
        }

        if (await users.IsLockedOutAsync(user)) return (null, "locked out");
        var present = await users.GetRolesAsync(user);
        if (!present.Contains(role)) await users.AddToRoleAsync(user, role);
        var old = present.Where(other => other != role).ToList();
        if (old.Count > 0)
        {
            await users.RemoveFromRolesAsync(user, old);
            await users.UpdateSecurityStampAsync(user);
            await sessions.EndAllAsync(user.Id, except: null, CancellationToken.None);
            await audit.WriteAsync(login.LoginProvider, "changed role", user.UserName, old[0], role, CancellationToken.None);
        }

        return (user, null);
    }

    /// <summary>Notes that somebody signed in, and how.</summary>
    public async Task RecordSignInAsync(string name, string how)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        if (await users.FindByNameAsync(name) is not { } user) return;
        user.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(user);
        await audit.WriteAsync(user.UserName ?? name, "signed in", null, null, how, CancellationToken.None);
    }

    private static UserManager<PanelUser> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<PanelUser>>();
}
