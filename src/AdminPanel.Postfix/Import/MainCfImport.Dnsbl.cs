using System.Collections.Immutable;
using AdminPanel.Postfix.Tables;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Import;

public static partial class MainCfImport
{
    private static DnsblSettings ReadDnsbl(ImportSession session, DnsblSettings otherwise) => new()
    {
        Sites = ReadSites(session),
        Action = session.Action("Dnsbl.Action", "postscreen_dnsbl_action", otherwise.Action),
        Threshold = (int)session.Number("Dnsbl.Threshold", "postscreen_dnsbl_threshold", otherwise.Threshold),
        AllowlistThreshold = (int)session.Number("Dnsbl.AllowlistThreshold", "postscreen_dnsbl_allowlist_threshold", otherwise.AllowlistThreshold),
        MinTtl = session.Time("Dnsbl.MinTtl", "postscreen_dnsbl_min_ttl", 's', otherwise.MinTtl),
        MaxTtl = session.Time("Dnsbl.MaxTtl", "postscreen_dnsbl_max_ttl", 'h', otherwise.MaxTtl),
        Timeout = session.Time("Dnsbl.Timeout", "postscreen_dnsbl_timeout", 's', otherwise.Timeout),
    };

    private static ImmutableArray<DnsblSite> ReadSites(ImportSession session)
    {
        var replyName = ReadReplyMap(session);
        if (session.Find("postscreen_dnsbl_sites") is not var (value, from)) return [];
        _ = DnsblSiteGrammar.TryParseList(value, out var parsed, out var errors);
        foreach (var error in errors)
            session.Problem(from.PlaceOf(error.Entry), $"{from.Name}: {error.Message}. Write entries as zone=filter*weight, such as bl.example.org=127.0.0.[2..11]*3.");

        ImmutableArray<DnsblSite> sites = [.. parsed.Select(site => new DnsblSite
        {
            Zone = site.Zone,
            Filter = site.Filter?.Text,
            Weight = site.Weight,
            ReplyName = replyName?.Invoke(site.Zone) is { Length: > 0 } name && !string.Equals(name, site.Zone, StringComparison.OrdinalIgnoreCase) ? name : null,
        }.WithKeyHidden())];
        session.Take("Dnsbl.Sites", from, sites.IsEmpty ? "no sites: the DNSBL test is off" : string.Join(", ", sites.Select(Show)));
        for (var i = 0; i < sites.Length; i++) session.Trace($"Dnsbl.Sites[{i}]", from.PlaceOf(sites[i].Zone));
        return sites;
    }

    private static string Show(DnsblSite site) => $"{site.DisplayName}{(site.Filter is null ? "" : $"={site.Filter}")}*{site.Weight}";

    private static Func<string, string?>? ReadReplyMap(ImportSession session)
    {
        if (session.Find("postscreen_dnsbl_reply_map") is not var (value, from) || value.Length == 0) return null;
        if (LookupTableName.TryParse(value, out var table))
        {
            var map = ReplyMap.Open(session, table, from);
            if (map is not null) session.Take("Dnsbl.ReplyMap", from, $"reply names from {table.Type}:{(table.IsFile ? table.Argument : "{…}")}");
            return map;
        }

        session.Problem(from.Place, $"{from.Name} = \"{value}\" is no table; write type:name, such as texthash:/etc/postfix/dnsbl_reply.");
        return null;
    }
}
