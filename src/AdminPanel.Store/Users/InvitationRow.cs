namespace AdminPanel.Store.Users;

/// <summary>An open one-time link: to join as <see cref="Name"/> with <see cref="Role"/> or, when <see cref="UserId"/> is set, to choose a new password.</summary>
internal sealed class InvitationRow
{
    public required string Id { get; set; }

    public required string CodeHash { get; set; }

    public required string Name { get; set; }

    public required string Role { get; set; }

    public string? UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }
}
