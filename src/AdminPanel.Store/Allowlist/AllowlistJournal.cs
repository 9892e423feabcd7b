using System.Net;
using System.Runtime.CompilerServices;
using AdminPanel.Screening.Allowlist;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdminPanel.Store.Allowlist;

/// <summary>The temporary allowlist in panel.db. Thread-safe.</summary>
public sealed class AllowlistJournal(IDbContextFactory<PanelDbContext> contexts) : IAllowlistJournal
{
    private const string Upsert =
        """
        INSERT INTO "Allowlist" ("Client", "Pregreet", "Dnsbl", "Pipelining", "NonSmtpCommand", "BareNewline") VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
        ON CONFLICT ("Client") DO UPDATE SET "Pregreet" = excluded."Pregreet", "Dnsbl" = excluded."Dnsbl", "Pipelining" = excluded."Pipelining",
          "NonSmtpCommand" = excluded."NonSmtpCommand", "BareNewline" = excluded."BareNewline"
        """;

    private const string Delete = "DELETE FROM \"Allowlist\" WHERE \"Client\" = @p0";

    /// <inheritdoc/>
    public async IAsyncEnumerable<AllowlistRecord> LoadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await foreach (var row in context.Allowlist.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
                yield return row.ToRecord();
        }
    }

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyList<AllowlistChange> changes, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using var upsert = transaction.GetDbTransaction().Prepare(Upsert, 6);
                using var delete = transaction.GetDbTransaction().Prepare(Delete, 1);
                foreach (var (client, stamps) in changes)
                {
                    var key = AddressBytes.Of(client);
                    var command = stamps is { } s
                        ? upsert.With(key, s.Pregreet, s.Dnsbl, s.Pipelining, s.NonSmtpCommand, s.BareNewline)
                        : delete.With(key);
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One client's stored record, or null.</summary>
    public async Task<AllowlistRecord?> FindAsync(IPAddress client, CancellationToken cancellationToken)
    {
        var key = AddressBytes.Of(client);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return (await context.Allowlist.AsNoTracking().FirstOrDefaultAsync(row => row.Client == key, cancellationToken).ConfigureAwait(false))?.ToRecord();
        }
    }

    /// <summary>Stored records for a page, in address order after <paramref name="after"/>. May lag the engine by its last unwritten batch.</summary>
    public async Task<IReadOnlyList<AllowlistRecord>> ListAsync(IPAddress? after, int max, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = after is null
                ? context.Allowlist.AsNoTracking()
                : context.Allowlist.FromSql($"SELECT * FROM \"Allowlist\" WHERE \"Client\" > {AddressBytes.Of(after)}").AsNoTracking();
            var page = await rows.OrderBy(static row => row.Client).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. page.Select(static row => row.ToRecord())];
        }
    }
}
