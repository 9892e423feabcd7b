namespace AdminPanel.Screening.Settings;

/// <summary>Connection limits.</summary>
public sealed record LimitSettings
{
    /// <summary><c>postscreen_client_connection_count_limit</c>: simultaneous connections of one client; 0 means no limit.</summary>
    public int ClientConnectionCount { get; init; } = 50;

    /// <summary><c>postscreen_pre_queue_limit</c>: connections under test; also the base of stress mode. At least 10.</summary>
    public int PreQueue { get; init; } = 100;

    /// <summary><c>postscreen_post_queue_limit</c>: connections on their way to the mail server. At least 5.</summary>
    public int PostQueue { get; init; } = 100;
}
