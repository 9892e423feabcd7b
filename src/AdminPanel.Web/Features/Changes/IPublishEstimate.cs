using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Says what publishing a draft would have changed for recorded connections. The publish bar and dialog show it when one is registered.</summary>
public interface IPublishEstimate
{
    /// <summary>
    /// Compares <paramref name="draft"/> with <paramref name="published"/> on recorded connections; null when nothing can be said. Called when
    /// the draft comes to rest; a newer draft cancels the token. What it throws is logged and nothing is shown.
    /// </summary>
    Task<PublishEstimate?> EstimateAsync(ScreeningSettings published, ScreeningSettings draft, CancellationToken cancellationToken);
}

/// <summary>What a draft would have done to recorded connections.</summary>
/// <param name="Connections">How many were judged again.</param>
/// <param name="MoreTurnedAway">Let through then, turned away under the draft.</param>
/// <param name="WithMail">How many of those had mail delivered.</param>
/// <param name="FewerTurnedAway">Turned away then, let through under the draft.</param>
/// <param name="Href">Where to look at them one by one; null when nowhere.</param>
public sealed record PublishEstimate(int Connections, int MoreTurnedAway, int WithMail, int FewerTurnedAway, string? Href = null);
