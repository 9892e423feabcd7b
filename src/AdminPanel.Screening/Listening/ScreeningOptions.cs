using System.Net;

namespace AdminPanel.Screening.Listening;

/// <summary>Where the engine listens; deployment, fixed for the life of the process.</summary>
public sealed class ScreeningOptions
{
    /// <summary>SMTP listen addresses. Port 0 takes any free port. Ports 465 and 587 are refused: submission must not be screened.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [new(IPAddress.Loopback, 2525)];

    /// <summary>Listening sockets opened by somebody else, such as <see cref="InheritedSockets.Find"/>; used as they are. Linux only.</summary>
    public IReadOnlyList<int> Inherited { get; init; } = [];

    /// <summary>Accept backlog.</summary>
    public int Backlog { get; init; } = 4_096;
}
