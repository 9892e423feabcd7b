using System.Globalization;
using System.Text;
using AdminPanel.Screening.Dnsbl;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsblFilterTests
{
    [Theory]
    [InlineData("127.0.0.2", 0x7F000002, true)]
    [InlineData("127.0.0.2", 0x7F000003, false)]
    [InlineData("127.0.0.[2..11]", 0x7F00000B, true)]
    [InlineData("127.0.0.[2..11]", 0x7F00000C, false)]
    [InlineData("[127.0.0.[2;4]]", 0x7F000004, true)]
    [InlineData("127.0.[0..255].[1..3]", 0x7F00FF03, true)]
    [InlineData("127.000.0.010", 0x7F00000A, true)]
    [InlineData("[127].0.0.1", 0x7F000001, true)]
    public void Matches_Filter_AsWritten(string text, uint answer, bool expected)
    {
        Assert.True(DnsblFilter.TryParse(text, out var filter, out _));
        Assert.Equal(expected, filter.Matches(answer));
        Assert.Equal(text, filter.Text);
    }

    [Theory]
    [InlineData("[127.0.0.[11;2..9;10]]", "127.0.0.[2..11]")]
    [InlineData("127.0.0.[7]", "127.0.0.7")]
    [InlineData("127.0.00.[2;5]", "127.0.0.[2;5]")]
    [InlineData("127.0.[0..255].[1..3;9]", "127.0.[0..255].[1..3;9]")]
    public void Canonical_SameAnswers_OneSpelling(string text, string canonical)
    {
        Assert.True(DnsblFilter.TryParse(text, out var filter, out _));
        Assert.Equal(canonical, filter.Canonical);
    }

    [Theory]
    [InlineData("", "empty address pattern")]
    [InlineData("[]", "empty address pattern")]
    [InlineData("[127.0.0.1", "missing \"]\" character")]
    [InlineData("127.0.0", "need \".\" at \"127.0.0><\"")]
    [InlineData("127.0.0.", "need decimal number 0..255 or \"[\" at \"127.0.0.><\"")]
    [InlineData("127.0.0.256", "need decimal number 0..255 or \"[\" at \"127.0.0.>256<\"")]
    [InlineData("127.0.0.N", "need decimal number 0..255 or \"[\" at \"127.0.0.>N<\"")]
    [InlineData("127.0.0.2.3", "garbage after pattern at \"127.0.0.2>.<3\"")]
    [InlineData("127.0.0.[1..]", "numeric range error at \"127.0.0.[1..>]<\"")]
    [InlineData("127.0.0.[1.2]", "numeric range error at \"127.0.0.[1.>2<]\"")]
    [InlineData("127.0.0.[5..2]", "numeric range error at \"127.0.0.[5..>2<]\"")]
    [InlineData("127.0.0.[1-2]", "need \";\" or \"]\" at \"127.0.0.[1>-<2]\"")]
    [InlineData("127.0.0.[1", "need \";\" or \"]\" at \"127.0.0.[1><\"")]
    [InlineData("127.0.0.[]", "need decimal number 0..255 at \"127.0.0.[>]<\"")]
    [InlineData("127.0.0.[1;]", "need decimal number 0..255 at \"127.0.0.[1;>]<\"")]
    [InlineData("127:0.0.1", "need \".\" at \"127>:<0.0.1\"")]
    [InlineData("x", "need decimal number 0..255 or \"[\" at \">x<\"")]
    public void TryParse_BadFilter_PostfixWords(string text, string expected)
    {
        Assert.False(DnsblFilter.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Matches_AnyFilter_AgreesWithNaiveMatcher()
    {
        var octet = Gen.Int[0, 255];
        var member = Gen.OneOf(
            octet.Select(o => (Low: o, High: o)),
            Gen.Select(octet, octet, (a, b) => (Low: Math.Min(a, b), High: Math.Max(a, b))));
        var field = member.Array[1, 4];
        var near = Gen.OneOf(octet, Gen.Int[0, 15]);
        Gen.Select(field.Array[4], Gen.Bool, near.Array[4]).Sample((fields, outer, answer) =>
        {
            var text = Write(fields, outer);
            Assert.True(DnsblFilter.TryParse(text, out var filter, out var error), error);
            var expected = true;
            for (var i = 0; i < 4; i++) expected &= fields[i].Any(m => m.Low <= answer[i] && answer[i] <= m.High);
            var address = ((uint)answer[0] << 24) | ((uint)answer[1] << 16) | ((uint)answer[2] << 8) | (uint)answer[3];
            Assert.Equal(expected, filter.Matches(address));
            Assert.True(DnsblFilter.TryParse(filter.Canonical, out var again, out _));
            Assert.Equal(filter, again);
        });
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Gen.String[Gen.Char["0123456789.;[]-x "], 0, 20].Sample(text =>
        {
            Assert.Equal(DnsblFilter.TryParse(text, out var filter, out var error), error is null);
            Assert.Equal(filter is null, error is not null);
        });

    private static string Write((int Low, int High)[][] fields, bool outer)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            if (text.Length > 0) text.Append('.');
            if (field.Length == 1 && field[0].Low == field[0].High) text.Append(CultureInfo.InvariantCulture, $"{field[0].Low}");
            else text.Append('[').AppendJoin(';', field.Select(m => m.Low == m.High ? $"{m.Low}" : $"{m.Low}..{m.High}")).Append(']');
        }

        return outer ? $"[{text}]" : text.ToString();
    }
}
