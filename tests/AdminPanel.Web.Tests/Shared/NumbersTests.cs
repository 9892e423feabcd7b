using AdminPanel.Web.Shared;

namespace AdminPanel.Web.Tests.Shared;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(12_345, "12\u202f345")]
    [InlineData(-1_000, "\u22121\u202f000")]
    public void Thin_Number_HasThinSpaces(long number, string expected) => Assert.Equal(expected, Numbers.Thin(number));

    [Theory]
    [InlineData(0.4, "0.4\u202fms")]
    [InlineData(12, "12\u202fms")]
    [InlineData(6_240, "6.2\u202fs")]
    [InlineData(240_000, "4\u202fmin")]
    [InlineData(10_800_000, "3\u202fh")]
    [InlineData(259_200_000, "3\u202fd")]
    public void Span_Time_InTheUnitThatFits(double milliseconds, string expected) => Assert.Equal(expected, Numbers.Span(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Share_OfNothing_IsADash() => Assert.Equal("–", Numbers.Share(0, 0));

    [Theory]
    [InlineData("2001:0db8:0000::0001", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    public void Canonical_Address_ShortestSpelling(string address, string expected) => Assert.Equal(expected, ClientAddress.Canonical(address));

    [Fact]
    public void TimeText_OtherZone_OnTheViewersClockAndUtcOnHover()
    {
        var viewer = new Viewer();
        viewer.Apply(new ViewerChoice(Zone: "Europe/Berlin"));
        var moment = new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal("2026-03-02 00:30:00", TimeText.Text(moment, TimeTextFormat.DateTime, viewer, moment));
        Assert.Equal("2026-03-01 23:30:00.000 UTC", TimeText.Hover(moment));
    }
}
