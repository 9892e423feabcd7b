using System.Net;
using AdminPanel.Screening.Dnsbl;
using BenchmarkDotNet.Attributes;

namespace AdminPanel.Benchmarks.Micro;

/// <summary>Scoring the replies of three lists, nothing allocated but the score itself; writing a question and reading a reply, nothing at all.</summary>
[MemoryDiagnoser]
public class DnsblBenchmarks
{
    private const int Scores = 4_096;
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.77");
    private readonly DnsblScore[] _scores = new DnsblScore[Scores];
    private readonly byte[] _question = new byte[DnsWire.QuestionLimit];
    private DnsblReply _listed = null!;
    private DnsblReply _notListed = null!;
    private byte[] _zone = [];
    private byte[] _response = [];
    private DnsblTable _table = null!;

    [GlobalSetup]
    public void Prepare()
    {
        if (!DnsblFilter.TryParse("127.0.0.[2..11]", out var filter, out var error)) throw new InvalidOperationException(error);
        _table = new DnsblTable([new("a.test", "a.test", [new(filter, 3)]), new("b.test", "b.test", [new(null, 2)]), new("c.test", "c.test", [new(null, -1)])]);
        _listed = new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000004], Ttl = TimeSpan.FromMinutes(1) };
        _notListed = new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = TimeSpan.FromMinutes(1) };
        _zone = DnsWire.TryEncodeZone("zen.example.test", out var zone) ? zone : throw new InvalidOperationException();
        var length = DnsWire.WriteQuestion(_question, 7, s_client, _zone);
        _response = [.. _question.AsSpan(0, length), 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 4];
        _response[2] |= 0x80;
        _response[7] = 1;
    }

    [IterationSetup(Target = nameof(Score))]
    public void MakeScores()
    {
        for (var i = 0; i < Scores; i++) _scores[i] = new DnsblScore(_table);
    }

    [Benchmark(OperationsPerInvoke = Scores)]
    public int Score()
    {
        var sum = 0;
        foreach (var score in _scores)
        {
            score.Add(0, _listed);
            score.Add(1, _listed);
            score.Add(2, _notListed);
            sum += score.Tally.Rank;
        }

        return sum;
    }

    [Benchmark]
    public int WriteQuestion() => DnsWire.WriteQuestion(_question, 7, s_client, _zone);

    [Benchmark]
    public bool ReadResponse()
    {
        Span<uint> room = stackalloc uint[16];
        var findings = new DnsFindings(room);
        return DnsWire.TryRead(_response, ref findings);
    }
}
