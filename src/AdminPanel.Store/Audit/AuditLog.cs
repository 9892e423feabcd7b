using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Audit;

/// <summary>Who did what, in panel.db. Rows about settings are written by the publish itself, in its transaction. Thread-safe.</summary>
public sealed class AuditLog(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>What a refused password is recorded as. The only rows that strangers can cause, so the only ones that are ever removed.</summary>
    public const string SignInFailed = "sign-in failed";

    /// <summary>How many of them are kept.</summary>
    public const int SignInFailuresKept = 100_000;

    /// <summary>Removes the oldest <see cref="SignInFailed"/> rows beyond <paramref name="kept"/>; the number removed.</summary>
    public async Task<int> PruneSignInFailuresAsync(int kept, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var failures = context.Audit.Where(static row => row.What == SignInFailed);
            var newestSurplus = await failures.OrderByDescending(static row => row.Id).Skip(kept).Select(static row => (long?)row.Id)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return newestSurplus is null ? 0 : await failures.Where(row => row.Id <= newestSurplus).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records one thing now.</summary>
    public async Task WriteAsync(string who, string what, string? path, string? old, string? @new, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            context.Audit.Add(new AuditRow { At = time.GetUtcNow(), Who = who, What = what, Path = path, Old = old, New = @new });
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Entries, newest first, below id <paramref name="before"/>; optionally those of one settings version.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(long? before, int max, long? version, CancellationToken cancellationToken) =>
        ListAsync(new AuditQuery { Before = before, Max = max, Version = version }, cancellationToken);

    /// <summary>Entries that match, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await Matching(context.Audit.AsNoTracking(), query)
                .OrderByDescending(static row => row.Id)
                .Take(Math.Clamp(query.Max, 1, 1_000))
                .Select(static row => new AuditEntry(row.Id, row.At, row.Who, row.What, row.Version, row.Path, row.Old, row.New, row.From))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Everybody who did something but fail to sign in, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ListPeopleAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Audit.Where(static row => row.What != SignInFailed).Select(static row => row.Who).Distinct().OrderBy(static who => who).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Everything that was ever done, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Audit.Select(static row => row.What).Distinct().OrderBy(static what => what).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IQueryable<AuditRow> Matching(IQueryable<AuditRow> rows, AuditQuery query)
    {
        if (query.Before is { } before) rows = rows.Where(row => row.Id < before);
        if (query.Version is { } version) rows = rows.Where(row => row.Version == version);
        if (!string.IsNullOrEmpty(query.Who)) rows = rows.Where(row => row.Who == query.Who);
        if (!string.IsNullOrEmpty(query.What)) rows = rows.Where(row => row.What == query.What);
        if (query.Since is { } since) rows = rows.Where(row => row.At >= since);
        if (query.Until is { } until) rows = rows.Where(row => row.At < until);
        if (query.WithoutFailures) rows = rows.Where(static row => row.What != SignInFailed);
        if (LikeText.Anywhere(query.Text) is not { } text) return rows;
        return rows.Where(row => EF.Functions.Like(row.What, text, "\\") || EF.Functions.Like(row.Path!, text, "\\") || EF.Functions.Like(row.Old!, text, "\\")
            || EF.Functions.Like(row.New!, text, "\\") || EF.Functions.Like(row.From!, text, "\\") || (row.Path != null && query.Paths.Contains(row.Path)));
    }
}
