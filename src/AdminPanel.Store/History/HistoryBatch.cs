using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Evidence;

namespace AdminPanel.Store.History;

/// <summary>
/// Writes verdicts in one transaction. A verdict that is already there (a retry after a commit whose answer got lost) is passed over with
/// everything that belongs to it.
/// </summary>
/// <param name="transaction">The transaction.</param>
/// <param name="zones">Numbers of zones that are known; those found are added. Null for none.</param>
internal sealed class HistoryBatch(DbTransaction transaction, ConcurrentDictionary<string, int>? zones = null) : IDisposable
{
    private const string InsertConnection =
        """
        INSERT INTO "Connections" ("Id", "ConnectedAt", "Duration", "Client", "ClientPort", "Reason", "Disposition", "WouldHave", "Rank", "Threshold",
          "Hits", "Helo", "Sender", "Recipient", "Reply", "SettingsVersion", "AccessEntryId", "Kind")
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)
        ON CONFLICT ("Id") DO NOTHING RETURNING "Key"
        """;

    private const string InsertDetail = "INSERT INTO \"ConnectionDetails\" (\"Key\", \"Json\") VALUES (@p0, @p1)";

    private const string InsertHit =
        "INSERT INTO \"ListHits\" (\"Key\", \"List\", \"ConnectedAt\", \"IsUnique\") VALUES (@p0, @p1, @p2, @p3) ON CONFLICT DO NOTHING";

    private const string InsertEvidence = "INSERT INTO \"Evidence\" (\"Key\", \"Data\") VALUES (@p0, @p1)";

    private const string PutZone =
        """
        INSERT INTO "EvidenceZones" ("Digest", "List") VALUES (@p0, @p1)
        ON CONFLICT ("Digest") DO UPDATE SET "List" = excluded."List" RETURNING "Id"
        """;

    private const string AddAnswers =
        """
        INSERT INTO "ListAnswers" ("Slot", "List", "LatencyStep", "Count") VALUES (@p0, @p1, @p2, @p3)
        ON CONFLICT ("Slot", "List", "LatencyStep") DO UPDATE SET "Count" = "ListAnswers"."Count" + excluded."Count"
        """;

    private const string AddErrors =
        """
        INSERT INTO "ListErrors" ("Slot", "List", "Count", "LastError", "LastAt") VALUES (@p0, @p1, @p2, @p3, @p4)
        ON CONFLICT ("Slot", "List") DO UPDATE SET "Count" = "ListErrors"."Count" + excluded."Count",
          "LastError" = excluded."LastError", "LastAt" = excluded."LastAt"
        """;

    private readonly DbCommand _connection = transaction.Prepare(InsertConnection, 18);
    private readonly DbCommand _detail = transaction.Prepare(InsertDetail, 2);
    private readonly DbCommand _hit = transaction.Prepare(InsertHit, 4);
    private readonly DbCommand _evidence = transaction.Prepare(InsertEvidence, 2);
    private readonly ConcurrentDictionary<string, int> _zones = zones ?? new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
    private readonly ConnectionKinds _kinds = new(transaction);
    private readonly Dictionary<(long Slot, string List, int Step), int> _answers = [];
    private readonly Dictionary<(long Slot, string List), (int Count, string Error, long At)> _errors = [];

    public Task WriteAsync(IEnumerable<VerdictEvent> verdicts, CancellationToken cancellationToken) => WriteAsync(verdicts.Select(verdict => HistoryRecord.Of(verdict, _zones)), cancellationToken);

    public async Task WriteAsync(IEnumerable<HistoryRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records) await WriteAsync(record, cancellationToken).ConfigureAwait(false);

        using var answers = transaction.Prepare(AddAnswers, 4);
        foreach (var ((slot, list, step), count) in _answers)
            await answers.With(slot, list, step, count).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        using var errors = transaction.Prepare(AddErrors, 5);
        foreach (var ((slot, list), (count, error, at)) in _errors)
            await errors.With(slot, list, count, error, at).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _detail.Dispose();
        _hit.Dispose();
        _evidence.Dispose();
        _kinds.Dispose();
    }

    private async Task WriteAsync(HistoryRecord record, CancellationToken cancellationToken)
    {
        var v = record.Verdict;
        var at = v.ConnectedAt.ToUnixTimeMilliseconds();
        var key = await _connection
            .With(
                v.Id, at, v.Duration.Ticks, record.Client, v.Client.Port, v.Reason.ToString(), v.Disposition.ToString(), v.WouldHave,
                v.Rank, v.Threshold, record.Hits, v.Helo, v.Sender, v.Recipients.IsDefaultOrEmpty ? null : string.Join(", ", v.Recipients),
                v.Reply, v.SettingsVersion, v.AccessEntryId, await _kinds.OfAsync(v, cancellationToken).ConfigureAwait(false))
            .ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        if (key is null or DBNull) return;

        await _detail.With(key, record.Json).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        if (v.Evidence is { } evidence)
            await _evidence.With(key, record.Evidence ?? EvidenceCodec.Write(evidence, v.ConnectedAt, ZoneId)).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        var hits = v.Dnsbl.Count(VerdictHits.IsHit);
        var slot = Latency.SlotOf(v.ConnectedAt).ToUnixTimeMilliseconds();
        foreach (var answer in v.Dnsbl)
        {
            if (VerdictHits.IsHit(answer)) await _hit.With(key, answer.List, at, hits == 1).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            Count(answer, slot, at);
        }
    }

    /// <summary>The number of the reply's zone; a zone seen for the first time in this batch is looked up or added.</summary>
    private int ZoneId(ZoneReply reply)
    {
        if (_zones.TryGetValue(reply.Zone, out var id)) return id;
        using var put = transaction.Prepare(PutZone, 2);
        return _zones[reply.Zone] = Convert.ToInt32(put.With(reply.Zone, reply.List).ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Count(DnsblAnswer answer, long slot, long at)
    {
        if (answer.Outcome is "listed" or "not listed")
        {
            var step = answer.Shared || answer.Latency is not { } latency ? Latency.Shared : Latency.StepOf(latency);
            _answers[(slot, answer.List, step)] = _answers.GetValueOrDefault((slot, answer.List, step)) + 1;
        }
        else if (answer.Outcome != "not asked")
        {
            var (count, _, lastAt) = _errors.GetValueOrDefault((slot, answer.List));
            _errors[(slot, answer.List)] = (count + 1, answer.Error ?? answer.Outcome, Math.Max(lastAt, at));
        }
    }
}
