using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>Finds one entry of <c>postscreen_dnsbl_sites</c> again, whatever happened to the list around it.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Occurrence">Which of several equal entries, from 0.</param>
public readonly record struct DnsblSiteKey(string Zone, string? Filter, int Occurrence)
{
    /// <summary>The key of the entry at <paramref name="index"/>.</summary>
    public static DnsblSiteKey Of(ImmutableArray<DnsblSite> sites, int index)
    {
        var site = sites[index];
        return new(site.Zone, site.Filter, sites.Take(index).Count(s => s.Zone == site.Zone && s.Filter == site.Filter));
    }

    /// <summary>Where the entry is now; −1 when it is gone.</summary>
    public int IndexIn(ImmutableArray<DnsblSite> sites)
    {
        var left = Occurrence;
        for (var i = 0; i < sites.Length; i++)
        {
            if (sites[i].Zone == Zone && sites[i].Filter == Filter && left-- == 0) return i;
        }

        return -1;
    }
}
