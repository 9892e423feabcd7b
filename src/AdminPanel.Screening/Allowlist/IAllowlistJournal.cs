using System.Net;

namespace AdminPanel.Screening.Allowlist;

/// <summary>A stored record of the temporary allowlist.</summary>
/// <param name="Client">The client.</param>
/// <param name="Stamps">Its expiry stamps.</param>
public sealed record AllowlistRecord(IPAddress Client, ExpiryStamps Stamps);

/// <summary>One change of the temporary allowlist; null stamps remove the client.</summary>
public readonly record struct AllowlistChange(IPAddress Client, ExpiryStamps? Stamps);

/// <summary>Keeps the temporary allowlist across restarts. The engine calls it from one background task; a failure is retried and shown, never waited for by a session.</summary>
public interface IAllowlistJournal
{
    /// <summary>Every stored record; called once, at start.</summary>
    IAsyncEnumerable<AllowlistRecord> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Stores changes in order, in one transaction; the last change of a client wins.</summary>
    Task AppendAsync(IReadOnlyList<AllowlistChange> changes, CancellationToken cancellationToken);
}
