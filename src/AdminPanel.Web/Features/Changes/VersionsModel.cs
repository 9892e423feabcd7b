using System.Collections.Immutable;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Settings;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Two versions side by side.</summary>
/// <param name="From">The older choice.</param>
/// <param name="To">The newer choice.</param>
/// <param name="Lines">The differences in words.</param>
/// <param name="Text">The differences of the exported main.cf.</param>
public sealed record VersionComparison(SettingsVersion From, SettingsVersion To, ImmutableArray<ChangeLine> Lines, ImmutableArray<TextLine> Text);

/// <summary>Published versions, newest first, read page by page. Used on one circuit.</summary>
internal sealed class VersionsModel(SettingsStore store, SettingsSource source)
{
    private const int PageSize = 25;
    private readonly List<SettingsVersion> _versions = [];

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<SettingsVersion> Versions => _versions;

    /// <summary>True when there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>True after the first read.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Why reading failed; null when it worked.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads the newest versions again, as many as are shown.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => ReadAsync(null, Math.Max(PageSize, _versions.Count), cancellationToken);

    /// <summary>Reads older versions.</summary>
    public Task MoreAsync(CancellationToken cancellationToken) => ReadAsync(_versions.Count == 0 ? null : _versions[^1].Version, PageSize, cancellationToken);

    /// <summary>One version with its content; null when there is none.</summary>
    public Task<StoredSettings?> GetAsync(long version, CancellationToken cancellationToken) => store.GetAsync(version, cancellationToken);

    /// <summary>Compares two versions; null when one of them does not exist.</summary>
    public async Task<VersionComparison?> CompareAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(from, cancellationToken) is not { } before || await store.GetAsync(to, cancellationToken) is not { } after) return null;
        var published = source.Current.Settings;
        return new VersionComparison(
            before.Info, after.Info, ChangeLine.Between(before.Settings, after.Settings, published), TextLines.Between(before.Settings, after.Settings, published));
    }

    private async Task ReadAsync(long? before, int count, CancellationToken cancellationToken)
    {
        try
        {
            var page = await store.ListAsync(before, count + 1, cancellationToken);
            if (before is null) _versions.Clear();
            _versions.AddRange(page.Take(count));
            (HasMore, IsLoaded, Trouble) = (page.Count > count, true, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble = $"The versions could not be read: {e.Message}";
        }
    }
}
