using System.Text;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Maillog;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("EHLO early\u0001\\\\x\r\n", "EHLO early\\001\\\\\\\\x\\r\\n")]
    [InlineData("\a\b\f\n\r\t\v", "\\a\\b\\f\\n\\r\\t\\v")]
    [InlineData("\0\u007f\u00ff\u00e9", "\\000\\177\\377\\351")]
    [InlineData("plain ~ text", "plain ~ text")]
    public void Escape_Bytes_PostfixForm(string text, string expected)
    {
        Assert.Equal(expected, LogText.Escape(Encoding.Latin1.GetBytes(text)));
        Assert.Equal(expected, LogText.Escape(text));
    }

    [Fact]
    public void Escape_Limit_CountsEscapedCharacters() => Assert.Equal("a\\0", LogText.Escape("a\u0001bc"u8, 3));

    [Fact]
    public void Escape_WideCharacters_AreTheirBytes() => Assert.Equal("\\342\\202\\254", LogText.Escape("\u20ac"));

    [Fact]
    public void Printable_BadBytes_BecomeQuestionMarks()
    {
        Assert.Equal("???", LogText.Printable([0x16, 3, 1]));
        Assert.Equal("fo??", LogText.Printable([0x66, 0x6f, 0xc3, 0xc3]));
        Assert.Equal("gr\u00fc\u00df", LogText.Printable("gr\u00fc\u00df"u8));
        Assert.Equal("ab", LogText.Printable("abc"u8, 2));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(4_999, "0")]
    [InlineData(5_000, "0.01")]
    [InlineData(50_000, "0.05")]
    [InlineData(312_345, "0.31")]
    [InlineData(300_000, "0.3")]
    [InlineData(994_999, "0.99")]
    [InlineData(995_000, "1")]
    [InlineData(2_149_999, "2.1")]
    [InlineData(2_000_000, "2")]
    [InlineData(9_960_000, "10")]
    [InlineData(12_499_999, "12")]
    [InlineData(122_500_000, "123")]
    public void Delta_TwoSignificantDigits(long microseconds, string expected) => Assert.Equal(expected, LogText.Delta(TimeSpan.FromMicroseconds(microseconds)));
}
