using AdminPanel.Screening.Dnsbl;
using AdminPanel.Web.Features.Dnsbl;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class DnsblProbeTests
{
    private static readonly DnsblReply Listed = new() { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002] };
    private static readonly DnsblReply NotListed = new() { Outcome = DnsblOutcome.NotListed };
    private static readonly DnsblReply Refused = new() { Outcome = DnsblOutcome.Error, Error = "REFUSED" };

    [Fact]
    public void Judge_TestAddressOnly_Works()
    {
        var result = DnsblProbe.Judge(Listed, NotListed);

        Assert.True(result.IsWorking);
        Assert.Equal("listed: 127.0.0.2", result.Answers[0].Answer);
    }

    [Fact]
    public void Judge_ListsEverybody_SaysSo()
    {
        var result = DnsblProbe.Judge(Listed, Listed);

        Assert.False(result.IsWorking);
        Assert.Contains("lists everybody", result.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_TestAddressMissing_MayBeDead() => Assert.Contains("dead", DnsblProbe.Judge(NotListed, NotListed).Verdict, StringComparison.Ordinal);

    [Fact]
    public void Judge_Error_ShowsTheError()
    {
        var result = DnsblProbe.Judge(Refused, NotListed);

        Assert.False(result.IsWorking);
        Assert.Equal("REFUSED", result.Answers[0].Answer);
    }
}
