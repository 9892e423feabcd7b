using System.Net;
using AdminPanel.Screening.AccessLists;
using Xunit;

namespace AdminPanel.Screening.Tests.AccessLists;

public sealed class AddressPatternTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("[192.0.2.0/24]", "192.0.2.0/24")]
    [InlineData("192.0.2.1/32", "192.0.2.1")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("[2001:DB8::]/32", "2001:db8::/32")]
    [InlineData("[::1]", "::1")]
    [InlineData("2001:db8:0:0::1", "2001:db8::1")]
    [InlineData("::/0", "::/0")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("!192.0.2.1", "!192.0.2.1")]
    [InlineData("!![::1/128]", "::1")]
    [InlineData("192.0.2.0/024", "192.0.2.0/24")]
    public void TryParse_GoodPattern_OneSpelling(string text, string expected)
    {
        Assert.True(AddressPattern.TryParse(text, out var pattern, out var error), error);
        Assert.Equal(expected, pattern.ToString());
    }

    [Theory]
    [InlineData("", "no pattern")]
    [InlineData("!", "no pattern")]
    [InlineData("192.0.2.1/24", "non-null host address bits in \"192.0.2.1/24\", perhaps you should use \"192.0.2.0/24\" instead")]
    [InlineData("[2001:db8::1]/32", "non-null host address bits in \"2001:db8::1/32\", perhaps you should use \"2001:db8::/32\" instead")]
    [InlineData("192.0.2.0/33", "bad mask length in \"192.0.2.0/33\"")]
    [InlineData("2001:db8::/129", "bad mask length in \"2001:db8::/129\"")]
    [InlineData("192.0.2.0/99999999999", "bad mask length in \"192.0.2.0/99999999999\"")]
    [InlineData("192.0.2.0/255.255.255.0", "bad mask value in \"192.0.2.0/255.255.255.0\"")]
    [InlineData("192.0.2.0/", "bad mask value in \"192.0.2.0/\"")]
    [InlineData("192.0.2/24", "bad network value in \"192.0.2/24\"")]
    [InlineData("192.0.2", "bad address pattern: \"192.0.2\"")]
    [InlineData("192.0.2.256", "bad address pattern: \"192.0.2.256\"")]
    [InlineData("192.0.02.1", "bad address pattern: \"192.0.02.1\"")]
    [InlineData("1.2.3.4.5", "bad address pattern: \"1.2.3.4.5\"")]
    [InlineData("fe80::1%eth0", "bad address pattern: \"fe80::1%eth0\"")]
    [InlineData("example.com", "bad address pattern: \"example.com\"")]
    [InlineData("[192.0.2.1", "missing ']' character after \"[192.0.2.1\"")]
    [InlineData("[::1]x", "garbage after \"[::1]\"")]
    public void TryParse_BadPattern_PostfixWords(string text, string expected)
    {
        Assert.False(AddressPattern.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("192.0.2.0/25", "192.0.2.127", true)]
    [InlineData("192.0.2.0/25", "192.0.2.128", false)]
    [InlineData("!192.0.2.0/25", "192.0.2.128", true)]
    [InlineData("!192.0.2.0/25", "::1", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "192.0.2.1", false)]
    [InlineData("::/0", "::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    public void Matches_Address_SameFamilyOnly(string text, string client, bool expected)
    {
        Assert.True(AddressPattern.TryParse(text, out var pattern, out _));
        Assert.Equal(expected, pattern.Matches(IPAddress.Parse(client)));
    }
}
