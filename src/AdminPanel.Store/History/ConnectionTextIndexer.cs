using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>Indexes the texts of connections soon after they were written, in slices small enough that the writer never waits long.</summary>
public sealed class ConnectionTextIndexer(IDbContextFactory<HistoryDbContext> contexts, IConnectionTextIndex index)
{
    /// <summary>Keys indexed in one transaction; a tenth of a second.</summary>
    private const int Slice = 4_000;

    /// <summary>Indexes everything that is not indexed yet; the number of keys passed.</summary>
    public async Task<long> CatchUpAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var newest = await context.Connections.MaxAsync(static row => (long?)row.Key, cancellationToken).ConfigureAwait(false) ?? 0;
            for (long passed = 0; ;)
            {
                var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var raw = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction);
                    using var look = raw.Prepare(index.NewestKey, 0);
                    var from = Convert.ToInt64(await look.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0L, CultureInfo.InvariantCulture);
                    if (from >= newest) return passed;
                    var to = Math.Min(from + Slice, newest);
                    using var fill = raw.Prepare(index.Fill, 2);
                    await fill.With(from, to).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    passed += to - from;
                }

                await Task.Yield();
            }
        }
    }
}
