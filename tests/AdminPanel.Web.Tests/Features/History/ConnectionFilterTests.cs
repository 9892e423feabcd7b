using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.History;

namespace AdminPanel.Web.Tests.Features.History;

public sealed class ConnectionFilterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("range=1h")]
    [InlineData("client=192.0.2.0/24&verdict=pregreet,dnsbl")]
    [InlineData("client=!2001:db8::/32&verdict=!pass-new&would=yes")]
    [InlineData("since=2026-03-01T12:00:00Z&until=2026-03-01T12:15:00Z&done=rejected,dropped")]
    [InlineData("list=bl.example&rank-from=-2&rank-to=7&near=2&helo=mail&from=a%40example.org&rcpt=b%40example.net&version=12")]
    [InlineData("verdict=non-smtp-command,bare-newline")]
    [InlineData("done=!rejected&list=!bl.example&rank-from=1&rank=outside&near=!2&helo=!mail&from=!a&rcpt=!b&version=!12")]
    public void ToQueryString_OfParsed_IsTheSame(string query) => Assert.Equal(query, ConnectionFilter.Parse("?" + query).ToQueryString());

    [Theory]
    [InlineData("?verdict=nonsense&near=-1&range=99y&version=!x&since=soon&client=%20&would=maybe&rank=outside&helo=!")]
    [InlineData("?%%%=&&&client")]
    public void Parse_Nonsense_IsNoFilter(string query) => Assert.Equal(ConnectionFilter.None, ConnectionFilter.Parse(query));

    [Theory]
    [InlineData("client=198.51.100.0/24", true)]
    [InlineData("client=!198.51.100.0/24", false)]
    [InlineData("client=198.51.100.8", false)]
    [InlineData("verdict=dnsbl", true)]
    [InlineData("verdict=!dnsbl,pregreet", false)]
    [InlineData("verdict=!pass-new", true)]
    [InlineData("done=handed-off", false)]
    [InlineData("list=bl.example", true)]
    [InlineData("list=other.example", false)]
    [InlineData("rank-from=5&rank-to=5", true)]
    [InlineData("rank-from=6", false)]
    [InlineData("near=2", false)]
    [InlineData("helo=EXAMPLE.ORG", true)]
    [InlineData("rcpt=b%40", true)]
    [InlineData("from=nobody", false)]
    [InlineData("would=yes", false)]
    [InlineData("version=3", true)]
    [InlineData("version=!3", false)]
    [InlineData("done=!handed-off", true)]
    [InlineData("list=!other.example", true)]
    [InlineData("list=!bl.example", false)]
    [InlineData("rank-from=5&rank-to=5&rank=outside", false)]
    [InlineData("near=!2", true)]
    [InlineData("helo=!EXAMPLE.ORG", false)]
    [InlineData("rcpt=!nobody", true)]
    [InlineData("from=!nobody", true)]
    public void Matches_ListedClient_AsTheConditionSays(string query, bool expected) =>
        Assert.Equal(expected, ConnectionFilter.Parse(query).Matches(Verdicts.Listed()));

    [Fact]
    public void Matches_NearMiss_FoundWithinTheDistance()
    {
        var near = Verdicts.Pass() with { Rank = 2, Threshold = 3 };

        Assert.True(ConnectionFilter.Parse("near=1").Matches(near));
        Assert.False(ConnectionFilter.Parse("near=1").Matches(near with { Rank = 1 }));
        Assert.False(ConnectionFilter.Parse("near=9").Matches(near with { Rank = null }));
    }

    [Fact]
    public void ToHistoryQuery_Range_CountsBackFromNow()
    {
        var query = ConnectionFilter.Parse("range=1h&verdict=!dnsbl").ToHistoryQuery(Verdicts.Noon);

        Assert.Equal(Verdicts.Noon.AddHours(-1), query.From);
        Assert.True(query.NotReasons);
        Assert.Equal([VerdictReason.Dnsbl], query.Reasons);
    }

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("192.0.2.9/24", true)]
    [InlineData("10", false)]
    [InlineData("192.0.2.1/33", false)]
    [InlineData("mail.example.org", false)]
    public void ClientProblem_Pattern_NamedWhenUnusable(string client, bool usable) =>
        Assert.Equal(usable, (ConnectionFilter.None with { Client = client }).ClientProblem is null);
}
