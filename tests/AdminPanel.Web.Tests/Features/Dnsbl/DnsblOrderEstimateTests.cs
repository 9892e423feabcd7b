using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Web.Features.Dnsbl;
using AdminPanel.Web.Tests.Features.History;

namespace AdminPanel.Web.Tests.Features.Dnsbl;

public sealed class DnsblOrderEstimateTests
{
    [Fact]
    public void Of_ListedAndCleanClients_CountsWhatIsNeededAndAddsUpTheTimes()
    {
        var settings = new ScreeningSettings
        {
            Dnsbl = new() { Threshold = 3, Sites = [new() { Zone = "light.example" }, new() { Zone = "heavy.example", Weight = 3 }, new() { Zone = "watched.example", Weight = 0 }] },
        };

        var estimate = DnsblOrderEstimate.Of(settings, [Of("127.0.0.2"), Of(null)]);

        Assert.Equal((2, 6, 4), (estimate.Clients, estimate.AllAtOnce, estimate.CheapestFirst));
        Assert.Equal((TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(40)), (estimate.AllAtOnceTime, estimate.CheapestFirstTime));
    }

    private static VerdictEvent Of(string? code) => Verdicts.Pass() with
    {
        Dnsbl =
        [
            new DnsblAnswer { List = "light.example", Outcome = "not listed", Latency = TimeSpan.FromMilliseconds(90) },
            new DnsblAnswer { List = "heavy.example", Outcome = code is null ? "not listed" : "listed", Codes = code is null ? [] : [code], Latency = TimeSpan.FromMilliseconds(40) },
        ],
    };
}
