using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace AdminPanel.Benchmarks.Measuring;

/// <summary>
/// The runtime counters of another .NET process, as <c>dotnet-counters</c> reads them: once every five seconds through its diagnostic
/// port, nothing of it built into the program. Thread-safe.
/// </summary>
internal sealed class RuntimeWatch : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly DiagnosticsClient _client;
    private readonly EventPipeSession _session;
    private readonly Dictionary<string, double> _latest = [];
    private readonly Lock _lock = new();

    /// <summary>Begins to watch.</summary>
    public RuntimeWatch(int process)
    {
        _client = new DiagnosticsClient(process);
        var arguments = new Dictionary<string, string> { ["EventCounterIntervalSec"] = "5" };
        _session = _client.StartEventPipeSession([new EventPipeProvider("System.Runtime", EventLevel.Informational, 0, arguments)], requestRundown: false);
        new Thread(Read) { IsBackground = true, Name = "runtime counters" }.Start();
    }

    /// <summary>The last value of a counter of System.Runtime, such as <c>gc-heap-size</c> (MB); NaN before the first.</summary>
    public double this[string counter]
    {
        get { lock (_lock) return _latest.GetValueOrDefault(counter, double.NaN); }
    }

    /// <summary>Makes the process collect all generations and returns what lives on its heaps then, in megabytes; NaN when it does not answer.</summary>
    public async Task<double> LiveHeapAsync(CancellationToken cancellationToken)
    {
        var keywords = ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect;
        using var session = _client.StartEventPipeSession([new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Informational, (long)keywords)], requestRundown: false);
        var size = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Factory.StartNew(
            () =>
            {
                using var source = new EventPipeEventSource(session.EventStream);
                var full = false;
                source.Clr.GCStart += start => full |= start.Depth == 2 && start.Type != Microsoft.Diagnostics.Tracing.Parsers.Clr.GCType.BackgroundGC;
                source.Clr.GCHeapStats += stats =>
                {
                    if (full) size.TrySetResult(stats.TotalHeapSize / 1_048_576.0);
                };
                source.Process();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return await size.Task.WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return double.NaN;
        }
        finally
        {
            Stop(session);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(_session);
        _session.Dispose();
    }

    private static void Stop(EventPipeSession session)
    {
        try
        {
            session.Stop();
        }
        catch (Exception gone) when (gone is ServerNotAvailableException or EndOfStreamException or IOException or TimeoutException)
        {
            // The process has ended, and the session with it.
        }
    }

    private void Read()
    {
        try
        {
            using var source = new EventPipeEventSource(_session.EventStream);
            source.Dynamic.All += Note;
            source.Process();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The watched process has ended.
        }
    }

    private void Note(TraceEvent counters)
    {
        if (counters.EventName != "EventCounters" || counters.PayloadValue(0) is not IDictionary<string, object> outer || outer["Payload"] is not IDictionary<string, object> counter) return;
        if (counter.TryGetValue("Mean", out var value) || counter.TryGetValue("Increment", out value))
        {
            lock (_lock) _latest[(string)counter["Name"]] = Convert.ToDouble(value);
        }
    }
}
