namespace AdminPanel.Web.Features.Users;

/// <summary>Whom to invite.</summary>
/// <param name="Name">The sign-in name.</param>
/// <param name="Role">Their role.</param>
/// <param name="Lasts">How long the link works.</param>
internal sealed record Invite(string Name, string Role, TimeSpan Lasts);
