namespace AdminPanel.Store.Users;

/// <summary>A person as the Users page shows them.</summary>
public sealed record PersonInfo
{
    /// <summary>Identity's key.</summary>
    public required string Id { get; init; }

    /// <summary>The sign-in name.</summary>
    public required string Name { get; init; }

    /// <summary>Their role; empty when they have none.</summary>
    public string Role { get; init; } = "";

    /// <summary>When the account was created, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last signed in, UTC.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>True when they can sign in by password.</summary>
    public bool HasPassword { get; init; }

    /// <summary>True when the password alone is not enough: an authenticator app is asked too.</summary>
    public bool HasAuthenticator { get; init; }

    /// <summary>How many passkeys they have.</summary>
    public int Passkeys { get; init; }

    /// <summary>True when they come by OpenID Connect.</summary>
    public bool IsExternal { get; init; }

    /// <summary>They cannot sign in before this, UTC; null when not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>True when an administrator locked the account; it stays so until one unlocks it.</summary>
    public bool IsLockedForGood => LockedUntil is { Year: > 9000 };
}
