using System.Data.Common;
using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AdminPanel.Store.Labels;

/// <summary>
/// What the mail of connections turned out to be, in history.db. Every source has one word per connection; the strongest is the connection's label
/// (ConnectionLabels), which replays read. Thread-safe.
/// </summary>
public sealed class LabelStore(IDbContextFactory<HistoryDbContext> contexts, TimeProvider time)
{
    private const int BatchSize = 2_048;

    /// <summary>A connection is handed over at the end of its tests, and greeted a moment later; clocks of two logs may differ a little.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(5);

    private const string FindConnection =
        """
        SELECT "Key" FROM "Connections"
        WHERE "Client" = @p0 AND "ConnectedAt" BETWEEN @p1 AND @p2 AND "Disposition" = 'HandedOff' AND (@p3 IS NULL OR "ClientPort" = @p3)
        ORDER BY "ConnectedAt" DESC LIMIT 1
        """;

    /// <summary>One message of a connection that was good makes it a good one: turning it away would have lost that message.</summary>
    private const string PutSign =
        """
        INSERT INTO "LabelSigns" ("Key", "Source", "Label", "Score", "At", "Who") VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
        ON CONFLICT ("Key", "Source") DO UPDATE SET "Label" = excluded."Label", "Score" = excluded."Score", "At" = excluded."At", "Who" = excluded."Who"
          WHERE "LabelSigns"."Label" <> excluded."Label" AND (excluded."Source" = 100 OR excluded."Label" = 1)
        """;

    private const string RemoveSign = "DELETE FROM \"LabelSigns\" WHERE \"Key\" = @p0 AND \"Source\" = @p1";

    private const string FindStrongest =
        "SELECT \"Label\", \"Source\", \"Who\" FROM \"LabelSigns\" WHERE \"Key\" = @p0 ORDER BY \"Source\" DESC LIMIT 1";

    private const string PutLabel =
        """
        INSERT INTO "ConnectionLabels" ("Key", "Label", "Source", "At") VALUES (@p0, @p1, @p2, @p3)
        ON CONFLICT ("Key") DO UPDATE SET "Label" = excluded."Label", "Source" = excluded."Source", "At" = excluded."At"
          WHERE "ConnectionLabels"."Label" <> excluded."Label" OR "ConnectionLabels"."Source" <> excluded."Source"
        """;

    /// <summary>Ties words of programs to connections that were handed over; the number that found theirs. Said twice, they count once.</summary>
    public async Task<int> AddAsync(IReadOnlyList<LabelSign> signs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signs);
        var found = 0;
        for (var from = 0; from < signs.Count; from += BatchSize)
        {
            var batch = signs.Skip(from).Take(BatchSize).ToList();
            found += await InTransactionAsync(async writer =>
            {
                var tied = 0;
                foreach (var sign in batch)
                {
                    var key = await writer.FindAsync(sign, cancellationToken).ConfigureAwait(false);
                    if (key is null) continue;
                    tied++;
                    await writer.PutAsync(key.Value, sign.Source, sign.Label, sign.Score, null, cancellationToken).ConfigureAwait(false);
                }

                return tied;
            }, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>An administrator's word about a connection; <see cref="MailLabel.Unknown"/> takes it back. False when the connection is not in the history.</summary>
    public async Task<bool> MarkAsync(Guid connection, MailLabel label, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(who);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        long? key;
        await using (context.ConfigureAwait(false))
            key = await context.Connections.Where(row => row.Id == connection).Select(static row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (key is null) return false;
        await InTransactionAsync(async writer =>
        {
            await writer.PutAsync(key.Value, LabelSource.Person, label, null, who, cancellationToken).ConfigureAwait(false);
            return 1;
        }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Everything said about a connection, the strongest word first.</summary>
    public async Task<IReadOnlyList<ConnectionLabel>> GetAsync(Guid connection, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.LabelSigns.AsNoTracking()
                .Where(sign => context.Connections.Any(row => row.Id == connection && row.Key == sign.Key))
                .OrderByDescending(static sign => sign.Source)
                .Select(static sign => new ConnectionLabel(sign.Source, sign.Label, sign.Score, sign.At, sign.Who))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How many connections since <paramref name="from"/> carry each label.</summary>
    public async Task<IReadOnlyDictionary<MailLabel, int>> CountAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Labels.AsNoTracking()
                .Where(label => context.Connections.Any(row => row.Key == label.Key && row.ConnectedAt >= from))
                .GroupBy(static label => label.Label)
                .Select(static group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(static group => group.Key, static group => group.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> InTransactionAsync(Func<Writer, Task<int>> work, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using var writer = new Writer(transaction.GetDbTransaction(), time.GetUtcNow());
                var done = await work(writer).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return done;
            }
        }
    }

    private sealed class Writer(DbTransaction transaction, DateTimeOffset now) : IDisposable
    {
        private readonly long _now = now.ToUnixTimeMilliseconds();
        private readonly DbCommand _find = transaction.Prepare(FindConnection, 4);
        private readonly DbCommand _put = transaction.Prepare(PutSign, 6);
        private readonly DbCommand _remove = transaction.Prepare(RemoveSign, 2);
        private readonly DbCommand _strongest = transaction.Prepare(FindStrongest, 1);
        private readonly DbCommand _label = transaction.Prepare(PutLabel, 4);

        public async Task<long?> FindAsync(LabelSign sign, CancellationToken cancellationToken)
        {
            var key = await _find
                .With(AddressBytes.Of(sign.Client), (sign.At - s_before).ToUnixTimeMilliseconds(), (sign.At + s_after).ToUnixTimeMilliseconds(), sign.Port)
                .ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return key is null or DBNull ? null : Convert.ToInt64(key, CultureInfo.InvariantCulture);
        }

        public async Task PutAsync(long key, LabelSource source, MailLabel label, double? score, string? who, CancellationToken cancellationToken)
        {
            if (label == MailLabel.Unknown) await _remove.With(key, (int)source).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            else await _put.With(key, (int)source, (int)label, score, _now, who).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            var (strongest, name) = (MailLabel.Unknown, "");
            var reader = await _strongest.With(key).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    strongest = (MailLabel)reader.GetInt32(0);
                    name = reader.IsDBNull(2) ? LabelSourceText.Name((LabelSource)reader.GetInt32(1)) : reader.GetString(2);
                }
            }

            // A label that was taken back stays as "unknown", so that readers of changes learn of it.
            await _label.With(key, (int)strongest, name, _now).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        public void Dispose()
        {
            _find.Dispose();
            _put.Dispose();
            _remove.Dispose();
            _strongest.Dispose();
            _label.Dispose();
        }
    }
}
