using Microsoft.AspNetCore.Identity;

namespace AdminPanel.Store.Users;

/// <summary>A person who may sign in. What they may do is said by their role.</summary>
public sealed class PanelUser : IdentityUser
{
    /// <summary>When the account was created, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When they last signed in, UTC.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }
}
