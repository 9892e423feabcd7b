using System.Net;
using AdminPanel.Benchmarks.Crowd;

namespace AdminPanel.Benchmarks.Soak;

/// <summary>Of ten clients six are on lists, two are new and clean, one was here before, one leaves after the teaser. One caller at a time.</summary>
internal sealed class SoakTraffic(IPEndPoint server, int rate)
{
    private readonly SourceAddresses _addresses = new();

    /// <summary>Clients that the lists name.</summary>
    public long Listed { get; private set; }

    /// <summary>Clients that pass: new ones and known ones.</summary>
    public long Passing { get; private set; }

    /// <summary>Clients that leave.</summary>
    public long Leaving { get; private set; }

    /// <summary>Clients that got no reply in time.</summary>
    public long Lost { get; private set; }

    /// <summary>All clients.</summary>
    public long Clients => Listed + Passing + Leaving;

    /// <summary>Sends what comes in <paramref name="time"/> and waits until it is through.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        // The last of them need a while for their dialogue.
        var arriving = time.TotalSeconds - 1.2;
        var clients = (int)(rate * time.TotalSeconds);
        CrowdPlan Plan(double share, Func<int, Func<int, uint>> source, Errand errand)
        {
            var count = (int)(clients * share);
            return new CrowdPlan { Server = server, Clients = count, Source = source(count), Errand = errand, Rate = count / arriving };
        }

        CrowdPlan[] plans =
        [
            Plan(0.6, _addresses.Listed, Errand.Deliver),
            Plan(0.2, _addresses.Clean, Errand.Quit),
            Plan(0.1, static _ => static index => 0x7FC0_0001 + (uint)(index % 200), Errand.Quit),
            Plan(0.1, _addresses.Clean, Errand.Leave),
        ];
        var results = await Task.WhenAll(plans.Select(CrowdClient.RunAsync));
        Listed += plans[0].Clients;
        Passing += plans[1].Clients + plans[2].Clients;
        Leaving += plans[3].Clients;
        Lost += results.Sum(static r => r.Count(VisitEnd.Lost));
    }
}
