namespace AdminPanel.Screening.Settings;

/// <summary>The temporary allowlist (postscreen's cache).</summary>
public sealed record AllowlistSettings
{
    /// <summary><c>postscreen_cache_cleanup_interval</c>: time between clean-ups; zero turns them off.</summary>
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromHours(12);

    /// <summary><c>postscreen_cache_retention_time</c>: how long an expired entry is kept. At least 1 s.</summary>
    public TimeSpan RetentionTime { get; init; } = TimeSpan.FromDays(7);
}
