using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Web.Account;

/// <summary>Creates the people who may sign in. One scope per operation; thread-safe.</summary>
public sealed class PanelAccounts(IServiceScopeFactory scopes, AuditLog audit, TimeProvider time)
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

    private static UserManager<PanelUser> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<PanelUser>>();
}
