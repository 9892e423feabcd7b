using System.Collections.Immutable;
using System.Globalization;

namespace AdminPanel.Screening.Settings;

public static partial class SettingsDiff
{
    private static void CompareSites(DnsblSettings before, DnsblSettings after, DnsblSettings secrets, ImmutableArray<SettingsChange>.Builder changes)
    {
        var (oldSites, newSites) = (before.Sites.OrEmpty(), after.Sites.OrEmpty());
        var shown = ShownZones([.. newSites, .. oldSites, .. secrets.Sites.OrEmpty()]);
        var pairs = PairRenamedSecrets(Pair(oldSites, newSites, site => $"{site.Zone}={site.Filter}"));
        foreach (var (old, now) in pairs)
        {
            var site = now ?? old!;
            var path = $"Dnsbl.Sites[{Key(site, shown)}]";
            if (old is null || now is null)
            {
                changes.Add(new(path, old is null ? null : Whole(old, shown), now is null ? null : Whole(now, shown)));
                continue;
            }

            if (!string.Equals(old.Zone, now.Zone, StringComparison.Ordinal)) changes.Add(new($"{path}.Zone", "(secret)", "(another secret)"));
            AddIfDifferent(changes, $"{path}.Weight", Text(old.Weight), Text(now.Weight));
            AddIfDifferent(changes, $"{path}.Enabled", old.Enabled ? "yes" : "no", now.Enabled ? "yes" : "no");
            AddIfDifferent(changes, $"{path}.DailyBudget", Budget(old), Budget(now));
            AddIfDifferent(changes, $"{path}.ReplyName", old.ReplyName ?? "", now.ReplyName ?? "");
            AddIfDifferent(changes, $"{path}.Note", old.Note, now.Note);
        }

        CompareOrder(changes, "Dnsbl.Sites", oldSites, pairs, site => Key(site, shown));
    }

    /// <summary>The name to show for every zone. A zone that has a reply name anywhere is shown by it only.</summary>
    private static Dictionary<string, string> ShownZones(ImmutableArray<DnsblSite> sites)
    {
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var site in sites)
        {
            if (site.ReplyName is { Length: > 0 } name) shown.TryAdd(site.Zone, name);
        }

        return shown;
    }

    /// <summary>A removed and an added entry with the same reply name and filter are one entry whose secret zone (its key) was replaced.</summary>
    private static List<(DnsblSite? Old, DnsblSite? New)> PairRenamedSecrets(List<(DnsblSite? Old, DnsblSite? New)> pairs)
    {
        for (var i = 0; i < pairs.Count; i++)
        {
            if (pairs[i] is not (null, { ReplyName.Length: > 0 } added)) continue;
            var removed = pairs.FindIndex(pair =>
                pair is ({ } old, null) && string.Equals(old.ReplyName, added.ReplyName, StringComparison.Ordinal) && string.Equals(old.Filter, added.Filter, StringComparison.Ordinal));
            if (removed < 0) continue;
            pairs[i] = (pairs[removed].Old, added);
            pairs.RemoveAt(removed);
            if (removed < i) i--;
        }

        return pairs;
    }

    private static string Key(DnsblSite site, Dictionary<string, string> shown)
    {
        var zone = shown.GetValueOrDefault(site.Zone, site.Zone);
        return site.Filter is { Length: > 0 } filter ? $"{zone}={filter}" : zone;
    }

    private static string Whole(DnsblSite site, Dictionary<string, string> shown) =>
        $"{Key(site, shown)}*{Text(site.Weight)}{(site.Enabled ? "" : " (disabled)")}{(site.Note.Length == 0 ? "" : $" — {site.Note}")}";

    private static string Budget(DnsblSite site) => site.DailyBudget is { } budget ? Text(budget) : "no limit";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
