using System.Data.Common;
using System.Globalization;
using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using Microsoft.EntityFrameworkCore;

namespace AdminPanel.Store.Evidence;

/// <summary>Reads evidence from history.db into an archive, in steps: what is new since the last time. Thread-safe.</summary>
public sealed class EvidenceStore(IDbContextFactory<HistoryDbContext> contexts)
{
    private const string NewRows =
        """
        SELECT e."Key", c."ConnectedAt", c."Client", c."SettingsVersion", c."Reason", c."Disposition", c."WouldHave", e."Data"
        FROM "Evidence" AS e JOIN "Connections" AS c ON c."Key" = e."Key"
        WHERE e."Key" > @p0 ORDER BY e."Key"
        """;

    private const string NewLabels = "SELECT \"Key\", \"Label\", \"At\" FROM \"ConnectionLabels\" WHERE \"At\" >= @p0 ORDER BY \"At\"";

    /// <summary>Number of connections in the history, and of those with evidence.</summary>
    public async Task<(int Connections, int WithEvidence)> CountAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return (await context.Connections.CountAsync(cancellationToken).ConfigureAwait(false), await context.Evidence.CountAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Adds what is new to <paramref name="archive"/>.</summary>
    /// <param name="archive">Where to.</param>
    /// <param name="place">How far the last call came; <c>default</c> at first.</param>
    /// <param name="newest">At most so many connections: of more, the newest.</param>
    /// <param name="cancellationToken">Ends it; what was added stays.</param>
    /// <returns>How far this call came.</returns>
    public async Task<EvidencePlace> LoadAsync(EvidenceArchive archive, EvidencePlace place, int newest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(archive);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var first = await context.Evidence.OrderByDescending(static row => row.Key).Skip(newest).Select(static row => (long?)row.Key)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? 0;
            var zones = await context.EvidenceZones.AsNoTracking()
                .ToDictionaryAsync(static zone => zone.Id, static zone => (zone.Digest, zone.List), cancellationToken).ConfigureAwait(false);
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var connection = context.Database.GetDbConnection();
            var key = await RowsAsync(connection, archive, Math.Max(place.Key, first), zones, cancellationToken).ConfigureAwait(false);
            return new EvidencePlace(key, await LabelsAsync(connection, archive, place.LabelledAt, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The rows of lists of connections, by key, in the order asked for; those that retention removed are left out.</summary>
    public async Task<IReadOnlyList<(long Key, Guid Id)>> GetIdsAsync(IReadOnlyCollection<long> keys, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Connections.AsNoTracking().Where(row => keys.Contains(row.Key)).Select(static row => new { row.Key, row.Id })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(static row => (row.Key, row.Id))];
        }
    }

    private static async Task<long> RowsAsync(
        DbConnection connection, EvidenceArchive archive, long after, Dictionary<int, (string Digest, string List)> zones, CancellationToken cancellationToken)
    {
        using var command = Command(connection, NewRows, after);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            after = reader.GetInt64(0);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1));
            var before = new ReplayOutcome(Enum.Parse<VerdictReason>(reader.GetString(4)), Enum.Parse<VerdictDisposition>(reader.GetString(5)), reader.GetBoolean(6));
            var evidence = EvidenceCodec.Read((byte[])reader.GetValue(7), at, id => zones.GetValueOrDefault(id, (id.ToString(CultureInfo.InvariantCulture), "?")));
            archive.Add(new RecordedConnection(after, at, AddressBytes.ToAddress((byte[])reader.GetValue(2)), reader.GetInt64(3), before, evidence));
        }

        return after;
    }

    private static async Task<long> LabelsAsync(DbConnection connection, EvidenceArchive archive, long since, CancellationToken cancellationToken)
    {
        using var command = Command(connection, NewLabels, since);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            archive.SetLabel(reader.GetInt64(0), (MailLabel)reader.GetInt32(1));
            since = reader.GetInt64(2);
        }

        return since;
    }

    private static DbCommand Command(DbConnection connection, string sql, long value)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@p0";
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return command;
    }
}

/// <summary>How far evidence was read.</summary>
/// <param name="Key">The last connection.</param>
/// <param name="LabelledAt">When the last label was given, milliseconds since the epoch.</param>
public readonly record struct EvidencePlace(long Key, long LabelledAt);
