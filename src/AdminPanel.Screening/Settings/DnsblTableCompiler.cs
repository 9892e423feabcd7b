using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;

namespace AdminPanel.Screening.Settings;

/// <summary>Turns <see cref="DnsblSettings"/> into the table that sessions score with. Stateless.</summary>
internal static class DnsblTableCompiler
{
    /// <summary>
    /// Groups the enabled sites by zone (case-sensitively, as Postfix does), zones in the order of their first entry. The first reply
    /// name given for a zone is its display name. Throws <see cref="ArgumentException"/> for a filter that cannot be read.
    /// </summary>
    public static DnsblTable Compile(DnsblSettings settings)
    {
        var zones = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<(string Zone, string? ReplyName)>();
        var rules = new List<ImmutableArray<DnsblRule>.Builder>();
        for (var i = 0; i < settings.Sites.Length; i++)
        {
            var site = settings.Sites[i];
            if (!site.Enabled) continue;
            if (!zones.TryGetValue(site.Zone, out var zone))
            {
                zone = zones[site.Zone] = names.Count;
                names.Add((site.Zone, null));
                rules.Add(ImmutableArray.CreateBuilder<DnsblRule>());
            }

            if (names[zone].ReplyName is null) names[zone] = (site.Zone, site.ReplyName);
            rules[zone].Add(new DnsblRule(ReadFilter(site, i), site.Weight));
        }

        return names.Count == 0
            ? DnsblTable.Empty
            : new DnsblTable([.. names.Select((name, i) => new DnsblZone(name.Zone, name.ReplyName ?? name.Zone, rules[i].ToImmutable()))]);
    }

    private static DnsblFilter? ReadFilter(DnsblSite site, int index)
    {
        if (site.Filter is null) return null;
        return DnsblFilter.TryParse(site.Filter, out var filter, out var error)
            ? filter
            : throw new ArgumentException($"Dnsbl.Sites[{index}].Filter: bad DNSBL filter syntax: {error}");
    }
}
