namespace AdminPanel.Store.Audit;

/// <summary>One thing somebody did. Old and new values are masked where they are secret.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Who">User name, or <c>command line</c>.</param>
/// <param name="What">e.g. <c>published</c>, <c>rolled back</c>, <c>signed in</c>, <c>sign-in failed</c>, <c>created user</c>, <c>removed from temporary allowlist</c>.</param>
/// <param name="Version">The settings version, when it is about settings.</param>
/// <param name="Path">What it touched: a settings path, a user, a client address.</param>
/// <param name="Old">Old value.</param>
/// <param name="New">New value.</param>
/// <param name="From">The address it was done from; null for the program itself and its command line.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string What, long? Version, string? Path, string? Old, string? New, string? From = null);
