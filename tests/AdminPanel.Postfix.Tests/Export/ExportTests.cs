using AdminPanel.Postfix.Export;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Postfix.Tests.Export;

public sealed class ExportTests
{
    private static readonly ScreeningSettings s_secret = new() { Dnsbl = new() { Sites = [new() { Zone = "k3y.zen.test", ReplyName = "zen.test", Weight = 3 }, new() { Zone = "b.test", Enabled = false }, new() { Zone = "c.test" }] } };

    [Fact]
    public void Write_SecretsMasked_NoTraceOfTheZone()
    {
        var export = MainCfExport.Write(s_secret);

        Assert.Contains("postscreen_dnsbl_sites = c.test*1\n", export.MainCf, StringComparison.Ordinal);
        Assert.Contains("# zen.test*3 was left out: its zone is a secret.", export.MainCf, StringComparison.Ordinal);
        Assert.Contains("# b.test*1 was left out: it is disabled", export.MainCf, StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", export.ToString() + string.Join(' ', export.Tables), StringComparison.Ordinal);
        Assert.Equal(2, export.Remarks.Length);
    }

    [Fact]
    public void Write_SecretsRevealed_ReplyMapBesideTheSites()
    {
        var export = MainCfExport.Write(s_secret, new() { RevealSecrets = true });

        Assert.Contains("postscreen_dnsbl_sites = k3y.zen.test*3, c.test*1\n", export.MainCf, StringComparison.Ordinal);
        Assert.Contains("postscreen_dnsbl_reply_map = texthash:$config_directory/postscreen_dnsbl_reply\n", export.MainCf, StringComparison.Ordinal);
        Assert.Equal((true, true), (Assert.Single(export.Tables).Secret, export.Tables[0].Text.EndsWith("k3y.zen.test zen.test\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Write_AccessEntries_TableWithReasonsAndExpiry()
    {
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var settings = new ScreeningSettings
        {
            Access = new()
            {
                MyNetworks = [new() { Pattern = "10.0.0.0/8" }, new() { Pattern = "!2001:db8::1" }],
                Entries =
                [
                    new() { Id = "1", Pattern = "192.0.2.1", Reason = "partner\npostscreen_dnsbl_action = ignore", Author = "ann" },
                    new() { Id = "2", Pattern = "192.0.2.2", Action = AccessAction.Reject, Expires = now.AddDays(-1) },
                    new() { Id = "3", Pattern = "192.0.2.3", Action = AccessAction.Reject, Expires = now.AddDays(1), Within = ["192.0.2.0/24"] },
                    new() { Id = "n", Kind = AccessEntryKind.MyNetworks },
                    new() { Id = "4", Pattern = "2001:db8::/32", Action = AccessAction.Dunno },
                    new() { Id = "all", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject },
                ],
            },
        };

        var export = MainCfExport.Write(settings, new() { Now = now });

        Assert.Contains("mynetworks = 10.0.0.0/8 ![2001:db8::1]\n", export.MainCf, StringComparison.Ordinal);
        Assert.Contains("postscreen_access_list = cidr:$config_directory/postscreen_access.cidr, permit_mynetworks, cidr:$config_directory/postscreen_access_2.cidr, reject\n", export.MainCf, StringComparison.Ordinal);
        Assert.Equal(
            "# partner postscreen_dnsbl_action = ignore (ann)\n192.0.2.1\tpermit\nif 192.0.2.0/24\n# Remove after 2030-01-02 00:00 UTC: Postfix knows no expiry.\n192.0.2.3\treject\nendif\n",
            export.Tables[0].Text);
        Assert.Contains(export.Remarks, remark => remark.StartsWith("dunno 2001:db8::/32", StringComparison.Ordinal));
        Assert.Contains(export.Remarks, remark => remark.StartsWith("1 expired", StringComparison.Ordinal));
    }
}
