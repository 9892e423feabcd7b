using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Users;

/// <summary>Keeps sessions over a restart, in panel.db. Thread-safe.</summary>
public sealed class SessionStore(IDbContextFactory<PanelDbContext> contexts)
{
    /// <summary>Every session.</summary>
    public async Task<IReadOnlyList<StoredSession>> ListAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Sessions.AsNoTracking()
                .Select(static row => new StoredSession(row.Id, row.KeyHash, row.UserId, row.Ticket, row.CreatedAt, row.SeenAt, row.From, row.Agent))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the session, or replaces the one with its id.</summary>
    public async Task SaveAsync(StoredSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = new SessionRow
            {
                Id = session.Id,
                KeyHash = session.KeyHash,
                UserId = session.UserId,
                Ticket = session.Ticket.ToArray(),
                CreatedAt = session.CreatedAt,
                SeenAt = session.SeenAt,
                From = session.From,
                Agent = session.Agent,
            };
            context.Entry(row).State = await context.Sessions.AnyAsync(r => r.Id == session.Id, cancellationToken).ConfigureAwait(false) ? EntityState.Modified : EntityState.Added;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records that the session was used.</summary>
    public async Task TouchAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Sessions.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(static row => row.SeenAt, at), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes sessions.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Sessions.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
