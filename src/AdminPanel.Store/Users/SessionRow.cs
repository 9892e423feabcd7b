namespace AdminPanel.Store.Users;

/// <summary>One browser in which somebody is signed in. The key that its cookie holds is stored as a hash only, the ticket encrypted.</summary>
internal sealed class SessionRow
{
    public required string Id { get; set; }

    public required string KeyHash { get; set; }

    public required string UserId { get; set; }

    public required byte[] Ticket { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    public string From { get; set; } = "";

    public string Agent { get; set; } = "";
}
