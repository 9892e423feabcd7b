using System.Diagnostics.Metrics;
using System.Net;
using AdminPanel.Screening.Diagnostics;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Diagnostics;

public sealed class ScreeningMetricsTests : IDisposable
{
    private readonly Factory _factory = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, double> _seen = new(StringComparer.Ordinal);
    private readonly ScreeningMetrics _metrics;

    public ScreeningMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_factory.Meters.Contains(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen[Name(instrument, tags)] = value);
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _seen[Name(instrument, tags)] = value);
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen[Name(instrument, tags)] = value);
        _listener.Start();
        _metrics = new ScreeningMetrics(_factory);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _factory.Dispose();
    }

    [Fact]
    public void OnVerdict_Verdicts_CountedByReasonAndDisposition()
    {
        _metrics.OnVerdict(Verdict(VerdictReason.PassNew, VerdictDisposition.HandedOff));
        _metrics.OnVerdict(Verdict(VerdictReason.PassNew, VerdictDisposition.HandedOff));
        _metrics.OnVerdict(Verdict(VerdictReason.Dnsbl, VerdictDisposition.HandedOff) with { WouldHave = true });
        _listener.RecordObservableInstruments();
        Assert.Equal(2, _seen["screening.verdicts/PASS NEW/handed off/no"]);
        Assert.Equal(1, _seen["screening.verdicts/DNSBL/handed off/yes"]);
        Assert.Equal(6.5, _seen["screening.duration/handed off"]);
    }

    [Fact]
    public void OnVerdict_DnsblAnswers_CountedByListAndBounded()
    {
        for (var i = 0; i < 150; i++)
            _metrics.OnVerdict(Verdict(VerdictReason.PassNew, VerdictDisposition.HandedOff) with { Dnsbl = [new() { List = $"l{i}.test", Outcome = "listed" }] });
        _metrics.OnVerdict(Verdict(VerdictReason.PassNew, VerdictDisposition.HandedOff) with { Dnsbl = [new() { List = "l0.test", Outcome = "no reply" }] });
        _listener.RecordObservableInstruments();
        Assert.Equal(1, _seen["screening.dnsbl.answers/l0.test/listed"]);
        Assert.Equal(1, _seen["screening.dnsbl.answers/l0.test/no reply"]);
        Assert.Equal(50, _seen["screening.dnsbl.answers/other/listed"]);
    }

    [Fact]
    public void Watch_Queue_DropsAndWaitingShown()
    {
        _metrics.Watch("maillog", static () => 7, static () => 3);
        _listener.RecordObservableInstruments();
        Assert.Equal(7, _seen["screening.queue.dropped/maillog"]);
        Assert.Equal(3, _seen["screening.queue.waiting/maillog"]);
    }

    [Fact]
    public void OnVerdict_ManyThreads_NothingLost()
    {
        var verdict = Verdict(VerdictReason.Hangup, VerdictDisposition.HungUp);
        Parallel.For(0, 20_000, _ => _metrics.OnVerdict(verdict));
        _listener.RecordObservableInstruments();
        Assert.Equal(20_000, _seen["screening.verdicts/HANGUP/hung up/no"]);
    }

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var tag in tags) name += $"/{tag.Value}";
        return name;
    }

    private static VerdictEvent Verdict(VerdictReason reason, VerdictDisposition disposition) => new()
    {
        Id = Guid.CreateVersion7(),
        ConnectedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromSeconds(6.5),
        Client = new IPEndPoint(IPAddress.Loopback, 1),
        Server = new IPEndPoint(IPAddress.Loopback, 25),
        SettingsVersion = 1,
        Reason = reason,
        Disposition = disposition,
    };

    private sealed class Factory : IMeterFactory
    {
        public List<Meter> Meters { get; } = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            Meters.Add(meter);
            return meter;
        }

        public void Dispose() => Meters.ForEach(static m => m.Dispose());
    }
}
