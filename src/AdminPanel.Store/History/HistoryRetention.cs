using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPanel.Store.History;

/// <summary>Removes connections that are too old or too many, in slices small enough that the writer never waits long.</summary>
public sealed class HistoryRetention(IDbContextFactory<HistoryDbContext> contexts, IOptions<HistoryOptions> options, TimeProvider time)
{
    private const int Slice = 2_000;

    /// <summary>Removes what exceeds the limits now; the number of connections removed.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var first = await context.Connections.OrderByDescending(static row => row.ConnectedAt).ThenByDescending(static row => row.Key)
                .Skip((int)Math.Min(options.Value.MaxRows, int.MaxValue)).Select(static row => new { At = row.ConnectedAt, row.Key })
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var removed = await InSlicesAsync(
                context.Connections.Where(row => row.ConnectedAt < oldest).OrderBy(static row => row.ConnectedAt), context, cancellationToken).ConfigureAwait(false);
            if (first is not null)
            {
                removed += await InSlicesAsync(
                    context.Connections.Where(row => row.ConnectedAt < first.At || (row.ConnectedAt == first.At && row.Key <= first.Key)).OrderBy(static row => row.ConnectedAt),
                    context, cancellationToken).ConfigureAwait(false);
            }

            await context.Kinds.Where(kind => !context.Connections.Any(row => row.Kind == kind.Kind)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await context.ListAnswers.Where(row => row.Slot < oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await context.ListErrors.Where(row => row.Slot < oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            return removed;
        }
    }

    private static async Task<int> InSlicesAsync(IQueryable<ConnectionRow> rows, HistoryDbContext context, CancellationToken cancellationToken)
    {
        for (var removed = 0; ;)
        {
            var keys = rows.Take(Slice).Select(static row => row.Key);
            var slice = await context.Connections.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            removed += slice;
            if (slice < Slice) return removed;
            await Task.Yield();
        }
    }
}
