namespace AdminPanel.Store.Users;

/// <summary>One browser in which somebody is signed in.</summary>
/// <param name="Id">Names it on screen and in claims; no secret.</param>
/// <param name="KeyHash">The hash of the key that the browser's cookie holds.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Ticket">What the cookie middleware stored, protected.</param>
/// <param name="CreatedAt">When they signed in, UTC.</param>
/// <param name="SeenAt">When it was last used, UTC; up to a minute old in the store.</param>
/// <param name="From">The address they signed in from.</param>
/// <param name="Agent">What the browser calls itself, cut to 200 characters.</param>
public sealed record StoredSession(
    string Id, string KeyHash, string UserId, ReadOnlyMemory<byte> Ticket, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string From, string Agent);
