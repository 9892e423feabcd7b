using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Settings;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Drafts;

/// <summary>The working draft in panel.db: optimistic concurrency by revision. Thread-safe.</summary>
public sealed class DraftStore(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>Raised after this process saved or discarded the draft, or published it. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>The draft, or the published content when none exists (defaults when nothing was published).</summary>
    public async Task<Draft> GetAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await ReadAsync(context, await RowAsync(context, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Saves when nobody saved since <paramref name="revision"/>. Drafts need not be valid. A new draft starts from the newest version;
    /// an existing one keeps its base.
    /// </summary>
    public Task<SaveDraftResult> SaveAsync(ScreeningSettings settings, long revision, string who, CancellationToken cancellationToken) =>
        SaveAsync(settings, revision, null, who, cancellationToken);

    /// <summary>
    /// Saves <paramref name="draft"/> with its own base version when nobody saved since its revision. A new draft whose base is no longer
    /// the newest version is a conflict; an existing one takes the given base (that is how it is brought up to date).
    /// </summary>
    public Task<SaveDraftResult> SaveAsync(Draft draft, string who, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return SaveAsync(draft.Settings, draft.Revision, draft.BaseVersion, who, cancellationToken);
    }

    /// <summary>Removes the draft when nobody saved since <paramref name="revision"/>; false on a conflict.</summary>
    public async Task<bool> DiscardAsync(long revision, string who, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await RowAsync(context, cancellationToken).ConfigureAwait(false);
            if (row?.Json is null) return revision == 0;
            if (row.Revision != revision) return false;

            Clear(row, who, time.GetUtcNow());
            context.Audit.Add(new AuditRow { At = row.UpdatedAt, Who = who, What = "discarded draft" });
            if (!await TrySaveAsync(context, cancellationToken).ConfigureAwait(false)) return false;
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Tells this process's pages that a publish may have taken the draft away.</summary>
    public void NotifyPublished() => Changed?.Invoke();

    /// <summary>Empties the draft within the caller's transaction when it is what was just published.</summary>
    internal static async Task RemoveIfPublishedAsync(PanelDbContext context, SettingsVersionRow published, CancellationToken cancellationToken)
    {
        var row = await RowAsync(context, cancellationToken).ConfigureAwait(false);
        if (row?.Json == published.Json) Clear(row, published.PublishedBy, published.PublishedAt);
    }

    private static void Clear(DraftRow row, string who, DateTimeOffset now)
    {
        row.Json = null;
        row.Touches = "";
        row.Revision++;
        row.UpdatedBy = who;
        row.UpdatedAt = now;
    }

    private static Task<DraftRow?> RowAsync(PanelDbContext context, CancellationToken cancellationToken) =>
        context.Drafts.FirstOrDefaultAsync(static row => row.Id == DraftRow.TheDraft, cancellationToken);

    private static async Task<Draft> ReadAsync(PanelDbContext context, DraftRow? row, CancellationToken cancellationToken)
    {
        if (row?.Json is { } json && TryRead(json) is { } settings) return new Draft(settings, row.BaseVersion, row.Revision, row.UpdatedBy, row.UpdatedAt) { Touches = ReadTouches(row.Touches) };

        // Built on the newest number also when that version is unusable: the content comes from the newest one that works.
        var (newest, content) = await SettingsStore.NewestUsableAsync(context, cancellationToken).ConfigureAwait(false);
        return new Draft(content, newest, 0, "", null);
    }

    /// <summary>Null when the stored draft is not readable by this program; it then counts as absent.</summary>
    private static ScreeningSettings? TryRead(string json)
    {
        try
        {
            return SettingsJson.Deserialize(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableDictionary<string, DraftTouch> ReadTouches(string json) =>
        json.Length == 0 ? ImmutableDictionary<string, DraftTouch>.Empty : JsonSerializer.Deserialize<ImmutableDictionary<string, DraftTouch>>(json)!;

    private static async Task<bool> TrySaveAsync(PanelDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || IsDuplicate(e))
        {
            // Somebody else was quicker: the revision no longer matches, or both inserted the first draft.
            return false;
        }
    }

    /// <summary>SQLSTATE class 23 is an integrity constraint; SQLite's provider has no SQLSTATE and says SQLITE_CONSTRAINT.</summary>
    private static bool IsDuplicate(DbUpdateException failure) => failure.InnerException is DbException inner
        && (inner.SqlState?.StartsWith("23", StringComparison.Ordinal) ?? inner.Message.Contains("UNIQUE constraint", StringComparison.OrdinalIgnoreCase));

    private async Task<SaveDraftResult> SaveAsync(ScreeningSettings settings, long revision, long? baseVersion, string who, CancellationToken cancellationToken)
    {
        Draft? saved = null;
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await RowAsync(context, cancellationToken).ConfigureAwait(false);
            var standing = await ReadAsync(context, row, cancellationToken).ConfigureAwait(false);
            if (standing.Revision != revision) return new SaveDraftResult.Conflict(standing);
            if (revision == 0 && baseVersion is not null && baseVersion != standing.BaseVersion) return new SaveDraftResult.Conflict(standing);

            if (row is null) context.Drafts.Add(row = new DraftRow());
            row.Json = SettingsJson.Serialize(settings);
            row.BaseVersion = baseVersion ?? standing.BaseVersion;
            row.Revision++;
            row.UpdatedBy = who;
            row.UpdatedAt = time.GetUtcNow();
            var touch = new DraftTouch(who, row.UpdatedAt);
            var touches = standing.Touches.SetItems(SettingsDiff.Compare(standing.Settings, settings).Select(change => KeyValuePair.Create(change.Path, touch)));
            row.Touches = JsonSerializer.Serialize(touches);
            if (await TrySaveAsync(context, cancellationToken).ConfigureAwait(false))
                saved = new Draft(settings, row.BaseVersion, row.Revision, who, row.UpdatedAt) { Touches = touches };
        }

        if (saved is null) return new SaveDraftResult.Conflict(await GetAsync(cancellationToken).ConfigureAwait(false));
        Changed?.Invoke();
        return new SaveDraftResult.Saved(saved);
    }
}
