using AdminPanel.Screening.Sessions;
using BenchmarkDotNet.Attributes;

namespace AdminPanel.Benchmarks.Micro;

/// <summary>Cutting a session's commands into lines, nothing allocated.</summary>
[MemoryDiagnoser]
public class SmtpBenchmarks : IDisposable
{
    private static readonly byte[] s_session = [.. "EHLO client.example\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<b@example.test>\r\nQUIT\r\n"u8];
    private readonly LineReader _lines = new(2_048);

    [GlobalCleanup]
    public void Dispose()
    {
        _lines.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = 4)]
    public int ReadLines()
    {
        ReadOnlySpan<byte> input = s_session;
        var length = 0;
        while (_lines.TryRead(ref input, out var line, out _) == LineStatus.Line) length += line.Length;
        return length;
    }
}
