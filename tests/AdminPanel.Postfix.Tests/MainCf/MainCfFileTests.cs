using AdminPanel.Postfix.MainCf;
using Xunit;

namespace AdminPanel.Postfix.Tests.MainCf;

public sealed class MainCfFileTests
{
    [Fact]
    public void Parse_CommentsBlanksAndContinuations_JoinedWithTheirFirstLine()
    {
        var file = MainCfFile.Parse("main.cf", "# top\nmyorigin = a\n# c\n   # c2\n\n  b\n   c = d\nmydomain=x  y \r\nempty =\n");

        Assert.Equal([], file.Problems);
        Assert.Equal(("a  b   c = d", 2), (file.Find("myorigin")!.Value, file.Find("myorigin")!.Place.Line));
        Assert.Equal(("x  y", 8), (file.Find("mydomain")!.Value, file.Find("mydomain")!.Place.Line));
        Assert.Equal("", file.Find("empty")!.Value);
        Assert.Equal(7, file.Find("myorigin")!.PlaceOf("c = d").Line);
    }

    [Fact]
    public void Parse_Duplicates_LastWinsWithWarning()
    {
        var file = MainCfFile.Parse("main.cf", "a = 1\nb = 2\na = 3\n");

        Assert.Equal("3", file.Find("a")!.Value);
        Assert.Equal("main.cf:3: overriding earlier entry: a was set in line 1 already; the last one counts.", Assert.Single(file.Warnings).ToString());
    }

    [Fact]
    public void Parse_BadLines_AllNamedAndTheRestRead()
    {
        var file = MainCfFile.Parse("main.cf", "  indented = x\nnothing here\n= x\nmyorigin\ngood = 1\n");

        Assert.Equal(
            ["logical line must not start with whitespace", "missing '=' after attribute name", "missing attribute name", "missing '=' after attribute name"],
            file.Problems.Select(problem => problem.Message.Split(':')[0]));
        Assert.Equal([1, 2, 3, 4], file.Problems.Select(problem => problem.Place.Line));
        Assert.Equal("1", file.Find("good")!.Value);
    }
}
