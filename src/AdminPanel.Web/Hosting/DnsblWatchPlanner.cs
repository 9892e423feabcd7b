using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Hosting;

/// <summary>Makes the plan of the <see cref="DnsblWatch"/> from the settings and from what is known about lists.</summary>
internal static class DnsblWatchPlanner
{
    public static DnsblWatchPlan Plan(ScreeningSettings settings)
    {
        var dnsbl = settings.Dnsbl;
        return new DnsblWatchPlan
        {
            Suspend = dnsbl.SuspendSick,
            Confirm = dnsbl.ConfirmListings,
            ProbeInterval = dnsbl.ProbeInterval,
            Zones = [.. dnsbl.Sites.Where(static site => site.Enabled).GroupBy(static site => site.Zone, StringComparer.Ordinal).Select(static entries => Zone(entries.Key, [.. entries]))],
        };
    }

    private static WatchedZone Zone(string zone, IReadOnlyList<DnsblSite> entries)
    {
        var watched = new WatchedZone
        {
            Zone = zone,
            DisplayName = entries.FirstOrDefault(static entry => entry.ReplyName is not null)?.DisplayName ?? zone,
            Scored = entries.Any(static entry => entry.Weight != 0),
            DailyBudget = entries.Min(static entry => entry.DailyBudget),
        };
        return DnsblCatalogue.Find(zone) is not { } known ? watched : watched with
        {
            TestPoints = known.TestPoints,
            RefusalCodes = known.RefusalCodes,
            ListsLoopback = known.ListsLoopback,
            OnlyIPv6 = known.OnlyIpv6,
        };
    }
}
