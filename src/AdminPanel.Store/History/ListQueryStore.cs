using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <summary>How many questions each list was asked on each day (UTC), by display name. Thread-safe.</summary>
public sealed class ListQueryStore(IDbContextFactory<HistoryDbContext> contexts)
{
    private static readonly int s_daysKept = 400;

    /// <summary>The questions of one day.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var number = day.DayNumber;
            return await context.ListQueries.AsNoTracking().Where(row => row.Day == number).ToDictionaryAsync(static row => row.List, static row => row.Count, StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces the counts of one day for these lists, and forgets days more than a year old.</summary>
    public async Task KeepAsync(DateOnly day, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var number = day.DayNumber;
            foreach (var (list, count) in counts)
            {
                await context.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO "ListQueries" ("Day", "List", "Count") VALUES ({number}, {list}, {count})
                    ON CONFLICT ("Day", "List") DO UPDATE SET "Count" = excluded."Count"
                    """, cancellationToken).ConfigureAwait(false);
            }

            var oldest = number - s_daysKept;
            await context.ListQueries.Where(row => row.Day < oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>The questions to one list on one day.</summary>
internal sealed class ListQueryRow
{
    /// <summary>The day (UTC), as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day { get; set; }

    /// <summary>Display name.</summary>
    public string List { get; set; } = "";

    public long Count { get; set; }
}
