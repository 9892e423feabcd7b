using System.Collections.Immutable;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>The edits of the DNSBL page, as functions of settings. An edit of an entry that is gone changes nothing. Pure.</summary>
internal static class DnsblDraft
{
    /// <summary>Replaces one entry.</summary>
    public static ScreeningSettings Change(ScreeningSettings settings, DnsblSiteKey key, Func<DnsblSite, DnsblSite> change)
    {
        var index = key.IndexIn(settings.Dnsbl.Sites);
        return index < 0 ? settings : WithSites(settings, settings.Dnsbl.Sites.SetItem(index, change(settings.Dnsbl.Sites[index])));
    }

    /// <summary>Takes one entry out.</summary>
    public static ScreeningSettings Remove(ScreeningSettings settings, DnsblSiteKey key)
    {
        var index = key.IndexIn(settings.Dnsbl.Sites);
        return index < 0 ? settings : WithSites(settings, settings.Dnsbl.Sites.RemoveAt(index));
    }

    /// <summary>Adds entries at the end, leaving out those whose zone and filter are there already.</summary>
    public static ScreeningSettings Add(ScreeningSettings settings, IEnumerable<DnsblSite> sites)
    {
        var list = settings.Dnsbl.Sites;
        foreach (var site in sites)
        {
            if (!list.Any(s => s.Zone == site.Zone && s.Filter == site.Filter)) list = list.Add(site);
        }

        return WithSites(settings, list);
    }

    /// <summary>Replaces every entry.</summary>
    public static ScreeningSettings ReplaceAll(ScreeningSettings settings, IEnumerable<DnsblSite> sites) => WithSites(settings, [.. sites]);

    private static ScreeningSettings WithSites(ScreeningSettings settings, ImmutableArray<DnsblSite> sites) =>
        settings with { Dnsbl = settings.Dnsbl with { Sites = sites } };
}
