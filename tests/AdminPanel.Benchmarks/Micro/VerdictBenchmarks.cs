using System.Net;
using AdminPanel.Screening.Verdicts;
using BenchmarkDotNet.Attributes;

namespace AdminPanel.Benchmarks.Micro;

/// <summary>Publishing a verdict to the ring and one page's queue.</summary>
[MemoryDiagnoser]
public class VerdictBenchmarks
{
    private readonly VerdictStream _stream = new();
    private static readonly VerdictEvent s_verdict = new()
    {
        Id = Guid.NewGuid(),
        ConnectedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromSeconds(6),
        Client = new IPEndPoint(IPAddress.Loopback, 1),
        Server = new IPEndPoint(IPAddress.Loopback, 25),
        SettingsVersion = 1,
        Reason = VerdictReason.Dnsbl,
        Disposition = VerdictDisposition.Rejected,
    };

    private VerdictSubscription _page = null!;

    /// <summary>One verdict: the published one carries its number.</summary>
    public static long VerdictBytes
    {
        get
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            GC.KeepAlive(s_verdict with { Sequence = 1 });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [GlobalSetup]
    public void Subscribe() => _page = _stream.Subscribe(4_000);

    [Benchmark]
    public long Publish()
    {
        var published = _stream.Publish(s_verdict);
        _page.TryRead(out _);
        return published.Sequence;
    }
}
