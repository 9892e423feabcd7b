using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Web.Features.Access;

namespace AdminPanel.Web.Tests.Features.Access;

public sealed class AccessDraftTests
{
    [Fact]
    public void Add_NewAddress_ComesAfterMyNetworksAndBeforeTheRest()
    {
        var settings = Add(Add(new ScreeningSettings(), "192.0.2.1", AccessAction.Reject), "192.0.2.2", AccessAction.Permit);

        Assert.Equal(["", "192.0.2.2", "192.0.2.1"], settings.Access.Entries.Select(e => e.Pattern));
    }

    [Fact]
    public void Add_KnownAddress_ReplacesItInPlace()
    {
        var settings = Add(Add(new ScreeningSettings(), "192.0.2.1", AccessAction.Reject), "192.0.2.2", AccessAction.Permit);
        var id = settings.Access.Entries[2].Id;

        settings = Add(settings, "192.0.2.1", AccessAction.Permit);

        Assert.Equal((id, AccessAction.Permit), (settings.Access.Entries[2].Id, settings.Access.Entries[2].Action));
        Assert.Equal(3, settings.Access.Entries.Length);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(-99, 0)]
    [InlineData(99, 2)]
    public void Move_Steps_StayInTheList(int steps, int expected)
    {
        var settings = Add(Add(new ScreeningSettings(), "192.0.2.1", AccessAction.Reject), "192.0.2.2", AccessAction.Permit);
        var id = settings.Access.Entries[2].Id;

        settings = AccessDraft.Move(settings, id, steps);

        Assert.Equal(id, settings.Access.Entries[expected].Id);
    }

    [Fact]
    public void Append_FinalEveryone_StaysLast()
    {
        var settings = new ScreeningSettings();
        settings = settings with { Access = settings.Access with { Entries = settings.Access.Entries.Add(new AccessEntry { Id = "all", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject }) } };

        settings = AccessDraft.Append(settings, [AccessDraft.New("192.0.2.1", AccessAction.Permit, "", "ann")]);

        Assert.Equal("all", settings.Access.Entries[^1].Id);
    }

    private static ScreeningSettings Add(ScreeningSettings settings, string address, AccessAction action) => AccessDraft.Add(settings, address, action, "because", "ann");
}
