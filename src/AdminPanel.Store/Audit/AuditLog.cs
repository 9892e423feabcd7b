using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Audit;

/// <summary>Who did what, in panel.db. Rows about settings are written by the publish itself, in its transaction. Thread-safe.</summary>
public sealed class AuditLog(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
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
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(long? before, int max, long? version, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Audit.AsNoTracking()
                .Where(row => (before == null || row.Id < before) && (version == null || row.Version == version))
                .OrderByDescending(static row => row.Id)
                .Take(max)
                .Select(static row => new AuditEntry(row.Id, row.At, row.Who, row.What, row.Version, row.Path, row.Old, row.New))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
