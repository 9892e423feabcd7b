using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;

namespace AdminPanel.Web.Tests.Features.Access;

public sealed class AccessAdviceTests
{
    private static readonly ScreeningSettings List = new() { Access = new() { Entries = [Entry("a", "192.0.2.0/24", AccessAction.Reject), Entry("b", "198.51.100.7", AccessAction.Permit)] } };

    [Fact]
    public void For_EntryThatAnEarlierOneCovers_SaysItNeverDecides()
    {
        var remark = Assert.Single(AccessAdvice.For(List, With("192.0.2.9", AccessAction.Permit, at: 2), "new"));

        Assert.True(remark.IsWarning);
        Assert.Contains("never decides, because entry 1 (reject 192.0.2.0/24)", remark.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_EntryThatCoversALaterOne_SaysWhatItHides() =>
        Assert.StartsWith("It would hide a later entry", Assert.Single(AccessAdvice.For(List, With("198.51.100.0/24", AccessAction.Reject, at: 0), "new")).Text, StringComparison.Ordinal);

    [Fact]
    public void For_ExceptionToALaterEntry_IsARemarkOnly()
    {
        var remark = Assert.Single(AccessAdvice.For(List, With("192.0.2.9", AccessAction.Permit, at: 0), "new"));

        Assert.Equal(("It is an exception to entry 2 (reject 192.0.2.0/24), which decides for the rest of 192.0.2.0/24.", false), (remark.Text, remark.IsWarning));
    }

    [Theory]
    [InlineData("192.0.2.9/24", "192.0.2.0/24")]
    [InlineData("2001:db8::1/32", "2001:db8::/32")]
    [InlineData("192.0.2.0/24", null)]
    [InlineData("192.0.2", null)]
    public void Mended_HostBits_NamesTheNetwork(string typed, string? mended) => Assert.Equal(mended, AccessAdvice.Mended(typed));

    private static ScreeningSettings With(string pattern, AccessAction action, int at) =>
        List with { Access = List.Access with { Entries = List.Access.Entries.Insert(at, Entry("new", pattern, action)) } };

    private static AccessEntry Entry(string id, string pattern, AccessAction action) => new() { Id = id, Pattern = pattern, Action = action };
}
