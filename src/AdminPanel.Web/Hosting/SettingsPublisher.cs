using AdminPanel.Screening.Settings;
using AdminPanel.Store.Drafts;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Hosting;

/// <summary>Publishes settings: stores the version with its audit rows, then puts it in force. Also follows versions that other processes published. Thread-safe.</summary>
public sealed partial class SettingsPublisher(SettingsStore store, DraftStore drafts, SettingsSource source, ILogger<SettingsPublisher> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private long _unusable;

    /// <summary>Why the newest stored version is not in force, for the administrator; null when it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Publishes <paramref name="settings"/> as the successor of <paramref name="baseVersion"/>; see <see cref="SettingsStore.PublishAsync"/>.</summary>
    public async Task<PublishResult> PublishAsync(
        ScreeningSettings settings, long baseVersion, string who, string comment, long? rolledBackTo = null, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var result = await store.PublishAsync(settings, baseVersion, who, comment, rolledBackTo, cancellationToken);
            if (result is PublishResult.Published published) Apply(published.Version, settings, who);
            return result;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>At start: puts the newest valid version in force, publishing the defaults when there is none yet.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (newest, skipped) = await store.GetNewestValidAsync(cancellationToken);
        if (newest is null && skipped == 0)
        {
            await PublishAsync(new ScreeningSettings(), 0, "first start", "The defaults of postscreen", cancellationToken: cancellationToken);
            return;
        }

        if (newest is null) throw new StartException($"panel.db has {skipped} settings versions, but this program can use none of them");
        Apply(newest.Info.Version, newest.Settings, newest.Info.PublishedBy);
        if (skipped == 0) return;
        _unusable = newest.Info.Version + skipped;
        Trouble = $"Version {newest.Info.Version} is in force: {skipped} newer version(s) cannot be used by this program. Review the settings and publish them anew.";
        LogNotNewest(newest.Info.Version, skipped);
    }

    /// <summary>Puts a newer version of the store in force when there is one.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var number = await store.GetNewestVersionNumberAsync(cancellationToken);
        if (number <= source.Current.Version || number == _unusable) return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            var (newest, skipped) = await store.GetNewestValidAsync(cancellationToken);
            if (newest is not null && newest.Info.Version > source.Current.Version) Apply(newest.Info.Version, newest.Settings, newest.Info.PublishedBy);
            if (skipped > 0)
            {
                _unusable = number;
                Trouble = $"Version {number} was published by another process but cannot be used by this program.";
                LogNotNewest(newest?.Info.Version ?? 0, skipped);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void Apply(long version, ScreeningSettings settings, string who)
    {
        source.Publish(ScreeningSnapshot.Compile(version, settings));
        Trouble = null;
        LogInForce(version, who);
        drafts.NotifyPublished();
    }

    [LoggerMessage(5001, LogLevel.Information, "Settings version {Version} by {Who} is in force")]
    private partial void LogInForce(long version, string who);

    [LoggerMessage(5002, LogLevel.Error, "Settings version {Version} is in force, NOT the newest: {Skipped} newer version(s) cannot be used by this program")]
    private partial void LogNotNewest(long version, int skipped);
}
