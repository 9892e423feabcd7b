using System.Collections.Immutable;
using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
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
            if (list.Any(s => s.Zone == site.Zone && s.Filter == site.Filter)) continue;
            var hidden = site.ReplyName is null ? list.FirstOrDefault(s => s.ReplyName is not null && string.Equals(s.Zone, site.Zone, StringComparison.OrdinalIgnoreCase)) : null;
            list = list.Add(hidden is null ? site.WithKeyHidden() : site with { ReplyName = hidden.ReplyName });
        }

        return WithSites(settings, list);
    }

    /// <summary>Replaces every entry by one that tells zone, filter and weight. What a zone that stays has besides (reply name, note, switch) stays too.</summary>
    public static ScreeningSettings ReplaceAll(ScreeningSettings settings, IEnumerable<DnsblSite> sites) =>
        WithSites(settings, [.. sites.Select(site => Kept(site, settings.Dnsbl.Sites).WithKeyHidden())]);

    /// <summary>Replaces the entries and thresholds by those of a preset. What a zone that stays has besides stays too.</summary>
    public static ScreeningSettings Use(ScreeningSettings settings, DnsblPreset preset)
    {
        var after = ReplaceAll(settings, preset.ToSites());
        return after with { Dnsbl = after.Dnsbl with { Threshold = preset.Threshold, AllowlistThreshold = preset.AllowlistThreshold } };
    }

    /// <summary>Puts one entry per answer in the place of an entry for several, all with its weight.</summary>
    public static ScreeningSettings Split(ScreeningSettings settings, DnsblSiteKey key, IReadOnlyList<KnownCode> codes)
    {
        var index = key.IndexIn(settings.Dnsbl.Sites);
        if (index < 0 || codes.Count < 2) return settings;
        var site = settings.Dnsbl.Sites[index];
        var parts = codes.Select(code => site with { Filter = code.Match, Note = $"{code.Label ?? code.Meaning}{(site.Note.Length > 0 ? $"; {site.Note}" : "")}" });
        return WithSites(settings, settings.Dnsbl.Sites.RemoveAt(index).InsertRange(index, parts));
    }

    /// <summary>The answers that an entry can be split into: those that list clients and that its filter takes.</summary>
    public static IReadOnlyList<KnownCode> CodesOf(DnsblSite site)
    {
        DnsblFilter? filter = null;
        if (site.Filter is not null && !DnsblFilter.TryParse(site.Filter, out filter, out _)) return [];
        return [.. (DnsblCatalogue.Find(site.Zone)?.Codes ?? []).Where(code => code.Kind is "listing" or "allow" or "neutral" && DnsblFilter.TryParse(code.Match, out _, out _) && code.FitsInto(filter))];
    }

    private static DnsblSite Kept(DnsblSite site, ImmutableArray<DnsblSite> before)
    {
        var zone = before.Where(s => string.Equals(s.Zone, site.Zone, StringComparison.OrdinalIgnoreCase)).ToList();
        if (zone.Count == 0) return site;

        // The name hides the zone, whatever the filter; note, budget and switch belong to the entry.
        var entry = zone.Find(s => s.Filter == site.Filter) ?? zone[0];
        return site with { ReplyName = zone.Find(s => s.ReplyName is not null)?.ReplyName, Note = entry.Note, Enabled = entry.Enabled, DailyBudget = entry.DailyBudget };
    }

    private static ScreeningSettings WithSites(ScreeningSettings settings, ImmutableArray<DnsblSite> sites) =>
        settings with { Dnsbl = settings.Dnsbl with { Sites = sites } };
}
