using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace AdminPanel.Screening.Verdicts;

/// <summary>One reader's bounded queue of verdicts. Dispose it to unsubscribe. One reader at a time.</summary>
public sealed class VerdictSubscription : IVerdictSink, IDisposable
{
    private readonly Channel<VerdictEvent> _queue;
    private readonly IDisposable _removal;
    private long _dropped;

    internal VerdictSubscription(VerdictStream stream, int capacity)
    {
        _queue = Channel.CreateBounded<VerdictEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _removal = stream.Add(this);
    }

    /// <summary>How many verdicts this reader missed because it was slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>How many verdicts wait to be read.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Takes the next verdict if there is one.</summary>
    public bool TryRead([MaybeNullWhen(false)] out VerdictEvent verdict) => _queue.Reader.TryRead(out verdict);

    /// <summary>Waits until there is a verdict; false when the subscription was disposed.</summary>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <inheritdoc/>
    public void OnVerdict(VerdictEvent verdict) => _queue.Writer.TryWrite(verdict);

    /// <inheritdoc/>
    public void Dispose()
    {
        _removal.Dispose();
        _queue.Writer.TryComplete();
    }
}
