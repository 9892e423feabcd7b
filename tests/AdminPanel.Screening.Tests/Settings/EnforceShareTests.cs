using System.Net;
using AdminPanel.Screening.Settings;
using Xunit;

namespace AdminPanel.Screening.Tests.Settings;

public sealed class EnforceShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public void Includes_TenThousandNeighbours_AboutThatShare(int share)
    {
        var clients = Enumerable.Range(0, 10_000).Select(static i => new IPAddress([192, 0, (byte)(i >> 8), (byte)i]));

        var included = clients.Count(client => EnforceShare.Includes(client, share));

        Assert.InRange(included, share * 80, share * 120);
    }

    [Fact]
    public void Includes_ShareRaised_KeepsEveryClientAndEndsWithAll()
    {
        var clients = Enumerable.Range(0, 500).Select(static i => new IPAddress([203, 0, 113, (byte)i])).ToList();

        for (var share = 1; share < 100; share++)
            Assert.All(clients.Where(client => EnforceShare.Includes(client, share)), client => Assert.True(EnforceShare.Includes(client, share + 1)));
        Assert.All(clients, static client => Assert.True(EnforceShare.Includes(client, 100)));
    }

    [Theory]
    [InlineData("192.0.2.1", 30)]
    [InlineData("::ffff:192.0.2.1", 30)]
    [InlineData("2001:db8::1", 9)]
    [InlineData("2001:db8::ffff:1", 9)]
    public void Place_SameInEveryVersion(string client, int place) => Assert.Equal(place, EnforceShare.Place(IPAddress.Parse(client)));

    [Theory]
    [InlineData(0, ProblemSeverity.Error)]
    [InlineData(101, ProblemSeverity.Error)]
    [InlineData(50, ProblemSeverity.Warning)]
    public void Check_OutOfBoundsOrWithoutEffect_IsSaid(int share, ProblemSeverity severity)
    {
        var problems = SettingsRules.Check(new ScreeningSettings { Dnsbl = new() { EnforceShare = share }, Greet = new() { EnforceShare = share } });

        Assert.Equal([("Greet.EnforceShare", severity), ("Dnsbl.EnforceShare", severity)], problems.Select(p => (p.Path, p.Severity)));
    }

    [Fact]
    public void Deserialize_VersionBeforeTheSetting_EnforcesForAll() =>
        Assert.Equal(100, SettingsJson.Deserialize("""{ "Dnsbl": { "Action": "Enforce" } }""").Dnsbl.EnforceShare);
}
