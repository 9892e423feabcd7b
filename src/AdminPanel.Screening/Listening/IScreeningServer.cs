namespace AdminPanel.Screening.Listening;

/// <summary>The engine as the panel sees it. Thread-safe.</summary>
public interface IScreeningServer
{
    /// <summary>What the engine is doing now; cheap.</summary>
    ScreeningStatus Status { get; }

    /// <summary>The connections being screened, oldest first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<InFlightConnection>> InFlightAsync(int max, CancellationToken cancellationToken);
}
