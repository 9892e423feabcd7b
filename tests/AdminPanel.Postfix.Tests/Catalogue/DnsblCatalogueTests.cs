using System.Collections.Immutable;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Catalogue;

public sealed class DnsblCatalogueTests
{
    [Fact]
    public void Lists_EveryZoneFilterAndCode_IsValid()
    {
        Assert.True(DnsblCatalogue.Lists.Length > 30 && DnsblCatalogue.Dead.Length > 20);
        Assert.All(DnsblCatalogue.Lists, list => Assert.True(DnsblSiteGrammar.IsValidZone(list.Zone.Replace("{KEY}", "k", StringComparison.Ordinal)), list.Zone));
        Assert.All(DnsblCatalogue.Dead, list => Assert.True(DnsblSiteGrammar.IsValidZone(list.Zone), list.Zone));
        Assert.All(DnsblCatalogue.Lists.SelectMany(list => list.Weights), weight => Assert.True(weight.Filter is null || DnsblFilter.TryParse(weight.Filter, out _, out _), weight.Filter));
        Assert.All(DnsblCatalogue.Lists.SelectMany(list => list.Codes), code => Assert.True(code.Kind is "listing" or "allow" or "neutral" or "error" or "test", code.Kind));
    }

    [Theory]
    [InlineData("zen.spamhaus.org", "Spamhaus ZEN")]
    [InlineData("abc123.zen.dq.spamhaus.net", "Spamhaus ZEN via DQS")]
    [InlineData("zen.dq.spamhaus.net", null)]
    [InlineData("bl.example.org", null)]
    public void Find_Zone_TheListThatServesIt(string zone, string? name) => Assert.Equal(name, DnsblCatalogue.Find(zone)?.Name);

    [Theory]
    [InlineData("dnsbl.sorbs.net", null, 1, "no longer in service since 2024-06-05")]
    [InlineData("spam.dnsbl.sorbs.net", null, 1, "no longer in service")]
    [InlineData("list.dnswl.org", "127.0.[0..255].[1..3]", -3, "127.0.10.[0..255]")]
    [InlineData("list.dnswl.org", "127.0.[2..9].[1..3]", 3, "its weight should be negative, not 3")]
    [InlineData("zen.spamhaus.org", "127.0.0.[2..11]", -1, "its weight should be positive, not -1")]
    [InlineData("hostkarma.junkemailfilter.com", null, 1, "answers for good and bad senders alike")]
    public void Check_KnownMistake_Warning(string zone, string? filter, int weight, string words)
    {
        var problem = Assert.Single(Check(new DnsblSite { Zone = zone, Filter = filter, Weight = weight }));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SoundOrDisabledOrUnknownSites_Nothing() => Assert.Equal([], Check(
        new() { Zone = "zen.spamhaus.org", Filter = "127.0.0.[2..11]", Weight = 3 },
        new() { Zone = "zen.spamhaus.org", Filter = "127.0.0.[10;11]", Weight = 8 },
        new() { Zone = "dnsbl.sorbs.net", Enabled = false },
        new() { Zone = "bl.example.org", Weight = -4 }));

    private static ImmutableArray<SettingsProblem> Check(params ImmutableArray<DnsblSite> sites) => DnsblCatalogue.Check(new() { Dnsbl = new() { Sites = sites } });
}
