using AdminPanel.Postfix.Export;
using AdminPanel.Postfix.Import;
using AdminPanel.Screening.Settings;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Export;

public sealed class RoundTripTests
{
    private static readonly ExportOptions s_revealed = new() { RevealSecrets = true };

    [Fact]
    public void ImportOfExport_AnySettings_TheSameSettings() => GenSettings.Any.Sample(
        settings =>
        {
            var again = Import(MainCfExport.Write(settings, s_revealed)).Settings;
            Assert.NotNull(again);
            Assert.Equal(GenSettings.Comparable(settings), GenSettings.Comparable(again));
        },
        iter: 3_000);

    [Fact]
    public void ExportOfImport_OfAnExport_TheSameText() => GenSettings.Any.Sample(
        settings =>
        {
            var first = MainCfExport.Write(Import(MainCfExport.Write(settings, s_revealed)).Settings!, s_revealed);
            var second = MainCfExport.Write(Import(first).Settings!, s_revealed);
            Assert.Equal(first.MainCf, second.MainCf);
            Assert.Equal(first.Tables, second.Tables);
        },
        iter: 1_000);

    [Fact]
    public void ExportOfImport_TypicalFile_SamePostscreenSettings()
    {
        var settings = MemoryFiles.Settings(
            "postscreen_dnsbl_sites = bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3\npostscreen_dnsbl_threshold = 2\npostscreen_dnsbl_action = enforce\npostscreen_greet_action = enforce\npostscreen_greet_wait = 3s\n");

        var lines = MainCfExport.Write(settings).MainCf.Split('\n');

        Assert.Contains("postscreen_dnsbl_sites = bl1.test*2, bl2.test*1, bl3.test=127.0.0.[2..4]*3", lines);
        Assert.Contains("postscreen_dnsbl_threshold = 2", lines);
        Assert.Contains("postscreen_dnsbl_action = enforce", lines);
        Assert.Contains("postscreen_greet_action = enforce", lines);
        Assert.Contains("postscreen_greet_wait = 3s", lines);
        Assert.Contains("postscreen_access_list = permit_mynetworks", lines);
        Assert.Contains("mynetworks = 127.0.0.1/32 [::1]/128", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("postscreen_pipelining", StringComparison.Ordinal));
    }

    internal static ImportResult Import(ExportedSettings export)
    {
        var files = new MemoryFiles();
        foreach (var table in export.Tables) files.Add($"/etc/postfix/{table.Name}", table.Text);
        var result = files.Import(export.MainCf);
        Assert.Equal([], result.Problems);
        return result;
    }
}
