using System.Globalization;

namespace AdminPanel.Screening.Listening;

/// <summary>Listening sockets that systemd opened and passed on (sd_listen_fds(3)): they survive a restart, so no client is refused meanwhile.</summary>
public static class InheritedSockets
{
    private const int First = 3;

    /// <summary>The passed descriptors; empty when none were passed to this process.</summary>
    public static IReadOnlyList<int> Find()
    {
        var forThisProcess = Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return forThisProcess && int.TryParse(Environment.GetEnvironmentVariable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? [.. Enumerable.Range(First, count)]
            : [];
    }
}
