using AdminPanel.Screening.AccessLists;
using AdminPanel.Web.Features.Access;

namespace AdminPanel.Web.Tests.Features.Access;

public sealed class AccessPasteTests
{
    [Fact]
    public void Read_MixedLines_TakesActionsAndReasons()
    {
        var result = Read("192.0.2.1\n\n# a remark\n2001:db8::/32 reject # scanners\n");

        Assert.Empty(result.Problems);
        Assert.Equal([("192.0.2.1", AccessAction.Permit, "partners"), ("2001:db8::/32", AccessAction.Reject, "scanners")], result.Entries.Select(e => (e.Pattern, e.Action, e.Reason)));
    }

    [Fact]
    public void Read_IfBlocks_BecomeEnclosingPatterns()
    {
        var result = Read("if 192.0.2.0/24\n192.0.2.7 dunno\nendif\n198.51.100.1 permit");

        Assert.Equal(["192.0.2.0/24"], result.Entries[0].Within);
        Assert.Empty(result.Entries[1].Within);
    }

    [Fact]
    public void Read_BadLines_AllNamedAndTheRestTaken()
    {
        var result = Read("192.0.2.1 maybe\n192.0.2.2 permit\nendif\none two three\nif 192.0.2.0/24");

        Assert.Equal([1, 3, 4, 5], result.Problems.Where(p => p.IsError).Select(p => p.Line));
        Assert.Equal("192.0.2.2", Assert.Single(result.Entries).Pattern);
    }

    [Fact]
    public void Write_WhatReadGave_IsTheSameTable()
    {
        var result = Read("192.0.2.1 permit # office\nif 192.0.2.0/24\n!192.0.2.7 reject\nendif");

        var again = Read(CidrTableText.Write(result.Entries, DateTimeOffset.UnixEpoch));

        Assert.Equal(result.Entries.Select(e => (e.Pattern, e.Action, e.Within.Length)), again.Entries.Select(e => (e.Pattern, e.Action, e.Within.Length)));
    }

    private static PasteResult Read(string text) => AccessPaste.Read(text, AccessAction.Permit, "partners", "ann", DateTimeOffset.UnixEpoch);
}
