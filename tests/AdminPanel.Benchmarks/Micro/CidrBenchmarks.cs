using System.Net;
using AdminPanel.Screening.AccessLists;
using BenchmarkDotNet.Attributes;

namespace AdminPanel.Benchmarks.Micro;

/// <summary>One look-up in 100,000 networks of mixed length: at most 150 ns, nothing allocated.</summary>
[MemoryDiagnoser]
public class CidrBenchmarks
{
    private const int Entries = 100_000;
    private readonly AddressKey[] _clients = new AddressKey[1_024];
    private CidrTable _table = null!;
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(5);
        int[] lengths = [32, 32, 32, 24, 24, 20, 16];
        _table = new CidrTable(Enumerable.Range(0, Entries).Select(i =>
        {
            var length = lengths[i % lengths.Length];
            var network = (uint)random.Next() & (uint.MaxValue << (32 - length));
            var pattern = $"{network >> 24}.{(network >> 16) & 255}.{(network >> 8) & 255}.{network & 255}/{length}";
            return AddressPattern.TryParse(pattern, out var parsed, out _) ? (i, parsed) : throw new InvalidOperationException(pattern);
        }));
        for (var i = 0; i < _clients.Length; i++) _clients[i] = AddressKey.Of(new IPAddress((uint)random.Next()));
    }

    [Benchmark]
    public int Lookup() => _table.First(_clients[_next++ & 1_023]);
}
