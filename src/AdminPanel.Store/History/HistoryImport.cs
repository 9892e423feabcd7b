using System.Collections.Concurrent;
using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace AdminPanel.Store.History;

/// <summary>
/// Takes connections of the past into history.db, in bulk: old logs. What is there already is passed over, be it from an earlier import, from
/// a rotated file that overlaps or because the panel screened the connection itself; what retention would remove at once is not taken. Each
/// batch is a short transaction, so that the panel's own writer never waits long. One caller at a time.
/// </summary>
public sealed class HistoryImport(IDbContextFactory<HistoryDbContext> contexts, IBulkStatements statements, IOptions<HistoryOptions> options, TimeProvider time) : IAsyncDisposable
{
    private const int BatchSize = 4_096;
    private readonly List<HistoryRecord> _batch = new(BatchSize);
    private readonly ConcurrentDictionary<string, int> _zones = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> _known = [];
    private HistoryDbContext? _context;
    private DateTimeOffset _oldest;

    /// <summary>Connections written.</summary>
    public long Written { get; private set; }

    /// <summary>Connections that were there already.</summary>
    public long Known { get; private set; }

    /// <summary>Connections older than <see cref="HistoryOptions.RetentionDays"/>.</summary>
    public long TooOld { get; private set; }

    /// <summary>Reads what is there.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _oldest = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        _context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);

        await _context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await ForBulkAsync(_context, true, cancellationToken).ConfigureAwait(false);
        var there = _context.Connections.AsNoTracking().Select(static row => new { row.Client, row.ClientPort, row.ConnectedAt });
        await foreach (var row in there.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            _known.Add(Identity(row.Client, row.ClientPort, row.ConnectedAt.ToUnixTimeSeconds()));
    }

    /// <summary>Takes a connection, now or with the next batch.</summary>
    public Task AddAsync(VerdictEvent verdict, CancellationToken cancellationToken) => AddAsync(Encode(verdict), cancellationToken);

    /// <summary>A verdict in the forms that are stored, for <see cref="AddAsync(HistoryRecord, CancellationToken)"/>. Any thread, also while others are written.</summary>
    public HistoryRecord Encode(VerdictEvent verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return HistoryRecord.Of(verdict, _zones);
    }

    /// <summary>Takes a connection, now or with the next batch.</summary>
    public async Task AddAsync(HistoryRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var verdict = record.Verdict;
        if (verdict.ConnectedAt < _oldest)
        {
            TooOld++;
            return;
        }

        // A log may know whole seconds only, and name the next one.
        var client = record.Client;
        var second = verdict.ConnectedAt.ToUnixTimeSeconds();
        if (_known.Contains(Identity(client, verdict.Client.Port, second - 1)) || _known.Contains(Identity(client, verdict.Client.Port, second + 1))
            || !_known.Add(Identity(client, verdict.Client.Port, second)))
        {
            Known++;
            return;
        }

        _batch.Add(record);
        if (_batch.Count >= BatchSize) await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0) return;
        var transaction = await _context!.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            using var batch = new HistoryBatch(transaction.GetDbTransaction(), statements, _zones);
            await batch.WriteAsync(_batch, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        Written += _batch.Count;
        _batch.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_context is null) return;
        await ForBulkAsync(_context, false, CancellationToken.None).ConfigureAwait(false);
        await _context.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Clients come in no order: without a cache that holds their index, and with a checkpoint after each batch, SQLite writes every page many
    /// times. The connection goes back to a pool, so this is undone.
    /// </summary>
    private static async Task ForBulkAsync(HistoryDbContext context, bool bulk, CancellationToken cancellationToken)
    {
        if (context.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) != true) return;
        var pragmas = bulk ? "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=32768;" : "PRAGMA cache_size=-2000; PRAGMA wal_autocheckpoint=1000;";
        await context.Database.ExecuteSqlRawAsync(pragmas, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All bits of the port and the second, and of an IPv4 address; of an IPv6 address they are folded.</summary>
    private static UInt128 Identity(ReadOnlySpan<byte> client, int port, long second)
    {
        var address = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(client);
        var folded = (ulong)(address >> 64) * 0x9e3779b97f4a7c15 ^ (ulong)address;
        return new UInt128(((ulong)second << 16) | (uint)port, folded);
    }
}
