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

/// <summary>The working draft in panel.db: optimistic concurrency by revision. Thread-safe.</summary>
public sealed class DraftStore
{
    /// <summary>Raised after this process saved or discarded the draft. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>The draft, or the published content when none exists (defaults when nothing was published).</summary>
    public Task<Draft> GetAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Saves when nobody saved since <paramref name="revision"/>. Drafts need not be valid.</summary>
    public Task<SaveDraftResult> SaveAsync(ScreeningSettings settings, long revision, string who, CancellationToken cancellationToken)
    {
        Changed?.Invoke();
        throw new NotImplementedException();
    }

    /// <summary>Removes the draft when nobody saved since <paramref name="revision"/>; false on a conflict.</summary>
    public Task<bool> DiscardAsync(long revision, string who, CancellationToken cancellationToken) => throw new NotImplementedException();
}
