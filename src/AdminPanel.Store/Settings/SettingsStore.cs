using System.Collections.Immutable;
using System.Text.Json;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Store.Drafts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Settings;

/// <summary>Published settings, every version, in panel.db. Thread-safe; one context per operation.</summary>
public sealed class SettingsStore(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Checks, compiles, and stores <paramref name="settings"/> as the next version together with its audit rows, in one transaction. The
    /// caller swaps the running snapshot afterwards (the web project's SettingsPublisher does both). A working draft with the same content
    /// goes with it.
    /// </summary>
    /// <param name="settings">The content to publish.</param>
    /// <param name="baseVersion">The version the author started from; a newer one in the store is a conflict. 0 when none exists.</param>
    /// <param name="who">User name, or <c>command line</c>.</param>
    /// <param name="comment">Why; may be empty.</param>
    /// <param name="rolledBackTo">The version whose old content this is, for a roll back.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is stored then.</param>
    public async Task<PublishResult> PublishAsync(ScreeningSettings settings, long baseVersion, string who, string comment, long? rolledBackTo, CancellationToken cancellationToken)
    {
        var problems = Problems(settings);
        if (!problems.IsEmpty) return new PublishResult.Invalid(problems);

        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            // Takes the write lock at once, so that nobody can publish between the look and the insert.
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var newest = await NewestFirst(context).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
                if ((newest?.Version ?? 0) != baseVersion) return new PublishResult.Conflict(newest?.Version ?? 0, newest?.PublishedBy ?? "");

                var row = new SettingsVersionRow
                {
                    Version = baseVersion + 1,
                    PublishedAt = time.GetUtcNow(),
                    PublishedBy = who,
                    Comment = comment,
                    Hash = SettingsJson.Hash(settings),
                    Json = SettingsJson.Serialize(settings),
                    RolledBackTo = rolledBackTo,
                };
                if (newest is not null && newest.Hash == row.Hash && newest.Json == row.Json) return new PublishResult.Unchanged(newest.Version);

                var changes = SettingsDiff.Compare((await NewestUsableAsync(context, cancellationToken).ConfigureAwait(false)).Settings, settings);
                row.ChangeCount = changes.Length;
                context.SettingsVersions.Add(row);
                context.Audit.AddRange(SettingsAudit.Rows(row, changes));
                await DraftStore.RemoveIfPublishedAsync(context, row, cancellationToken).ConfigureAwait(false);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return new PublishResult.Published(row.Version);
            }
        }
    }

    /// <summary>The newest version number, 0 when nothing was published. Cheap: polled every 2 s.</summary>
    public async Task<long> GetNewestVersionNumberAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.SettingsVersions.MaxAsync(static row => (long?)row.Version, cancellationToken).ConfigureAwait(false) ?? 0;
        }
    }

    /// <summary>The newest version that still validates, and how many newer ones had to be skipped; null when there is none.</summary>
    public async Task<(StoredSettings? Newest, int Skipped)> GetNewestValidAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var skipped = 0;
            await foreach (var row in NewestFirst(context).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (TryRead(row, out var settings) && Problems(settings).IsEmpty) return (new StoredSettings(row.ToInfo(), settings), skipped);
                skipped++;
            }

            return (null, skipped);
        }
    }

    /// <summary>One version, or null when it does not exist or cannot be read any more.</summary>
    public async Task<StoredSettings?> GetAsync(long version, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.SettingsVersions.AsNoTracking().FirstOrDefaultAsync(r => r.Version == version, cancellationToken).ConfigureAwait(false);
            return row is not null && TryRead(row, out var settings) ? new StoredSettings(row.ToInfo(), settings) : null;
        }
    }

    /// <summary>Versions, newest first, below <paramref name="before"/> (null: from the newest).</summary>
    public async Task<IReadOnlyList<SettingsVersion>> ListAsync(long? before, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await NewestFirst(context)
                .Where(row => before == null || row.Version < before)
                .Take(max)
                .Select(static row => new SettingsVersion(row.Version, row.PublishedAt, row.PublishedBy, row.Comment, row.Hash, row.ChangeCount, row.RolledBackTo))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal static IQueryable<SettingsVersionRow> NewestFirst(PanelDbContext context) =>
        context.SettingsVersions.AsNoTracking().OrderByDescending(static row => row.Version);

    /// <summary>The newest version number (0: none) and the content of the newest version that still validates (the defaults when there is none).</summary>
    internal static async Task<(long Newest, ScreeningSettings Settings)> NewestUsableAsync(PanelDbContext context, CancellationToken cancellationToken)
    {
        long number = 0;
        await foreach (var row in NewestFirst(context).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            number = Math.Max(number, row.Version);
            if (TryRead(row, out var settings) && Problems(settings).IsEmpty) return (number, settings);
        }

        return (number, new ScreeningSettings());
    }

    private static bool TryRead(SettingsVersionRow row, out ScreeningSettings settings)
    {
        try
        {
            settings = SettingsJson.Deserialize(row.Json);
            return true;
        }
        catch (JsonException)
        {
            // The caller says which version it had to pass over.
            settings = new ScreeningSettings();
            return false;
        }
    }

    /// <summary>Everything that stops these settings from running: broken rules, and what only compiling finds.</summary>
    private static ImmutableArray<SettingsProblem> Problems(ScreeningSettings settings)
    {
        var errors = SettingsRules.Check(settings).RemoveAll(static problem => problem.Severity != ProblemSeverity.Error);
        if (!errors.IsEmpty) return errors;
        try
        {
            _ = ScreeningSnapshot.Compile(0, settings);
            return [];
        }
        catch (ArgumentException refused)
        {
            return [new SettingsProblem("", refused.Message)];
        }
    }
}
