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
public sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string What, long? Version, string? Path, string? Old, string? New);

/// <summary>Who did what, in panel.db. Rows about settings are written by the publish itself, in its transaction. Thread-safe.</summary>
public sealed class AuditLog
{
    /// <summary>Records one thing now.</summary>
    public Task WriteAsync(string who, string what, string? path, string? old, string? @new, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Entries, newest first, below id <paramref name="before"/>; optionally those of one settings version.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(long? before, int max, long? version, CancellationToken cancellationToken) => throw new NotImplementedException();
}
