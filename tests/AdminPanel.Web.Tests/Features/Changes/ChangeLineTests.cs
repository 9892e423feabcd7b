using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;
using AdminPanel.Web.Features.Changes;

namespace AdminPanel.Web.Tests.Features.Changes;

public sealed class ChangeLineTests
{
    [Fact]
    public void Between_ChangedEntry_IsNamedByItsPattern()
    {
        var before = AccessDraft.Add(new ScreeningSettings(), "192.0.2.0/24", AccessAction.Permit, "office", "ann");
        var id = before.Access.Entries[1].Id;
        var after = AccessDraft.Change(before, id, e => e with { Reason = "old office", Author = "bob" });

        var line = Assert.Single(ChangeLine.Between(before, after));

        Assert.Contains("192.0.2.0/24", line.Title, StringComparison.Ordinal);
        Assert.Equal(("office", "old office", ChangeKind.Changed, "/access"), (line.Old, line.New, line.Kind, line.Page));
    }

    [Fact]
    public void Between_RemovedSite_HasNoNewValue()
    {
        var before = new ScreeningSettings { Dnsbl = new() { Sites = [new() { Zone = "bl.example", Weight = 2 }] } };

        var line = Assert.Single(ChangeLine.Between(before, new ScreeningSettings()));

        Assert.Equal((ChangeKind.Removed, null, "/dnsbl"), (line.Kind, line.New, line.Page));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void Between_ZoneIsHiddenSomewhere_NeverShowsIt(bool before, bool after, bool published)
    {
        var (old, now, inForce) = (Keyed(before, 1), Keyed(after, 2), Keyed(published, 2));

        var words = ChangeLine.Between(old, now, inForce);
        var text = TextLines.Between(old, now, inForce);

        Assert.NotEmpty(words);
        Assert.NotEmpty(text);
        Assert.DoesNotContain(words, l => l.ToString().Contains("s3cret", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(text, l => l.Text.Contains("s3cret", StringComparison.OrdinalIgnoreCase));
    }

    private static ScreeningSettings Keyed(bool hidden, int weight) => new()
    {
        Dnsbl = new() { Sites = [new() { Zone = "s3cret.bl.example", Weight = weight, ReplyName = hidden ? "bl" : null, Note = "paid list" }] },
    };

    [Theory]
    [InlineData("Access.Entries[a]", "Access.Entries[a].Reason", true)]
    [InlineData("Access.Entries[a].Reason", "Access.Entries[a].Reason", true)]
    [InlineData("Access.Entries[a].Reason", "Access.Entries[a].Action", false)]
    [InlineData("Access.Entries", "Access.Entries[a].Reason", false)]
    [InlineData("Greet.Ttl", "Greet.Wait", false)]
    public void Overlap_Paths_OnlyWhenOneContainsTheOther(string one, string other, bool expected)
    {
        Assert.Equal(expected, ChangePaths.Overlap(one, other));
        Assert.Equal(expected, ChangePaths.Overlap(other, one));
    }
}
