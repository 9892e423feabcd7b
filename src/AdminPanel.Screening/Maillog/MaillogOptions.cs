namespace AdminPanel.Screening.Maillog;

/// <summary>Where the log goes and how its lines begin; deployment, fixed for the life of the process.</summary>
public sealed record MaillogOptions
{
    /// <summary>The file; its directory is made when missing.</summary>
    public required string Path { get; init; }

    /// <summary>The host name in each line: the machine's, up to its first dot, as syslog writes it.</summary>
    public string Host { get; init; } = Environment.MachineName.Split('.')[0];

    /// <summary>The process id in each line.</summary>
    public int ProcessId { get; init; } = Environment.ProcessId;

    /// <summary>True for RFC 3339 times instead of <c>Nov 22 16:05:00</c>.</summary>
    public bool IsoTime { get; init; }

    /// <summary>The most lines that wait for the disk, by default more than 19,000 refused clients at once leave; further lines are dropped and counted.</summary>
    public int QueueLimit { get; init; } = 200_000;
}
