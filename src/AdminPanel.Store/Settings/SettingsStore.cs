using AdminPanel.Screening.Settings;

namespace AdminPanel.Store.Settings;

/// <summary>Published settings, every version, in panel.db. Thread-safe; one context per operation.</summary>
public sealed class SettingsStore
{
    /// <summary>
    /// Checks, compiles, and stores <paramref name="settings"/> as the next version together with its audit rows, in one transaction. The
    /// caller swaps the running snapshot afterwards (the web project's SettingsPublisher does both).
    /// </summary>
    /// <param name="settings">The content to publish.</param>
    /// <param name="baseVersion">The version the author started from; a newer one in the store is a conflict. 0 when none exists.</param>
    /// <param name="who">User name, or <c>command line</c>.</param>
    /// <param name="comment">Why; may be empty.</param>
    /// <param name="rolledBackTo">The version whose old content this is, for a roll back.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is stored then.</param>
    public Task<PublishResult> PublishAsync(ScreeningSettings settings, long baseVersion, string who, string comment, long? rolledBackTo, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The newest version number, 0 when nothing was published. Cheap: polled every 2 s.</summary>
    public Task<long> GetNewestVersionNumberAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The newest version that still validates, and how many newer ones had to be skipped; null when there is none.</summary>
    public Task<(StoredSettings? Newest, int Skipped)> GetNewestValidAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One version, or null.</summary>
    public Task<StoredSettings?> GetAsync(long version, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Versions, newest first, below <paramref name="before"/> (null: from the newest).</summary>
    public Task<IReadOnlyList<SettingsVersion>> ListAsync(long? before, int max, CancellationToken cancellationToken) => throw new NotImplementedException();
}
