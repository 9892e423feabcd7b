using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Store.Drafts;

/// <summary>The one shared working draft. <paramref name="Revision"/> grows with every save; 0 means no draft exists and the content is the published one.</summary>
public sealed record Draft(ScreeningSettings Settings, long BaseVersion, long Revision, string UpdatedBy, DateTimeOffset? UpdatedAt)
{
    /// <summary>Who last set each path that the draft's saves touched, as <see cref="SettingsDiff"/> spells paths.</summary>
    public ImmutableDictionary<string, DraftTouch> Touches { get; init; } = ImmutableDictionary<string, DraftTouch>.Empty;

    /// <summary>Everybody who set <paramref name="path"/>, something below it or the item it belongs to, the latest first.</summary>
    public ImmutableArray<DraftTouch> TouchesOf(string path) =>
    [
        .. Touches.Where(t => t.Key == path || Within(t.Key, path) || Within(path, t.Key)).Select(static t => t.Value)
            .OrderByDescending(static t => t.At).DistinctBy(static t => t.By),
    ];

    private static bool Within(string inner, string outer) => inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] == '.';
}

/// <summary>Who set something, and when.</summary>
public sealed record DraftTouch(string By, DateTimeOffset At);

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
