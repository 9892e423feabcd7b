using System.Globalization;
using System.Text;
using AdminPanel.Postfix.Maillog;
using Xunit;

namespace AdminPanel.Postfix.Tests.Maillog;

public sealed class MailLineTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.CreateCustomTimeZone("one east", TimeSpan.FromHours(1), null, null);

    [Theory]
    [InlineData("Nov 22 19:03:41 host postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.0000000Z")]
    [InlineData("Nov  2 09:03:41 host postfix/postscreen[123]: PASS", "2026-11-02T08:03:41.0000000Z")]
    [InlineData("Nov 22 19:03:41.250 host postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.2500000Z")]
    [InlineData("2026-11-22T19:03:41.123456+01:00 host postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.1234560Z")]
    [InlineData("2026-11-22T19:03:41-0530 host postfix/postscreen[123]: PASS", "2026-11-23T00:33:41.0000000Z")]
    [InlineData("2026-11-22T19:03:41Z host postfix/postscreen[123]: PASS", "2026-11-22T19:03:41.0000000Z")]
    [InlineData("2026-11-22 19:03:41 host postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.0000000Z")]
    [InlineData("<22>Nov 22 19:03:41 host postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.0000000Z")]
    [InlineData("Nov 22 19:03:41 postfix/postscreen[123]: PASS", "2026-11-22T18:03:41.0000000Z")]
    [InlineData("Nov 23 19:03:41 host postfix/postscreen[123]: PASS", "2026-11-23T18:03:41.0000000Z")]
    [InlineData("Dec 24 19:03:41 host postfix/postscreen[123]: PASS", "2025-12-24T18:03:41.0000000Z")]
    [InlineData("Feb 29 00:00:00 host postfix/postscreen[123]: PASS", "2024-02-28T23:00:00.0000000Z")]
    public void TryParse_EveryFormOfTime_IsUtc(string line, string expected)
    {
        var parser = new MailLineParser(Log.Written, s_berlin);

        Assert.True(parser.TryParse(Encoding.ASCII.GetBytes(line), out var parsed));
        Assert.Equal(expected, parsed.At.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal("postscreen PASS", $"{Encoding.ASCII.GetString(parsed.Program)} {Encoding.ASCII.GetString(parsed.Body)}");
        Assert.Equal(123, parsed.ProcessId);
    }

    [Fact]
    public void TryParse_AcrossNewYear_TheYearFollows()
    {
        var parser = new MailLineParser(new DateTime(2027, 1, 3, 0, 0, 0, DateTimeKind.Utc), TimeZoneInfo.Utc);
        string[] times = ["Dec 30 12:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  2 00:00:00"];

        var years = times.Select(time =>
        {
            Assert.True(parser.TryParse(Encoding.ASCII.GetBytes($"{time} h postfix/smtpd[1]: x"), out var parsed));
            return parsed.At.Year;
        });

        Assert.Equal([2026, 2026, 2027, 2026, 2027], years);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nov 22")]
    [InlineData("Nov 32 19:03:41 host postfix/postscreen[123]: PASS")]
    [InlineData("Nov 22 25:03:41 host postfix/postscreen[123]: PASS")]
    [InlineData("2026-13-22T19:03:41Z host postfix/postscreen[123]: PASS")]
    [InlineData("2026-11-22T19:03:41+99:00 host postfix/postscreen[123]: PASS")]
    [InlineData("Nov 22 19:03:41 host postfix/postscreen[12x]: PASS")]
    [InlineData("Nov 22 19:03:41 host last message repeated 3 times")]
    [InlineData("-- Boot 1234 --")]
    public void TryParse_AnythingElse_IsRefused(string line) =>
        Assert.False(new MailLineParser(Log.Written, s_berlin).TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void MailLogReader_LineThatIsTooLong_IsPassedOverAndCounted()
    {
        using var stream = new MemoryStream([.. "first\n"u8, .. new byte[3 * MailLogReader.LongestLine], .. "\r\n\nlast"u8]);
        var reader = new MailLogReader(stream);

        var lines = new List<string>();
        while (reader.TryRead(out var line)) lines.Add(Encoding.ASCII.GetString(line));

        Assert.Equal(["first", "", "last"], lines);
        Assert.Equal((1, stream.Length), (reader.TooLong, reader.Position));
    }

    [Fact]
    public void MailLogReader_FileThatGrows_WaitsForTheLineFeed()
    {
        using var stream = new MemoryStream();
        var reader = new MailLogReader(stream, mayGrow: true);
        stream.Write("one\ntw"u8);
        stream.Position = 0;

        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
        stream.Write("o\n"u8);
        stream.Position -= 2;
        Assert.True(reader.TryRead(out var line));
        Assert.Equal("two", Encoding.ASCII.GetString(line));
    }
}
