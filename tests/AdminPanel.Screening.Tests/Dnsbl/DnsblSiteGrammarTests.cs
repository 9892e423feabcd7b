using AdminPanel.Screening.Dnsbl;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsblSiteGrammarTests
{
    [Fact]
    public void TryParseList_MixedSeparators_ReadsEveryEntry()
    {
        Assert.True(DnsblSiteGrammar.TryParseList(" a.test*2,\n\tb.test , c.test=127.0.0.[2..4]*1\r\nw.test=127.0.[0..255].[1..3]*-2,", out var sites, out var errors));
        Assert.Empty(errors);
        Assert.Equal(
            ["a.test/-/2", "b.test/-/1", "c.test/127.0.0.[2..4]/1", "w.test/127.0.[0..255].[1..3]/-2"],
            sites.Select(s => $"{s.Zone}/{s.Filter?.Text ?? "-"}/{s.Weight}"));
    }

    [Fact]
    public void TryParseList_Empty_NoSites()
    {
        Assert.True(DnsblSiteGrammar.TryParseList(" \n", out var sites, out _));
        Assert.Empty(sites);
    }

    [Theory]
    [InlineData("d*2=1.2.3.4", DnsblSitePart.Weight, "bad DNSBL weight factor \"2=1.2.3.4\" in \"d*2=1.2.3.4\"")]
    [InlineData("d*", DnsblSitePart.Weight, "bad DNSBL weight factor \"\" in \"d*\"")]
    [InlineData("d*2*3", DnsblSitePart.Weight, "bad DNSBL weight factor \"2*3\" in \"d*2*3\"")]
    [InlineData("d*99999999999", DnsblSitePart.Weight, "bad DNSBL weight factor \"99999999999\" in \"d*99999999999\"")]
    [InlineData("d=", DnsblSitePart.Filter, "bad DNSBL filter syntax: empty address pattern")]
    [InlineData("d=127.0.0.x*2", DnsblSitePart.Filter, "bad DNSBL filter syntax: need decimal number 0..255 or \"[\" at \"127.0.0.>x<\"")]
    [InlineData("a..b", DnsblSitePart.Zone, "bad DNSBL domain name \"a..b\" in \"a..b\"")]
    [InlineData("=127.0.0.1", DnsblSitePart.Zone, "bad DNSBL domain name \"\" in \"=127.0.0.1\"")]
    [InlineData("a.test:53*2", DnsblSitePart.Zone, "bad DNSBL domain name \"a.test:53\" in \"a.test:53*2\"")]
    public void TryParse_BadEntry_PostfixWords(string entry, DnsblSitePart part, string message)
    {
        Assert.False(DnsblSiteGrammar.TryParse(entry, out _, out var errors));
        var error = Assert.Single(errors);
        Assert.Equal(part, error.Part);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void TryParseList_ManyProblems_ReportsAllAndKeepsTheRest()
    {
        Assert.False(DnsblSiteGrammar.TryParseList("good.test -bad-=1*x, 12.34", out var sites, out var errors));
        Assert.Equal("good.test", Assert.Single(sites).Zone);
        Assert.Equal([(1, DnsblSitePart.Weight), (1, DnsblSitePart.Filter), (1, DnsblSitePart.Zone), (2, DnsblSitePart.Zone)], errors.Select(e => (e.Index, e.Part)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a_b.x-y.test", true)]
    [InlineData("1a.2", true)]
    [InlineData("1.2.3.4", false)]
    [InlineData("a.", false)]
    [InlineData(".a", false)]
    [InlineData("-a", false)]
    [InlineData("a-.b", false)]
    [InlineData("a.b-", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    [InlineData("caf\u00e9.test", false)]
    public void IsValidZone_HostNameRule(string name, bool expected) => Assert.Equal(expected, DnsblSiteGrammar.IsValidZone(name));

    [Fact]
    public void IsValidZone_Lengths_Bounded()
    {
        Assert.True(DnsblSiteGrammar.IsValidZone(new string('a', 63) + ".test"));
        Assert.False(DnsblSiteGrammar.IsValidZone(new string('a', 64) + ".test"));
        var label = new string('a', 49) + ".";
        Assert.True(DnsblSiteGrammar.IsValidZone(string.Concat(Enumerable.Repeat(label, 5)) + "bbbbb"));
        Assert.False(DnsblSiteGrammar.IsValidZone(string.Concat(Enumerable.Repeat(label, 5)) + "bbbbbb"));
    }

    [Theory]
    [InlineData("a.test", null, 1, "a.test")]
    [InlineData("a.test", null, -2, "a.test*-2")]
    [InlineData("a.test", "127.0.0.2", 3, "a.test=127.0.0.2*3")]
    public void Format_ShortestForm(string zone, string? filter, int weight, string expected) => Assert.Equal(expected, DnsblSiteGrammar.Format(zone, filter, weight));
}
