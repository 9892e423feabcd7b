using System.Buffers;
using System.Net;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Verdicts;
using BenchmarkDotNet.Attributes;

namespace AdminPanel.Benchmarks.Micro;

/// <summary>A line of the Postfix-shaped log into a buffer that is used again: nothing allocated beyond the line.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private static readonly ScreeningNote s_note = new()
    {
        Kind = NoteKind.Connect,
        At = DateTimeOffset.UnixEpoch,
        Client = new IPEndPoint(IPAddress.Parse("192.0.2.77"), 4_711),
        Server = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25),
    };

    private readonly ArrayBufferWriter<byte> _text = new(1_024);

    /// <summary>The words of the line as a string: header, length, characters, terminator, rounded up.</summary>
    public static long LineBytes => (22 + (2 * MaillogFormat.Body(s_note).Length) + 7) / 8 * 8;

    [Benchmark]
    public int Line()
    {
        _text.ResetWrittenCount();
        MaillogFormat.AppendLine(_text, s_note, s_note.At, "mx", 4_711, iso: false);
        return _text.WrittenCount;
    }
}
