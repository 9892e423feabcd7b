namespace AdminPanel.Store.Preferences;

/// <summary>What administrators choose about the panel itself on the System page; nothing of it changes how clients are screened.</summary>
public sealed record PanelPreferences
{
    /// <summary>Somebody who does not touch the panel for this long is signed out. 5 minutes to 14 days.</summary>
    public TimeSpan IdleSignOut { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Days that connections are kept; null takes the deployment key <c>History:RetentionDays</c>.</summary>
    public int? HistoryDays { get; init; }

    /// <summary>The most connections kept; null takes the deployment key <c>History:MaxRows</c>.</summary>
    public long? HistoryRows { get; init; }
}
