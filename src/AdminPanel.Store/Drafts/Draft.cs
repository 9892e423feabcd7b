using AdminPanel.Screening.Settings;

namespace AdminPanel.Store.Drafts;

/// <summary>The one shared working draft. <paramref name="Revision"/> grows with every save; 0 means no draft exists and the content is the published one.</summary>
public sealed record Draft(ScreeningSettings Settings, long BaseVersion, long Revision, string UpdatedBy, DateTimeOffset? UpdatedAt);

/// <summary>How a save ended.</summary>
public abstract record SaveDraftResult
{
    private SaveDraftResult()
    {
    }

    /// <summary>Saved as <paramref name="Draft"/>.</summary>
    public sealed record Saved(Draft Draft) : SaveDraftResult;

    /// <summary>Somebody saved meanwhile; <paramref name="Theirs"/> is what stands. Nothing was stored.</summary>
    public sealed record Conflict(Draft Theirs) : SaveDraftResult;
}
