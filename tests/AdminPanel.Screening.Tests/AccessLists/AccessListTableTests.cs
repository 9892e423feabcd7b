using System.Net;
using AdminPanel.Screening.AccessLists;
using Xunit;

namespace AdminPanel.Screening.Tests.AccessLists;

/// <summary>Tables that are asked at run time, with postscreen's rules about what they may return.</summary>
public sealed class AccessListTableTests
{
    private const string Name = "texthash:/t";

    [Theory]
    [InlineData("permit", AccessAction.Permit, "table", null)]
    [InlineData("REJECT", AccessAction.Reject, "table", null)]
    [InlineData("reject some text", AccessAction.Reject, "table", null)]
    [InlineData("dunno", AccessAction.Reject, "after", null)]
    [InlineData(null, AccessAction.Reject, "after", null)]
    [InlineData("", AccessAction.Reject, "after", null)]
    [InlineData("permit_mynetworks", AccessAction.Reject, "after", null)]
    [InlineData("permit_mynetworks, permit", AccessAction.Permit, "table", null)]
    [InlineData("hash:/x", AccessAction.Reject, "after", "table texthash:/t: lookup result \"hash:/x\" is not allowed -- ignoring remainder of access list")]
    [InlineData("OK", AccessAction.Dunno, "table", "texthash:/t: unknown command: OK -- ignoring the remainder of this access list")]
    [InlineData("554 go away", AccessAction.Dunno, "table", "texthash:/t: unknown command: 554 -- ignoring the remainder of this access list")]
    public void Decide_TableValue_AsPostscreen(string? value, AccessAction action, string entry, string? warning)
    {
        var decision = List(new AddressTableAnswer(value, false)).Decide(IPAddress.Parse("192.0.2.1"), DateTimeOffset.UtcNow);

        Assert.Equal((action, entry), (decision.Action, decision.EntryId));
        Assert.Equal(warning is null ? [] : [warning], decision.Warnings ?? []);
    }

    [Fact]
    public void Decide_TableFails_WarnsAndEndsTheList()
    {
        var decision = List(new AddressTableAnswer(null, true)).Decide(IPAddress.Parse("192.0.2.1"), DateTimeOffset.UtcNow);

        Assert.Equal(AccessAction.Dunno, decision.Action);
        Assert.Equal(["postscreen_access_list: texthash:/t: table lookup error -- ignoring the remainder of this access list"], decision.Warnings ?? []);
    }

    [Fact]
    public void Decide_MyNetworksInATable_Permits()
    {
        var decision = List(new AddressTableAnswer("permit_mynetworks", false)).Decide(IPAddress.Parse("10.0.0.1"), DateTimeOffset.UtcNow);

        Assert.Equal((AccessAction.Permit, "table", "permit_mynetworks (10.0.0.0/8)"), (decision.Action, decision.EntryId, decision.Rule));
    }

    private static AccessList List(AddressTableAnswer answer)
    {
        Assert.True(AddressPattern.TryParse("10.0.0.0/8", out var network, out _));
        return new(
            [
                new() { EntryId = "table", Lookup = new Table(answer), Action = AccessAction.Permit },
                new() { EntryId = "after", Action = AccessAction.Reject },
            ],
            new([network]));
    }

    private sealed class Table(AddressTableAnswer answer) : IAddressTable
    {
        public string Name => AccessListTableTests.Name;

        public AddressTableAnswer Find(IPAddress address) => answer;
    }
}
