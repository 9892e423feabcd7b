using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Diagnostics;

/// <summary>
/// The meter <c>AdminPanel.Screening</c>. Verdicts are counted in line and exactly; instruments only read the counts, so nothing is paid
/// while nobody listens. Tag values are few and bounded; a client address is never one. Thread-safe.
/// </summary>
public sealed class ScreeningMetrics : IVerdictSink
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AdminPanel.Screening";

    private readonly VerdictCounts _verdicts = new();
    private readonly DnsblCounts _dnsbl = new();
    private readonly Histogram<double> _duration;
    private ImmutableArray<QueueGauge> _queues = [];

    /// <summary>Makes the meter.</summary>
    public ScreeningMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter("screening.verdicts", ObserveVerdicts, "{connection}", "Connections decided, by reason and what was done.");
        meter.CreateObservableCounter("screening.dnsbl.answers", ObserveDnsbl, "{answer}", "DNSBL answers used in verdicts, by list and outcome.");
        meter.CreateObservableCounter("screening.queue.dropped", ObserveDropped, "{item}", "Items a full queue dropped.");
        meter.CreateObservableUpDownCounter("screening.queue.waiting", ObserveWaiting, "{item}", "Items that wait in a queue.");
        _duration = meter.CreateHistogram<double>("screening.duration", "s", "Time from connect to hand-off or close.");
    }

    /// <summary>Adds a queue to watch: the log, the history, live pages.</summary>
    /// <param name="name">A short fixed name, the tag value.</param>
    /// <param name="dropped">Items dropped since start; must not throw.</param>
    /// <param name="waiting">Items waiting now; must not throw.</param>
    public void Watch(string name, Func<long> dropped, Func<int> waiting) =>
        ImmutableInterlocked.Update(ref _queues, static (queues, added) => queues.Add(added), new QueueGauge(name, dropped, waiting));

    /// <inheritdoc/>
    public void OnVerdict(VerdictEvent verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        _verdicts.Add(verdict);
        foreach (var answer in verdict.Dnsbl) _dnsbl.Add(answer);
        if (_duration.Enabled) _duration.Record(verdict.Duration.TotalSeconds, Tag("disposition", VerdictText.Done(verdict.Disposition)));
    }

    private IEnumerable<Measurement<long>> ObserveVerdicts()
    {
        foreach (var (reason, disposition, wouldHave, count) in _verdicts.NonZero())
        {
            yield return new Measurement<long>(
                count,
                Tag("reason", VerdictText.Badge(reason)),
                Tag("disposition", VerdictText.Done(disposition)),
                Tag("would_have", wouldHave ? "yes" : "no"));
        }
    }

    private IEnumerable<Measurement<long>> ObserveDnsbl() =>
        _dnsbl.NonZero().Select(static c => new Measurement<long>(c.Count, Tag("list", c.List), Tag("outcome", c.Outcome)));

    private IEnumerable<Measurement<long>> ObserveDropped() => _queues.Select(static q => new Measurement<long>(q.Dropped(), Tag("queue", q.Name)));

    private IEnumerable<Measurement<int>> ObserveWaiting() => _queues.Select(static q => new Measurement<int>(q.Waiting(), Tag("queue", q.Name)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private sealed record QueueGauge(string Name, Func<long> Dropped, Func<int> Waiting);
}
