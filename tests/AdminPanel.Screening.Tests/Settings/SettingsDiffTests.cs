using System.Collections.Immutable;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Screening.Tests.Settings;

public sealed class SettingsDiffTests
{
    private static readonly ScreeningSettings s_defaults = new();

    [Fact]
    public void Compare_EqualContents_Empty() =>
        Assert.Empty(SettingsDiff.Compare(s_defaults, SettingsJson.Deserialize(SettingsJson.Serialize(s_defaults))));

    [Fact]
    public void Compare_ScalarChanged_PathAndBothValues()
    {
        var after = s_defaults with { Greet = s_defaults.Greet with { Action = ScreeningAction.Enforce, Wait = StressTime.Always(TimeSpan.FromSeconds(4)) } };

        var changes = SettingsDiff.Compare(s_defaults, after);

        Assert.Equal([new("Greet.Wait", "6s (under stress 2s)", "4s"), new("Greet.Action", "ignore", "enforce")], changes);
    }

    [Fact]
    public void Compare_SitesMatchedByZoneAndFilter_NotByPosition()
    {
        var before = WithSites(new() { Zone = "a.test", Weight = 2 }, new() { Zone = "b.test" }, new() { Zone = "b.test", Filter = "127.0.0.2", Weight = 3 });
        var after = WithSites(new() { Zone = "b.test" }, new() { Zone = "b.test", Filter = "127.0.0.2", Weight = 5 }, new() { Zone = "c.test", Enabled = false });

        var changes = SettingsDiff.Compare(before, after);

        Assert.Equal(
            [
                new("Dnsbl.Sites[a.test]", "a.test*2", null),
                new("Dnsbl.Sites[b.test=127.0.0.2].Weight", "3", "5"),
                new("Dnsbl.Sites[c.test]", null, "c.test*1 (disabled)"),
            ],
            changes);
    }

    [Fact]
    public void Compare_SitesReordered_OneOrderChange()
    {
        var before = WithSites(new() { Zone = "a.test" }, new() { Zone = "b.test" }, new() { Zone = "c.test" });
        var after = WithSites(new() { Zone = "a.test" }, new() { Zone = "c.test" }, new() { Zone = "b.test" });

        Assert.Equal([new("Dnsbl.Sites", "b.test, c.test", "c.test, b.test")], SettingsDiff.Compare(before, after));
    }

    [Fact]
    public void Compare_SecretZone_NeverShown()
    {
        const string secret = "k3y.zen.dq.spamhaus.net";
        var versions = new[]
        {
            WithSites(),
            WithSites(new() { Zone = secret, ReplyName = "zen", Weight = 3 }, new() { Zone = secret, Filter = "127.0.0.2" }, new() { Zone = "x.test" }),
            WithSites(new() { Zone = "x.test" }, new() { Zone = secret, Weight = 4, Note = "paid" }, new() { Zone = "other-k3y.zen.dq.spamhaus.net", ReplyName = "zen 2" }),
            WithSites(new() { Zone = "n3w-k3y.zen.dq.spamhaus.net", ReplyName = "zen 2", Weight = 9 }, new() { Zone = secret, ReplyName = "zen", Filter = "127.0.0.3" }),
        };

        var changes = (from a in versions from b in versions where a != b from change in SettingsDiff.Compare(a, b) select change).ToList();

        // The third version, compared with an empty one, has forgotten that its zone was a secret; nobody can know there.
        var known = changes.Where(change => change is not ({ Path: $"Dnsbl.Sites[{secret}]" }));
        Assert.NotEmpty(changes);
        Assert.All(known, change => Assert.DoesNotContain("k3y", change.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_SecretKeyReplaced_OneMaskedChange()
    {
        var before = WithSites(new DnsblSite { Zone = "old.dq.test", ReplyName = "zen" });
        var after = WithSites(new DnsblSite { Zone = "new.dq.test", ReplyName = "zen" });

        Assert.Equal([new("Dnsbl.Sites[zen].Zone", "(secret)", "(another secret)")], SettingsDiff.Compare(before, after));
    }

    [Fact]
    public void Compare_AccessEntries_AddedEditedRemovedMoved()
    {
        var before = WithEntries(Entry("1", "192.0.2.1"), Entry("2", "192.0.2.2"), Entry("3", "192.0.2.3"), Entry("4", "192.0.2.4"));
        var after = WithEntries(Entry("3", "192.0.2.3"), Entry("2", "192.0.2.0/24"), Entry("4", "192.0.2.4"), Entry("5", "2001:db8::/32") with { Action = AccessAction.Reject, Reason = "spam run" });

        var changes = SettingsDiff.Compare(before, after);

        Assert.Equal(
            [
                new("Access.Entries[1]", "permit 192.0.2.1", null),
                new("Access.Entries[2].Pattern", "192.0.2.2", "192.0.2.0/24"),
                new("Access.Entries[5]", null, "reject 2001:db8::/32 — spam run, step 4 of 4"),
                new("Access.Entries", "permit 192.0.2.0/24, permit 192.0.2.3", "permit 192.0.2.3, permit 192.0.2.0/24"),
            ],
            changes);
    }

    [Fact]
    public void Compare_Networks_MatchedByPattern()
    {
        var before = s_defaults with { Access = s_defaults.Access with { MyNetworks = [new() { Pattern = "10.0.0.0/8" }] } };
        var after = s_defaults with { Access = s_defaults.Access with { MyNetworks = [new() { Pattern = "!10.1.0.0/16" }, new() { Pattern = "10.0.0.0/8", Note = "office" }] } };

        var changes = SettingsDiff.Compare(before, after);

        Assert.Equal([new("Access.MyNetworks[!10.1.0.0/16]", null, "!10.1.0.0/16"), new("Access.MyNetworks[10.0.0.0/8].Note", "", "office")], changes);
    }

    [Theory]
    [InlineData("Dnsbl.Threshold", "DNSBL threshold — postscreen_dnsbl_threshold")]
    [InlineData("Dnsbl.Sites[bl.example=127.0.0.2].Weight", "DNSBL site bl.example=127.0.0.2, weight — postscreen_dnsbl_sites")]
    [InlineData("Dnsbl.Sites[bl.example=127.0.0.[2..4]].ReplyName", "DNSBL site bl.example=127.0.0.[2..4], reply name — postscreen_dnsbl_reply_map")]
    [InlineData("Dnsbl.Sites[0].Zone", "DNSBL site 1, zone — postscreen_dnsbl_sites")]
    [InlineData("Access.Entries", "Order of the access list — postscreen_access_list")]
    [InlineData("Protocol.Pipelining.Enable", "Pipelining test — postscreen_pipelining_enable")]
    [InlineData("Something.Else", "Something.Else")]
    public void Label_Path_WordsAndParameter(string path, string expected) => Assert.Equal(expected, SettingsDescription.Label(path));

    private static ScreeningSettings WithSites(params ImmutableArray<DnsblSite> sites) => s_defaults with { Dnsbl = s_defaults.Dnsbl with { Sites = sites } };

    private static ScreeningSettings WithEntries(params ImmutableArray<AccessEntry> entries) => s_defaults with { Access = s_defaults.Access with { Entries = entries } };

    private static AccessEntry Entry(string id, string pattern) => new() { Id = id, Pattern = pattern };
}
