using System.Collections.Immutable;
using System.Net;

namespace AdminPanel.Screening.Listening;

/// <summary>Where connections are accepted and held until screening decides. Thread-safe.</summary>
internal interface IWaitingRoom : IAsyncDisposable
{
    /// <summary>The addresses listened on, with real ports.</summary>
    ImmutableArray<IPEndPoint> LocalEndPoints { get; }

    /// <summary>Connections accepted since start.</summary>
    long Accepted { get; }

    /// <summary>Accepts that failed for lack of resources since start.</summary>
    long AcceptFailures { get; }

    /// <summary>Connections whose PROXY header has not arrived yet; bounded by the pre-queue limit.</summary>
    int Announcing { get; }

    /// <summary>Why new connections are not accepted right now; null while they are.</summary>
    string? AcceptTrouble { get; }

    /// <summary>Binds every address and begins to accept. Throws when an address cannot be bound.</summary>
    void Start();

    /// <summary>Stops accepting; the connections inside go on.</summary>
    Task StopAcceptingAsync();

    /// <summary>Of the connections held in the room itself at most <paramref name="max"/>, the oldest, in no order.</summary>
    Task<IReadOnlyList<InFlightConnection>> HeldAsync(int max, CancellationToken cancellationToken);
}
