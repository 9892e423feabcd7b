using System.Text;
using AdminPanel.Screening.Sessions;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.Sessions;

public sealed class LineReaderTests
{
    [Fact]
    public void TryRead_AnySplit_GivesTheSameLines()
    {
        string[] pieces = ["\r\n", "\n", "\r", "EHLO x", "", "\0", "é", " "];
        Gen.Select(Gen.Int[0, pieces.Length - 1].Array[0, 12], Gen.Int[1, 7]).Sample((chosen, size) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(chosen.Select(i => pieces[i])));

            Assert.Equal(Read(bytes, bytes.Length + 1), Read(bytes, size));
        });
    }

    [Theory]
    [InlineData("ab\r\ncd\n", "ab|cd!")]
    [InlineData("\n\r\n", "!|")]
    [InlineData("a\rb\r\r\n", "a\rb\r")]
    public void TryRead_LineEnds_AreCrlfOrBareLf(string input, string expected) =>
        Assert.Equal(expected, string.Join('|', Read(Encoding.ASCII.GetBytes(input), 3)));

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void TryRead_LimitOfTen_CountsTheLineEnd(int length, bool tooLong)
    {
        using var reader = new LineReader(10);
        ReadOnlySpan<byte> input = Encoding.ASCII.GetBytes(new string('x', length - 2) + "\r\n");

        Assert.Equal(tooLong ? LineStatus.TooLong : LineStatus.Line, reader.TryRead(ref input, out _, out _));
    }

    [Fact]
    public void TryRead_EndlessLineInDrops_TripsAtTheLimit()
    {
        using var reader = new LineReader(600);
        var drops = 0;

        while (true)
        {
            ReadOnlySpan<byte> input = "x"u8;
            if (reader.TryRead(ref input, out _, out _) == LineStatus.TooLong) break;
            drops++;
        }

        Assert.Equal(600, drops);
    }

    private static List<string> Read(byte[] bytes, int size)
    {
        using var reader = new LineReader(4_096);
        var lines = new List<string>();
        foreach (var chunk in bytes.Chunk(size))
        {
            ReadOnlySpan<byte> input = chunk;
            while (!input.IsEmpty && reader.TryRead(ref input, out var line, out var bare) == LineStatus.Line)
                lines.Add(Encoding.UTF8.GetString(line) + (bare ? "!" : ""));
        }

        return lines;
    }
}
