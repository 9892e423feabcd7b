using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class SettingsMergeTests
{
    private static readonly ScreeningSettings Base = new()
    {
        Dnsbl = new() { Sites = [new() { Zone = "a.example" }, new() { Zone = "b.example" }, new() { Zone = "c.example" }] },
    };

    [Fact]
    public void Merge_DifferentValues_KeepsBoth()
    {
        var ours = Base with { Greet = Base.Greet with { Ttl = TimeSpan.FromHours(2) } };
        var theirs = Base with { Dnsbl = Base.Dnsbl with { Threshold = 4 } };

        var merged = SettingsMerge.Merge(Base, ours, theirs);

        Assert.Equal(TimeSpan.FromHours(2), merged.Greet.Ttl);
        Assert.Equal(4, merged.Dnsbl.Threshold);
        Assert.Equal(3, merged.Dnsbl.Sites.Length);
    }

    [Fact]
    public void Merge_SameValue_OursWins()
    {
        var merged = SettingsMerge.Merge(Base, Threshold(2), Threshold(5));

        Assert.Equal(2, merged.Dnsbl.Threshold);
    }

    [Fact]
    public void Merge_SameSiteDifferentProperties_KeepsBoth()
    {
        var ours = WithSite(1, s => s with { Weight = 7 });
        var theirs = WithSite(1, s => s with { Note = "watch it" });

        var site = SettingsMerge.Merge(Base, ours, theirs).Dnsbl.Sites[1];

        Assert.Equal((7, "watch it"), (site.Weight, site.Note));
    }

    [Fact]
    public void Merge_AddedAndRemovedItems_AreKeptAndGone()
    {
        var ours = Sites("a.example", "new.example", "b.example", "c.example");
        var theirs = Sites("a.example", "b.example", "other.example");

        var merged = SettingsMerge.Merge(Base, ours, theirs);

        Assert.Equal(["a.example", "new.example", "b.example", "other.example"], merged.Dnsbl.Sites.Select(s => s.Zone));
    }

    [Fact]
    public void Merge_OursSorted_KeepsOurOrderAndTheirAddition()
    {
        var ours = Sites("c.example", "a.example", "b.example");
        var theirs = Sites("a.example", "added.example", "b.example", "c.example");

        var merged = SettingsMerge.Merge(Base, ours, theirs);

        Assert.Equal(["c.example", "a.example", "added.example", "b.example"], merged.Dnsbl.Sites.Select(s => s.Zone));
    }

    [Fact]
    public void Merge_UndoOfRemoval_PutsItBackInPlace()
    {
        var after = Sites("a.example", "c.example");
        var now = after with { Dnsbl = after.Dnsbl with { Threshold = 9 } };

        var merged = SettingsMerge.Merge(after, Base, now);

        Assert.Equal(["a.example", "b.example", "c.example"], merged.Dnsbl.Sites.Select(s => s.Zone));
        Assert.Equal(9, merged.Dnsbl.Threshold);
    }

    private static ScreeningSettings Threshold(int value) => Base with { Dnsbl = Base.Dnsbl with { Threshold = value } };

    private static ScreeningSettings Sites(params string[] zones) => Base with { Dnsbl = Base.Dnsbl with { Sites = [.. zones.Select(z => new DnsblSite { Zone = z })] } };

    private static ScreeningSettings WithSite(int index, Func<DnsblSite, DnsblSite> change) =>
        Base with { Dnsbl = Base.Dnsbl with { Sites = Base.Dnsbl.Sites.SetItem(index, change(Base.Dnsbl.Sites[index])) } };
}
