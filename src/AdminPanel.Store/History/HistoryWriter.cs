using System.Data.Common;
using System.Threading.Channels;
using AdminPanel.Screening.Verdicts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace AdminPanel.Store.History;

/// <summary>
/// Writes verdicts to history.db: bounded queue, one transaction per at most 512 rows or 250 ms, retried, drops counted. The host runs
/// <see cref="RunAsync"/> once; everything else is thread-safe.
/// </summary>
public sealed partial class HistoryWriter(IDbContextFactory<HistoryDbContext> contexts, IBulkStatements statements, TimeProvider time, ILogger<HistoryWriter> logger) : IVerdictSink
{
    /// <summary>Verdicts that may wait; about a minute of an attack at 1,000 a second.</summary>
    public const int Capacity = 65_536;

    private const int BatchSize = 512;
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private long _dropped;
    private long _written;
    private string? _trouble;
    private bool _behind;

    /// <summary>Verdicts dropped because the queue was full, or because one could not be written at all.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Verdicts written since start.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Verdicts waiting to be written.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Why the last write failed; null when it worked.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <inheritdoc/>
    public void OnVerdict(VerdictEvent verdict)
    {
        if (_queue.Writer.TryWrite(new Item(verdict, null))) return;
        Interlocked.Increment(ref _dropped);
        if (!Interlocked.Exchange(ref _behind, true)) LogBehind(Capacity);
    }

    /// <summary>Waits until everything queued before this call is written; takes up to the batch time longer. Needs <see cref="RunAsync"/> at work.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new Item(null, done), cancellationToken).ConfigureAwait(false);
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes until <paramref name="stopping"/>; what still waits then is lost, so flush first.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var verdicts = new List<VerdictEvent>(BatchSize);
        var flushes = new List<TaskCompletionSource>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                if (Waiting < BatchSize) await Task.Delay(BatchTime, time, stopping).ConfigureAwait(false);
                while (verdicts.Count < BatchSize && _queue.Reader.TryRead(out var item))
                {
                    if (item.Verdict is not null) verdicts.Add(item.Verdict);
                    if (item.Flushed is not null) flushes.Add(item.Flushed);
                }

                if (verdicts.Count > 0) await WriteUntilDoneAsync(verdicts, stopping).ConfigureAwait(false);
                verdicts.Clear();
                flushes.ForEach(static flushed => flushed.TrySetResult());
                flushes.Clear();
                if (Waiting == 0) Volatile.Write(ref _behind, false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            flushes.ForEach(static flushed => flushed.TrySetCanceled());
        }
    }

    private async Task WriteUntilDoneAsync(List<VerdictEvent> verdicts, CancellationToken stopping)
    {
        for (var pause = BatchTime; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await WriteAsync(verdicts, stopping).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _trouble, null) is not null) LogRecovered();
                Interlocked.Add(ref _written, verdicts.Count);
                return;
            }
            catch (Exception failure) when (failure is DbException or IOException)
            {
                if (Interlocked.Exchange(ref _trouble, failure.Message) is null) LogTrouble(failure);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                // No retry mends a verdict that cannot be written at all: it goes, alone, and is counted.
                if (verdicts.Count > 1)
                {
                    foreach (var verdict in verdicts) await WriteUntilDoneAsync([verdict], stopping).ConfigureAwait(false);
                    return;
                }

                Interlocked.Increment(ref _dropped);
                LogUnwritable(bug);
                return;
            }

            await Task.Delay(pause, time, stopping).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<VerdictEvent> verdicts, CancellationToken stopping)
    {
        var context = await contexts.CreateDbContextAsync(stopping).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(stopping).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using var batch = new HistoryBatch(transaction.GetDbTransaction(), statements);
                await batch.WriteAsync(verdicts, stopping).ConfigureAwait(false);
                await transaction.CommitAsync(stopping).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "History is behind: {Capacity} verdicts wait, further ones are dropped and counted")]
    private partial void LogBehind(int capacity);

    [LoggerMessage(4102, LogLevel.Error, "History could not be written; retrying")]
    private partial void LogTrouble(Exception failure);

    [LoggerMessage(4104, LogLevel.Error, "A verdict could not be written to history and is lost")]
    private partial void LogUnwritable(Exception bug);

    [LoggerMessage(4103, LogLevel.Information, "History is being written again")]
    private partial void LogRecovered();

    /// <summary>A verdict, or the mark of a flush.</summary>
    private readonly record struct Item(VerdictEvent? Verdict, TaskCompletionSource? Flushed);
}
