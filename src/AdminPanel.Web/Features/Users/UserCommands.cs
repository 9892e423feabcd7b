using AdminPanel.Store.Audit;
using AdminPanel.Store.Users;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Web.Features.Users;

/// <summary>What came of a command.</summary>
/// <param name="Done">False when nothing was changed.</param>
/// <param name="Text">What happened or why it did not, in a sentence.</param>
/// <param name="Code">The secret of a one-time link, to be shown once.</param>
internal sealed record UserOutcome(bool Done, string Text, string? Code = null);

/// <summary>What administrators do to accounts. Each asks for the right, keeps at least one administrator able to sign in, and leaves an audit row. Scoped.</summary>
internal sealed class UserCommands(PanelPerson person, IServiceScopeFactory scopes, PeopleStore people, InvitationStore invitations, PanelSessions sessions, AuditLog audit)
{
    private const string Gone = "This account does not exist any more.";
    private static readonly UserOutcome Refused = new(false, "Your account may not change other people's accounts.");
    private static readonly UserOutcome LastOne = new(false, "Nothing was changed: this is the last administrator who can sign in.");

    // Two administrators who demote each other at the same moment must not both succeed.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Makes a one-time link by which somebody joins.</summary>
    public async Task<UserOutcome> InviteAsync(string name, string role, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        name = name.Trim();
        if (name.Length is 0 or > 64 || name.Any(static c => !char.IsLetterOrDigit(c) && !"-._@+".Contains(c, StringComparison.Ordinal)))
            return new UserOutcome(false, "A name has 1 to 64 letters, digits or - . _ @ +.");
        if (!PanelRoles.All.Contains(role)) return new UserOutcome(false, "Choose a role.");
        if ((await people.ListAsync(cancellationToken)).Any(user => string.Equals(user.Name, name, StringComparison.OrdinalIgnoreCase)))
            return new UserOutcome(false, $"{name} has an account already.");
        var (invitation, code) = await invitations.CreateAsync(name, role, null, rights.Name, lasts, cancellationToken);
        await audit.WriteAsync(rights.Name, "invited user", name, null, $"{role}, until {invitation.ExpiresAt:yyyy-MM-dd HH:mm} UTC", cancellationToken);
        return new UserOutcome(true, $"{name} can join with this link.", code);
    }

