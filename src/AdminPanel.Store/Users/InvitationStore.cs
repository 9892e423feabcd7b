using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Users;

/// <summary>One-time links in panel.db, by the hash of their code: who reads the file cannot use them. Each works once and until it expires. Thread-safe.</summary>
public sealed class InvitationStore(IDbContextFactory<PanelDbContext> contexts, TimeProvider time)
{
    /// <summary>Makes a link; an older one for the same name ends. The code has 256 random bits and is known to the caller only.</summary>
    public async Task<(Invitation Invitation, string Code)> CreateAsync(string name, string role, string? userId, string by, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var row = new InvitationRow
        {
            Id = Guid.NewGuid().ToString("N"),
            CodeHash = Hash(code),
            Name = name,
            Role = role,
            UserId = userId,
            CreatedAt = now,
            CreatedBy = by,
            ExpiresAt = now + lasts,
        };
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await context.Invitations.Where(old => old.Name == name || old.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                context.Invitations.Add(row);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return (ToInvitation(row), code);
    }

    /// <summary>Links that still work, the newest first.</summary>
    public async Task<IReadOnlyList<Invitation>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Invitations.AsNoTracking().Where(row => row.ExpiresAt > now).OrderByDescending(static row => row.CreatedAt)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(ToInvitation)];
        }
    }

    /// <summary>The link with this code, or null when it was used, withdrawn, has expired or never was.</summary>
    public async Task<Invitation?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(code)) return null;
        var (hash, now) = (Hash(code), time.GetUtcNow());
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Invitations.AsNoTracking().FirstOrDefaultAsync(r => r.CodeHash == hash && r.ExpiresAt > now, cancellationToken).ConfigureAwait(false);
            return row is null ? null : ToInvitation(row);
        }
    }

    /// <summary>Ends the link: true for exactly one caller.</summary>
    public async Task<bool> TakeAsync(string id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Invitations.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
        }
    }

    private static Invitation ToInvitation(InvitationRow row) => new(row.Id, row.Name, row.Role, row.UserId, row.CreatedAt, row.CreatedBy, row.ExpiresAt);

    private static string Hash(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
