namespace AdminPanel.Store.Users;

/// <summary>An open one-time link.</summary>
/// <param name="Id">Names it on screen; no secret.</param>
/// <param name="Name">The sign-in name it is for.</param>
/// <param name="Role">The role they get; empty when they have one.</param>
/// <param name="UserId">The user who may choose a new password; null for somebody new.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
public sealed record Invitation(string Id, string Name, string Role, string? UserId, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt);
