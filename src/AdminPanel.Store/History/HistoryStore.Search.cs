using System.Data.Common;
using System.Globalization;
using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.History;

/// <content>Searching. Each search is a few short commands, so that a cancelled one stops soon.</content>
public sealed partial class HistoryStore
{
    /// <summary>Rows that a search looks at before it asks an index.</summary>
    private const int FirstLook = 4_000;

    private const int LongestLook = 100_000;

    /// <summary>
    /// Connections, newest first. Throws <see cref="FormatException"/> when <see cref="HistoryQuery.Client"/> is neither an address nor a network.
    /// </summary>
    /// <param name="query">What to look for, and after which row.</param>
    /// <param name="patience">After this long the page is returned even if it is not full; null searches to the end.</param>
    /// <param name="cancellationToken">Ends the search within some tens of milliseconds.</param>
    public Task<HistoryPage> SearchAsync(HistoryQuery query, TimeSpan? patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return WithPlanAsync(query, (plan, run) => SearchAsync(plan, run, Math.Clamp(query.Max, 1, 10_000), patience), cancellationToken);
    }

    /// <summary>Counts what <see cref="SearchAsync(HistoryQuery, TimeSpan?, CancellationToken)"/> would find, up to <paramref name="max"/>.</summary>
    public Task<HistoryCount> CountAsync(HistoryQuery query, int max, TimeSpan? patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return WithPlanAsync(query, (plan, run) => CountAsync(plan, run, max, patience), cancellationToken);
    }

    /// <summary>The same as <see cref="SearchAsync(HistoryQuery, TimeSpan?, CancellationToken)"/> without an end to its patience.</summary>
    public async Task<IReadOnlyList<ConnectionSummary>> ListAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        (await SearchAsync(query, null, cancellationToken).ConfigureAwait(false)).Rows;

    private async Task<HistoryPage> SearchAsync(HistoryPlan plan, HistoryCommands run, int max, TimeSpan? patience)
    {
        if (plan.MatchesAll) return Complete(await run.RowsAsync(plan.InOrder(max + 1)!).ConfigureAwait(false), max);

        var started = time.GetTimestamp();
        var rows = new List<ConnectionSummary>();
        long? until = await LookAsync(plan, run, rows, long.MaxValue, FirstLook, max).ConfigureAwait(false);
        if (until is null || rows.Count > max) return Complete(rows, max);

        foreach (var source in plan.Rare())
        {
            if (await run.NumberAsync(HistoryPlan.Probe(source)).ConfigureAwait(false) <= HistoryPlan.Few)
                return Complete(await run.RowsAsync(plan.Through(source, max + 1)).ConfigureAwait(false), max);
        }

        if (plan.InOrder(max + 1) is { } ordered) return Complete(await run.RowsAsync(ordered).ConfigureAwait(false), max);

        for (var look = FirstLook * 4; ; look = Math.Min(look * 2, LongestLook))
        {
            if (patience is { } limit && time.GetElapsedTime(started) > limit)
                return new HistoryPage(rows, new HistoryPosition(DateTimeOffset.FromUnixTimeMilliseconds(until.Value), long.MinValue), IsFull: false);
            until = await LookAsync(plan, run, rows, until.Value, look, max).ConfigureAwait(false);
            if (until is null || rows.Count > max) return Complete(rows, max);
        }
    }

    /// <summary>Adds what matches among the next <paramref name="look"/> rows before <paramref name="until"/>; where the next look begins, null at the end.</summary>
    private static async Task<long?> LookAsync(HistoryPlan plan, HistoryCommands run, List<ConnectionSummary> rows, long until, int look, int max)
    {
        var since = await run.TryNumberAsync(plan.Boundary(until, look)).ConfigureAwait(false);
        rows.AddRange(await run.RowsAsync(plan.Walk(since, until, max + 1 - rows.Count)).ConfigureAwait(false));
        return since;
    }

    private async Task<HistoryCount> CountAsync(HistoryPlan plan, HistoryCommands run, int max, TimeSpan? patience)
    {
        if (plan.CountInOrder(max + 1) is { } ordered) return Bounded(await run.NumberAsync(ordered).ConfigureAwait(false), max);
        foreach (var source in plan.Rare())
        {
            if (await run.NumberAsync(HistoryPlan.Probe(source)).ConfigureAwait(false) <= HistoryPlan.Few)
                return Bounded(await run.NumberAsync(plan.CountThrough(source)).ConfigureAwait(false), max);
        }

        var started = time.GetTimestamp();
        long count = 0;
        long? until = long.MaxValue;
        for (var look = FirstLook; ; look = Math.Min(look * 2, LongestLook))
        {
            var since = await run.TryNumberAsync(plan.Boundary(until.Value, look)).ConfigureAwait(false);
            count += await run.NumberAsync(plan.CountWalk(since, until.Value)).ConfigureAwait(false);
            if (since is null || count > max) return Bounded(count, max);
            if (patience is { } limit && time.GetElapsedTime(started) > limit) return new HistoryCount(count, IsAll: false);
            until = since;
        }
    }

    private static HistoryCount Bounded(long count, int max) => count > max ? new(max, IsAll: false) : new(count, IsAll: true);

    /// <summary>A page of rows that were read with one more than it may hold.</summary>
    private static HistoryPage Complete(List<ConnectionSummary> rows, int max)
    {
        if (rows.Count <= max) return new HistoryPage(rows, null, IsFull: true);
        rows.RemoveRange(max, rows.Count - max);
        return new HistoryPage(rows, new HistoryPosition(rows[^1].ConnectedAt, rows[^1].Key), IsFull: true);
    }

    private async Task<T> WithPlanAsync<T>(HistoryQuery query, Func<HistoryPlan, HistoryCommands, Task<T>> use, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var plan = new HistoryPlan(query, texts);
            return await use(plan, new HistoryCommands(context.Database.GetDbConnection(), plan, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the SQL of one plan on one connection.</summary>
    private sealed class HistoryCommands(DbConnection connection, HistoryPlan plan, CancellationToken cancellationToken)
    {
        public async Task<List<ConnectionSummary>> RowsAsync(string sql)
        {
            using var command = Command(sql);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<ConnectionSummary>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(Row(reader));
                return rows;
            }
        }

        public async Task<long> NumberAsync(string sql) => await TryNumberAsync(sql).ConfigureAwait(false) ?? 0;

        public async Task<long?> TryNumberAsync(string sql)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var command = Command(sql);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } number and not DBNull
                ? Convert.ToInt64(number, CultureInfo.InvariantCulture)
                : null;
        }

        private DbCommand Command(string sql)
        {
            var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of constants and names of parameters; what people type is in the parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < plan.Parameters.Count; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@p{i}", plan.Parameters[i]);
                command.Parameters.Add(parameter);
            }

            return command;
        }

        private static ConnectionSummary Row(DbDataReader row) => new(
            row.GetInt64(0), row.GetGuid(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), TimeSpan.FromTicks(row.GetInt64(3)),
            AddressBytes.ToAddress((byte[])row.GetValue(4)).ToString(), row.GetInt32(5), Enum.Parse<VerdictReason>(row.GetString(6)),
            Enum.Parse<VerdictDisposition>(row.GetString(7)), row.GetBoolean(8), row.IsDBNull(9) ? null : row.GetInt32(9), row.GetInt32(10),
            Text(row, 11), Text(row, 12), Text(row, 13), Text(row, 14), Text(row, 15), row.GetInt64(16));

        private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
