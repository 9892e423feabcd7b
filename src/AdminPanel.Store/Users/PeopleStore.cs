using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Users;

/// <summary>Reads who may sign in, in one go. Changes go through Identity. Thread-safe.</summary>
public sealed class PeopleStore(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>Everybody, in the order of their names.</summary>
    public async Task<IReadOnlyList<PersonInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var roles = await context.UserRoles.Join(context.Roles, static given => given.RoleId, static role => role.Id, static (given, role) => new { given.UserId, role.Name })
                .ToDictionaryAsync(static given => given.UserId, static given => given.Name, cancellationToken).ConfigureAwait(false);
            var passkeys = await context.UserPasskeys.GroupBy(static key => key.UserId).Select(static keys => new { keys.Key, Count = keys.Count() })
                .ToDictionaryAsync(static keys => keys.Key, static keys => keys.Count, cancellationToken).ConfigureAwait(false);
            var external = await context.UserLogins.Select(static login => login.UserId).ToHashSetAsync(cancellationToken).ConfigureAwait(false);
            var users = await context.Users.AsNoTracking().OrderBy(static user => user.NormalizedUserName).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. users.Select(user => new PersonInfo
            {
                Id = user.Id,
                Name = user.UserName ?? "",
                Role = roles.GetValueOrDefault(user.Id) ?? "",
                CreatedAt = user.CreatedAt,
                LastSignInAt = user.LastSignInAt,
                HasPassword = user.PasswordHash is not null,
                HasAuthenticator = user.TwoFactorEnabled,
                Passkeys = passkeys.GetValueOrDefault(user.Id),
                IsExternal = external.Contains(user.Id),
                LockedUntil = user.LockoutEnd > now ? user.LockoutEnd : null,
            })];
        }
    }
}
