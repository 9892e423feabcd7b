using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.Evidence;

namespace AdminPanel.Store.History;

/// <summary>
/// Writes verdicts in one transaction. A verdict that is already there (a retry after a commit whose answer got lost) is passed over with
/// everything that belongs to it.
/// </summary>
/// <param name="transaction">The transaction.</param>
/// <param name="statements">How rows are inserted.</param>
/// <param name="zones">Numbers of zones that are known; those found are added. Null for none.</param>
internal sealed class HistoryBatch(DbTransaction transaction, IBulkStatements statements, ConcurrentDictionary<string, int>? zones = null) : IDisposable
{
    private const string InsertConnection =
        """
        INSERT INTO "Connections" ("Id", "ConnectedAt", "Duration", "Client", "ClientPort", "Reason", "Disposition", "WouldHave", "Rank", "Threshold",
          "Hits", "Helo", "Sender", "Recipient", "Reply", "SettingsVersion", "AccessEntryId", "Kind")
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)
        ON CONFLICT ("Id") DO NOTHING
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

    private readonly IBulkInsert _connection = statements.Prepare(transaction, InsertConnection);
    private readonly IBulkInsert _detail = statements.Prepare(transaction, InsertDetail);
    private readonly IBulkInsert _hit = statements.Prepare(transaction, InsertHit);
    private readonly IBulkInsert _evidence = statements.Prepare(transaction, InsertEvidence);
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

    private async ValueTask WriteAsync(HistoryRecord record, CancellationToken cancellationToken)
    {
        var v = record.Verdict;
        var at = v.ConnectedAt.ToUnixTimeMilliseconds();
        if (Insert(record, at, await _kinds.OfAsync(v, cancellationToken).ConfigureAwait(false)) is not { } key) return;

        _detail.Set(0, key);
        _detail.SetText(1, record.Json);
        _detail.Run();

        if (v.Evidence is { } evidence)
        {
            _evidence.Set(0, key);
            _evidence.SetBytes(1, record.Evidence ?? EvidenceCodec.Write(evidence, v.ConnectedAt, ZoneId));
            _evidence.Run();
        }

        var hits = 0;
        foreach (var answer in v.Dnsbl) hits += VerdictHits.IsHit(answer) ? 1 : 0;
        var slot = Latency.SlotOf(v.ConnectedAt).ToUnixTimeMilliseconds();
        foreach (var answer in v.Dnsbl)
        {
            if (VerdictHits.IsHit(answer)) InsertHitOf(key, answer, at, hits == 1);
            Count(answer, slot, at);
        }
    }

    /// <summary>The new row's key; null when it is there already.</summary>
    private long? Insert(HistoryRecord record, long at, long kind)
    {
        var v = record.Verdict;

        // SQLite compares texts byte by byte: ids are in upper case, as Entity Framework writes them.
        Span<char> id = stackalloc char[36];
        Span<byte> idText = stackalloc byte[36];
        v.Id.TryFormat(id, out _);
        Ascii.ToUpper(id, idText, out _);
        _connection.SetText(0, idText);
        _connection.Set(1, at);
        _connection.Set(2, v.Duration.Ticks);
        _connection.SetBytes(3, record.Client);
        _connection.Set(4, v.Client.Port);
        _connection.Set(5, v.Reason.ToString());
        _connection.Set(6, v.Disposition.ToString());
        _connection.Set(7, v.WouldHave ? 1 : 0);
        _connection.Set(8, v.Rank);
        _connection.Set(9, v.Threshold);
        _connection.Set(10, record.Hits);
        _connection.Set(11, v.Helo);
        _connection.Set(12, v.Sender);
        _connection.Set(13, v.Recipients.IsDefaultOrEmpty ? null : string.Join(", ", v.Recipients));
        _connection.Set(14, v.Reply);
        _connection.Set(15, v.SettingsVersion);
        _connection.Set(16, v.AccessEntryId);
        _connection.Set(17, kind);
        return _connection.Run();
    }

    private void InsertHitOf(long key, DnsblAnswer answer, long at, bool isUnique)
    {
        _hit.Set(0, key);
        _hit.Set(1, answer.List);
        _hit.Set(2, at);
        _hit.Set(3, isUnique ? 1 : 0);
        _hit.Run();
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
