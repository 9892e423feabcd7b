using System.Collections.Immutable;

namespace AdminPanel.Screening.Verdicts;

/// <summary>Takes verdicts in line. Called on engine threads: must return at once, never throw, never block.</summary>
public interface IVerdictSink
{
    /// <summary>One connection's decision.</summary>
    void OnVerdict(VerdictEvent verdict);
}

/// <summary>Takes notes as they happen. Called on engine threads: must return at once, never throw, never block.</summary>
public interface INoteSink
{
    /// <summary>One thing that happened.</summary>
    void OnNote(ScreeningNote note);
}

/// <summary>
/// Where verdicts and notes leave the engine. Publishing never waits: every sink either works in line or owns a bounded queue and
/// counts what it drops. Thread-safe.
/// </summary>
public sealed class VerdictStream
{
    private ImmutableArray<IVerdictSink> _verdictSinks = [];
    private ImmutableArray<INoteSink> _noteSinks = [];
    private long _sequence;

    /// <summary>The last 1,000 verdicts.</summary>
    public RecentVerdicts Recent { get; } = new(1_000);

    /// <summary>Number of verdicts published by this process.</summary>
    public long Count => Volatile.Read(ref _sequence);

    /// <summary>Adds a sink until the result is disposed.</summary>
    public IDisposable Add(IVerdictSink sink)
    {
        ImmutableInterlocked.Update(ref _verdictSinks, static (sinks, added) => sinks.Add(added), sink);
        return new Removal(() => ImmutableInterlocked.Update(ref _verdictSinks, static (sinks, gone) => sinks.Remove(gone), sink));
    }

    /// <summary>Adds a note sink until the result is disposed.</summary>
    public IDisposable Add(INoteSink sink)
    {
        ImmutableInterlocked.Update(ref _noteSinks, static (sinks, added) => sinks.Add(added), sink);
        return new Removal(() => ImmutableInterlocked.Update(ref _noteSinks, static (sinks, gone) => sinks.Remove(gone), sink));
    }

    /// <summary>
    /// Subscribes a reader with its own bounded queue. To show everything once: subscribe, read <see cref="Recent"/>, then skip
    /// sequences already shown.
    /// </summary>
    /// <param name="capacity">The most verdicts kept for a slow reader; the oldest are dropped and counted.</param>
    public VerdictSubscription Subscribe(int capacity) => new(this, capacity);

    /// <summary>Publishes one connection's decision and returns it with its sequence.</summary>
    public VerdictEvent Publish(VerdictEvent verdict)
    {
        verdict = verdict with { Sequence = Interlocked.Increment(ref _sequence) };
        Recent.Add(verdict);
        foreach (var sink in _verdictSinks) sink.OnVerdict(verdict);
        return verdict;
    }

    /// <summary>Publishes something that happened.</summary>
    public void Publish(ScreeningNote note)
    {
        foreach (var sink in _noteSinks) sink.OnNote(note);
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