    /// <summary>Ends a one-time link before it was used.</summary>
    public async Task<UserOutcome> WithdrawAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        if (!await invitations.TakeAsync(invitation.Id, cancellationToken)) return new UserOutcome(false, "The link was used or withdrawn meanwhile.");
        await audit.WriteAsync(rights.Name, "withdrew link", invitation.Name, null, null, cancellationToken);
        return new UserOutcome(true, $"The link of {invitation.Name} does not work any more.");
    }

    /// <summary>Makes a one-time link by which somebody chooses a new password.</summary>
    public async Task<UserOutcome> NewPasswordAsync(string userId, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        if (await FindAsync(userId, cancellationToken) is not { } user) return new UserOutcome(false, Gone);
        var (_, code) = await invitations.CreateAsync(user.Name, "", userId, rights.Name, lasts, cancellationToken);
        await audit.WriteAsync(rights.Name, "made password link", user.Name, null, null, cancellationToken);
        return new UserOutcome(true, $"{user.Name} can choose a new password with this link.", code);
    }

    /// <summary>Gives another role; the person signs in again.</summary>
    public Task<UserOutcome> ChangeRoleAsync(string userId, string role, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: role != PanelRoles.Admin, async (users, user, info, by) =>
    {
        if (!PanelRoles.All.Contains(role)) return "There is no such role.";
        if (info.Role == role) return $"{info.Name} has the {role} role already.";
        Check(await users.AddToRoleAsync(user, role));
        if (info.Role.Length > 0) Check(await users.RemoveFromRoleAsync(user, info.Role));
        await audit.WriteAsync(by, "changed role", info.Name, info.Role, role, CancellationToken.None);
        return null;
    }, $"Their role is {role} from the next sign-in; their sessions have ended.", cancellationToken);

    /// <summary>Keeps somebody out until <see cref="UnlockAsync"/>.</summary>
    public Task<UserOutcome> LockAsync(string userId, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: true, async (users, user, info, by) =>
    {
        if (info.Name == by) return "You cannot lock your own account.";
        Check(await users.SetLockoutEndDateAsync(user, DateTimeOffset.MaxValue));
        await audit.WriteAsync(by, "locked user", info.Name, null, null, CancellationToken.None);
        return null;
    }, "The account is locked and its sessions have ended.", cancellationToken);

    /// <summary>Lets somebody in again, whoever or whatever locked the account.</summary>
    public Task<UserOutcome> UnlockAsync(string userId, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: false, async (users, user, info, by) =>
    {
        Check(await users.SetLockoutEndDateAsync(user, null));
        Check(await users.ResetAccessFailedCountAsync(user));
        await audit.WriteAsync(by, "unlocked user", info.Name, null, null, CancellationToken.None);
        return null;
    }, "The account is unlocked.", cancellationToken);

    /// <summary>Removes the account; what it did stays in the audit.</summary>
    public Task<UserOutcome> RemoveAsync(string userId, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: true, async (users, user, info, by) =>
    {
        if (info.Name == by) return "You cannot remove your own account; another administrator can.";
        Check(await users.DeleteAsync(user));
        await audit.WriteAsync(by, "removed user", info.Name, info.Role, null, CancellationToken.None);
        return null;
    }, "The account is removed and its sessions have ended.", cancellationToken);

    /// <summary>Takes the authenticator app, the recovery codes and the passkeys away: for somebody who lost their device.</summary>
    public Task<UserOutcome> ResetSecondFactorAsync(string userId, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: false, async (users, user, info, by) =>
    {
        Check(await users.SetTwoFactorEnabledAsync(user, false));
        Check(await users.ResetAuthenticatorKeyAsync(user));
        await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
        foreach (var passkey in await users.GetPasskeysAsync(user)) Check(await users.RemovePasskeyAsync(user, passkey.CredentialId));
        await audit.WriteAsync(by, "reset second factor", info.Name, null, null, CancellationToken.None);
        return null;
    }, "Authenticator app and passkeys are removed: the password alone signs in until new ones are set up.", cancellationToken);

    /// <summary>Ends every session of somebody.</summary>
    public Task<UserOutcome> SignOutEverywhereAsync(string userId, CancellationToken cancellationToken) => ChangeAsync(userId, leavesAdministrators: false, async (users, user, info, by) =>
    {
        await audit.WriteAsync(by, "signed out everywhere", info.Name, null, null, CancellationToken.None);
        return null;
    }, "Every session has ended, open pages included.", cancellationToken);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(" ", result.Errors.Select(static error => error.Description)));
    }

    private async Task<PersonInfo?> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await people.ListAsync(cancellationToken)).FirstOrDefault(user => user.Id == userId);

    private async Task<UserOutcome> ChangeAsync(
        string userId, bool leavesAdministrators, Func<UserManager<PanelUser>, PanelUser, PersonInfo, string, Task<string?>> change, string done, CancellationToken cancellationToken)
    {
        var rights = await person.GetAsync();
        if (!rights.CanAdminister) return Refused;
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            var everybody = await people.ListAsync(cancellationToken);
            if (everybody.FirstOrDefault(user => user.Id == userId) is not { } info) return new UserOutcome(false, Gone);
            if (leavesAdministrators && info.Role == PanelRoles.Admin && !everybody.Any(user => user.Id != userId && user is { Role: PanelRoles.Admin, IsLockedForGood: false })) return LastOne;

            await using var scope = scopes.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<PanelUser>>();
            if (await users.FindByIdAsync(userId) is not { } found) return new UserOutcome(false, Gone);
            if (await change(users, found, info, rights.Name) is { } refusal) return new UserOutcome(false, refusal);
            if (await users.FindByIdAsync(userId) is { } still) await users.UpdateSecurityStampAsync(still);
            await sessions.EndAllAsync(userId, except: null, CancellationToken.None);
            return new UserOutcome(true, $"{info.Name}: {char.ToLowerInvariant(done[0])}{done[1..]}");
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
