using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsRules
{
    private const int WeightLimit = 1_000_000;

    private static void CheckDnsbl(DnsblSettings dnsbl, Findings findings)
    {
        var sites = dnsbl.Sites.OrEmpty();
        CheckSites(sites, findings);
        CheckShare(findings, "Dnsbl.EnforceShare", dnsbl.EnforceShare, dnsbl.Action);
        CheckCount(findings, "Dnsbl.Threshold", dnsbl.Threshold, 1);
        CheckReach(dnsbl, sites, findings);
        CheckTime(findings, "Dnsbl.MinTtl", dnsbl.MinTtl, 1);
        CheckTime(findings, "Dnsbl.MaxTtl", dnsbl.MaxTtl, 1);
        CheckTime(findings, "Dnsbl.Timeout", dnsbl.Timeout, 1);
        CheckProbes(dnsbl, findings);
        if (dnsbl.MaxTtl < dnsbl.MinTtl && dnsbl.MaxTtl >= TimeSpan.FromSeconds(1))
            findings.Warning("Dnsbl.MaxTtl", $"postscreen_dnsbl_max_ttl ({PostfixTime.Format(dnsbl.MaxTtl)}) is below postscreen_dnsbl_min_ttl ({PostfixTime.Format(dnsbl.MinTtl)}); the maximum wins.");
    }

    private static void CheckProbes(DnsblSettings dnsbl, Findings findings)
    {
        var words = SettingsDescription.Words("Dnsbl.ProbeInterval");
        if (dnsbl.ProbeInterval < TimeSpan.Zero || dnsbl.ProbeInterval.Ticks % TimeSpan.TicksPerSecond != 0)
            findings.Error("Dnsbl.ProbeInterval", $"{words} must be whole seconds, or 0s for never.");
        else if (dnsbl.ProbeInterval > TimeSpan.Zero && dnsbl.ProbeInterval < TimeSpan.FromMinutes(1))
            findings.Error("Dnsbl.ProbeInterval", $"{words} {PostfixTime.Format(dnsbl.ProbeInterval)}: lists take that for abuse; write at least 1m, or 0s for never.");
        else if (dnsbl.ProbeInterval > TimeSpan.FromDays(7))
            findings.Error("Dnsbl.ProbeInterval", $"{words} {PostfixTime.Format(dnsbl.ProbeInterval)} is too long; write at most 1w, or 0s for never.");
        if (!dnsbl.SuspendSick && dnsbl.Action != ScreeningAction.Ignore && dnsbl.Sites.OrEmpty().Any(site => site is { Enabled: true, Filter: null, Weight: > 0 } && site.Weight >= dnsbl.Threshold))
            findings.Warning("Dnsbl.SuspendSick", "Sick lists are not suspended, and a list without a filter can turn clients away by itself: on the day it lists everybody, all mail is refused.");
    }

    private static void CheckSites(ImmutableArray<DnsblSite> sites, Findings findings)
    {
        var replyNames = sites.Where(site => site.ReplyName is { Length: > 0 }).ToLookup(site => site.Zone, site => site.ReplyName!, StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < sites.Length; i++)
        {
            var site = sites[i];
            var path = $"Dnsbl.Sites[{i}]";
            var name = replyNames[site.Zone].FirstOrDefault() ?? (KeyedZones.PublicPart(site.Zone) is { } visible ? $"(key).{visible}" : site.Zone);
            CheckGrammar(site, path, name, findings);
            CheckReplyName(site, path, name, replyNames[site.Zone], findings);
            if (!seen.Add((site.Zone, CanonicalFilter(site))))
                findings.Warning(path, $"postscreen_dnsbl_sites names {name}{(site.Filter is { Length: > 0 } filter ? $"={filter}" : "")} more than once; each entry adds its weight. Merge them into one.");
            if (Math.Abs((long)site.Weight) > WeightLimit)
                findings.Error($"{path}.Weight", $"postscreen_dnsbl_sites: {name} has weight {site.Weight}; write a weight from -{WeightLimit} to {WeightLimit}, so that a sum of weights cannot overflow.");
            if (site.DailyBudget < 1)
                findings.Error($"{path}.DailyBudget", $"{name}: the questions a day must be at least 1; leave the field empty for no limit, or disable the entry.");
        }
    }

    private static void CheckGrammar(DnsblSite site, string path, string name, Findings findings)
    {
        if (string.IsNullOrEmpty(site.Zone)) findings.Error($"{path}.Zone", "postscreen_dnsbl_sites: the zone is empty; write the list's domain, such as bl.example.org.");
        else if (!DnsblSiteGrammar.IsValidZone(site.Zone))
            findings.Error($"{path}.Zone", $"postscreen_dnsbl_sites: bad DNSBL domain name \"{name}\"; write a host name such as bl.example.org (letters, digits, _ and -, labels of up to 63 characters).");
        if (site.Filter is { Length: > 0 } filter && !DnsblFilter.TryParse(filter, out _, out var error))
            findings.Error($"{path}.Filter", $"postscreen_dnsbl_sites, {name}: bad DNSBL filter syntax: {error}. Write four numbers or sets, such as 127.0.0.[2..11] or 127.0.[0;1].2.");
        if (site.Filter is "")
            findings.Error($"{path}.Filter", $"postscreen_dnsbl_sites, {name}: the filter is empty; remove it to count every answer, or write one such as 127.0.0.2.");
    }

    private static string CanonicalFilter(DnsblSite site) =>
        site.Filter is null ? "" : DnsblFilter.TryParse(site.Filter, out var filter, out _) ? filter.Canonical : site.Filter;

    private static void CheckReplyName(DnsblSite site, string path, string name, IEnumerable<string> replyNames, Findings findings)
    {
        var distinct = replyNames.Distinct(StringComparer.Ordinal).Count();
        if (site.ReplyName is { } reply && (string.IsNullOrWhiteSpace(reply) || reply.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))))
            findings.Error($"{path}.ReplyName", "postscreen_dnsbl_reply_map: the reply name must be one word without blanks, such as zen.spamhaus.org; remove it if the zone is no secret.");
        else if (distinct > 1 || (distinct == 1 && site.ReplyName is null))
            findings.Error($"{path}.ReplyName", $"postscreen_dnsbl_reply_map: all entries of one zone need the same reply name, or its secret shows; give this entry the name {name} too.");
        else if (site.ReplyName is not null && site.ReplyName.Contains(site.Zone, StringComparison.OrdinalIgnoreCase) && site.Zone.Length > 0)
            findings.Warning($"{path}.ReplyName", "postscreen_dnsbl_reply_map: the reply name contains the zone itself, so it hides nothing; choose another name or remove it.");
        if (site.ReplyName is null && distinct == 0 && KeyedZones.PublicPart(site.Zone) is { } visible)
            findings.Warning($"{path}.ReplyName", $"postscreen_dnsbl_sites: the zone (key).{visible} contains your access key, and refused clients would read it in the reply. Set a reply name (postscreen_dnsbl_reply_map), such as {visible}.");
    }

    private static void CheckReach(DnsblSettings dnsbl, ImmutableArray<DnsblSite> sites, Findings findings)
    {
        long highest = 0, lowest = 0;
        foreach (var site in sites)
        {
            if (!site.Enabled) continue;
            highest += Math.Max(site.Weight, 0);
            lowest += Math.Min(site.Weight, 0);
        }

        var enabled = sites.Any(site => site.Enabled);
        if (enabled && highest < dnsbl.Threshold)
            findings.Warning("Dnsbl.Threshold", $"postscreen_dnsbl_threshold is {dnsbl.Threshold}, but all positive weights together are {highest}: no combination of lists can reach it. Lower the threshold or raise weights.");
        if (!enabled && dnsbl.Action != ScreeningAction.Ignore)
            findings.Warning("Dnsbl.Action", $"postscreen_dnsbl_action is {Lower(dnsbl.Action)}, but postscreen_dnsbl_sites has no enabled entry: the DNSBL test is off.");
        if (dnsbl.AllowlistThreshold > 0)
            findings.Warning("Dnsbl.AllowlistThreshold", $"postscreen_dnsbl_allowlist_threshold is {dnsbl.AllowlistThreshold}; only negative values have an effect. Write 0 to turn it off.");
        if (enabled && dnsbl.AllowlistThreshold < 0 && lowest > dnsbl.AllowlistThreshold)
            findings.Warning("Dnsbl.AllowlistThreshold", $"postscreen_dnsbl_allowlist_threshold is {dnsbl.AllowlistThreshold}, but all negative weights together are {lowest}: no combination of allowlists can reach it.");
    }
}
