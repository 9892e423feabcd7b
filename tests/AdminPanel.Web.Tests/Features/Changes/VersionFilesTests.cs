using System.IO.Compression;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class VersionFilesTests
{
    private static readonly ScreeningSettings Settings = AccessDraft.Add(
        new ScreeningSettings { Dnsbl = new() { Threshold = 4, Sites = [new() { Zone = "k3y.dq.example", ReplyName = "dq.example" }] } }, "192.0.2.1", AccessAction.Reject, "spam", "ann");

    [Fact]
    public void Zip_SettingsWithEntries_HasMainCfAndItsTable()
    {
        using var archive = new ZipArchive(new MemoryStream(VersionFiles.Zip(Settings)));

        Assert.Equal(2, archive.Entries.Count);
        Assert.Contains("postscreen_dnsbl_threshold = 4", Text(archive.GetEntry("main.cf")!), StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", Text(archive.Entries.Single(e => e.Name != "main.cf")), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_SecretZone_IsInNoneOfThem()
    {
        using var archive = new ZipArchive(new MemoryStream(VersionFiles.Zip(Settings)));

        Assert.All(archive.Entries, e => Assert.DoesNotContain("k3y", Text(e), StringComparison.Ordinal));
        Assert.DoesNotContain("k3y", SettingsJson.Serialize(VersionFiles.WithoutSecrets(Settings)), StringComparison.Ordinal);
    }

    private static string Text(ZipArchiveEntry entry) => new StreamReader(entry.Open()).ReadToEnd();
}
