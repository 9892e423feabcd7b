using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Dnsbl;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class DnsblDraftTests
{
    private static readonly ScreeningSettings Two = new()
    {
        Dnsbl = new() { Sites = [new() { Zone = "a.example" }, new() { Zone = "b.example", Filter = "127.0.0.2" }, new() { Zone = "b.example", Filter = "127.0.0.2", Weight = 5 }] },
    };

    [Fact]
    public void Change_SecondOfEqualEntries_ChangesThatOne()
    {
        var key = DnsblSiteKey.Of(Two.Dnsbl.Sites, 2);

        var after = DnsblDraft.Change(Two, key, s => s with { Weight = 7 });

        Assert.Equal([1, 1, 7], after.Dnsbl.Sites.Select(s => s.Weight));
    }

    [Fact]
    public void Change_EntryMovedByOthers_IsFoundAgain()
    {
        var key = DnsblSiteKey.Of(Two.Dnsbl.Sites, 0);
        var moved = Two with { Dnsbl = Two.Dnsbl with { Sites = [Two.Dnsbl.Sites[1], Two.Dnsbl.Sites[0]] } };

        var after = DnsblDraft.Change(moved, key, s => s with { Weight = 9 });

        Assert.Equal(9, after.Dnsbl.Sites[1].Weight);
    }

    [Fact]
    public void Change_EntryGone_ChangesNothing()
    {
        var key = DnsblSiteKey.Of(Two.Dnsbl.Sites, 0);

        Assert.Same(ScreeningSettingsWithoutSites, DnsblDraft.Change(ScreeningSettingsWithoutSites, key, s => s with { Weight = 9 }));
    }

    [Fact]
    public void Add_SameZoneAndFilter_IsLeftOut()
    {
        var after = DnsblDraft.Add(Two, [new DnsblSite { Zone = "a.example", Weight = 3 }, new DnsblSite { Zone = "c.example" }]);

        Assert.Equal(4, after.Dnsbl.Sites.Length);
        Assert.Equal("c.example", after.Dnsbl.Sites[3].Zone);
    }

    [Fact]
    public void ReplaceAll_ZoneStays_KeepsItsNameNoteAndSwitch()
    {
        var before = new ScreeningSettings
        {
            Dnsbl = new() { Sites = [new() { Zone = "key.bl.example", ReplyName = "bl", Note = "paid", Enabled = false }, new() { Zone = "old.example" }] },
        };

        var after = DnsblDraft.ReplaceAll(before, [new() { Zone = "key.bl.example", Weight = 4 }, new() { Zone = "KEY.bl.example", Filter = "127.0.0.3" }, new() { Zone = "new.example" }]);

        Assert.Equal([("key.bl.example", "bl", "paid", false, 4), ("KEY.bl.example", "bl", "paid", false, 1), ("new.example", null, "", true, 1)],
            after.Dnsbl.Sites.Select(s => (s.Zone, s.ReplyName, s.Note, s.Enabled, s.Weight)));
    }

    [Fact]
    public void Add_AnotherFilterOfAHiddenZone_StaysHidden()
    {
        var before = new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "key.bl.example", ReplyName = "bl" }] } };

        var after = DnsblDraft.Add(before, [new() { Zone = "key.bl.example", Filter = "127.0.0.3" }]);

        Assert.Equal("bl", after.Dnsbl.Sites[1].ReplyName);
    }

    private static ScreeningSettings ScreeningSettingsWithoutSites { get; } = new();
}
