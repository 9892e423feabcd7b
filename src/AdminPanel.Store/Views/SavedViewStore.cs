using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Views;

/// <summary>Named searches in panel.db, each for one person or for everybody. Thread-safe.</summary>
public sealed class SavedViewStore(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    /// <summary>What <paramref name="who"/> sees: own ones and those for everybody, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(string who, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.SavedViews.AsNoTracking().Where(row => row.Owner == null || row.Owner == who).OrderBy(static row => row.Name)
                .Select(static row => new SavedView(row.Id, row.Name, row.Query, row.Owner == null, row.SavedBy))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Saves under <paramref name="name"/>, over an earlier one of the same name and reach.</summary>
    public async Task SaveAsync(string name, string query, bool shared, string who, CancellationToken cancellationToken)
    {
        name = name.Trim();
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > LongestName) name = name[..LongestName];
        var owner = shared ? null : who;
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.SavedViews.FirstOrDefaultAsync(r => r.Name == name && r.Owner == owner, cancellationToken).ConfigureAwait(false)
                ?? context.SavedViews.Add(new SavedViewRow { Name = name, Owner = owner }).Entity;
            (row.Query, row.SavedBy, row.SavedAt) = (query, who, time.GetUtcNow());
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes one: an own one, or with <paramref name="alsoShared"/> one for everybody. False when there was none to remove.</summary>
    public async Task<bool> RemoveAsync(long id, string who, bool alsoShared, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.SavedViews.Where(row => row.Id == id && (row.Owner == who || (alsoShared && row.Owner == null)))
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) > 0;
        }
    }
}
