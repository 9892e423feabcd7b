using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.Listening;

/// <summary>What the engine is doing now.</summary>
public sealed record ScreeningStatus
{
    /// <summary>The addresses it listens on, with real ports.</summary>
    public ImmutableArray<IPEndPoint> Listening { get; init; } = [];

    /// <summary>When it started, UTC; null before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Connections under test (pre-queue).</summary>
    public int UnderTest { get; init; }

    /// <summary>Connections on their way to the mail server (post-queue).</summary>
    public int InTransit { get; init; }

    /// <summary>True in stress mode.</summary>
    public bool Stress { get; init; }

    /// <summary>What is wrong right now, one sentence each, for the administrator; empty when healthy.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The hand-off target as configured, e.g. <c>pass:/var/spool/postfix/private/smtpd</c> or <c>none</c>.</summary>
    public string Handoff { get; init; } = "none";

    /// <summary>The last failed hand-off, and when; null when the last one worked.</summary>
    public string? HandoffTrouble { get; init; }

    /// <summary>Connections accepted since start.</summary>
    public long Accepted { get; init; }

    /// <summary>Accepts that failed for lack of descriptors or memory since start.</summary>
    public long AcceptFailures { get; init; }
}

/// <summary>One connection that is being screened.</summary>
/// <param name="Client">The client.</param>
/// <param name="ConnectedAt">Since when, UTC.</param>
/// <param name="Stage">What it is in: <c>greet wait</c>, <c>DNSBL</c>, <c>dummy SMTP</c> or <c>hand-off</c>.</param>
public sealed record InFlightConnection(IPEndPoint Client, DateTimeOffset ConnectedAt, string Stage);
