using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Dnsbl;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class DnsblCombinationsTests
{
    [Fact]
    public void Blocking_HeavyEntry_ReachesThresholdAlone()
    {
        var found = DnsblCombinations.Blocking(Settings(3, ("zen.example", 3), ("b.example", 2), ("c.example", 1)));

        Assert.Equal(["3 = 3:zen.example", "3 = 2:b.example + 1:c.example"], found.Select(Text));
    }

    [Fact]
    public void Blocking_EqualWeights_AreCountedNotListed()
    {
        var found = DnsblCombinations.Blocking(Settings(2, ("a.example", 1), ("b.example", 1), ("c.example", 1)));

        var only = Assert.Single(found);
        Assert.Equal(2, only.Parts[0].Count);
        Assert.Equal(3, only.Parts[0].Names.Length);
        Assert.False(only.Parts[0].IsAll);
    }

    [Fact]
    public void Blocking_NoSetReachesThreshold_IsEmpty()
    {
        var settings = Settings(5, ("a.example", 2), ("b.example", 2), ("good.example", -4));

        Assert.Empty(DnsblCombinations.Blocking(settings));
        Assert.Equal(4, DnsblCombinations.HighestRank(settings));
    }

    [Fact]
    public void Blocking_DisabledEntry_DoesNotCount()
    {
        var settings = Settings(1, ("a.example", 1));
        settings = settings with { Sites = [settings.Sites[0] with { Enabled = false }] };

        Assert.Empty(DnsblCombinations.Blocking(settings));
    }

    [Fact]
    public void Blocking_EveryResult_IsSmallest()
    {
        var settings = Settings(6, ("a", 4), ("b", 3), ("c", 3), ("d", 2), ("e", 2), ("f", 1), ("g", 1));

        foreach (var set in DnsblCombinations.Blocking(settings))
        {
            var lightest = set.Parts[^1].Weight;
            Assert.True(set.Rank >= 6 && set.Rank - lightest < 6, Text(set));
        }
    }

    [Fact]
    public void Allowing_NegativeWeights_ReachAllowlistThreshold()
    {
        var settings = Settings(3, ("w.example", -2), ("x.example", -1), ("a.example", 1)) with { AllowlistThreshold = -2 };

        var found = DnsblCombinations.Allowing(settings);

        Assert.Equal(["-2 = -2:w.example"], found.Select(Text));
    }

    [Fact]
    public void Allowing_ThresholdOff_IsEmpty() => Assert.Empty(DnsblCombinations.Allowing(Settings(1, ("w.example", -2))));

    private static DnsblSettings Settings(int threshold, params (string Zone, int Weight)[] sites) =>
        new() { Threshold = threshold, Sites = [.. sites.Select(s => new DnsblSite { Zone = s.Zone, Weight = s.Weight })] };

    private static string Text(DnsblCombination c) =>
        $"{c.Rank} = {string.Join(" + ", c.Parts.Select(p => $"{(p.Count > 1 ? $"{p.Count}x" : "")}{p.Weight}:{string.Join('|', p.Names)}"))}";
}
