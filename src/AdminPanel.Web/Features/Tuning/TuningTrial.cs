using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>One entry of the sites, by its zone's digest and its place among the zone's enabled entries, from 0.</summary>
internal readonly record struct TriedEntry(string Zone, int Rule);

/// <summary>A threshold and weights that are tried on the page, on top of the draft. Immutable.</summary>
/// <param name="Threshold">The threshold; null for the draft's.</param>
/// <param name="Weights">Weights by entry.</param>
internal sealed record TuningTrial(int? Threshold, ImmutableDictionary<TriedEntry, int> Weights)
{
    public static TuningTrial None { get; } = new(null, ImmutableDictionary<TriedEntry, int>.Empty);

    /// <summary>Whether anything is tried that <paramref name="draft"/> does not have.</summary>
    public bool Changes(ScreeningSettings draft) => SettingsJson.Hash(Apply(draft)) != SettingsJson.Hash(draft);

    /// <summary>The settings with the trial on top.</summary>
    public ScreeningSettings Apply(ScreeningSettings settings) => settings with
    {
        Dnsbl = settings.Dnsbl with
        {
            Threshold = Threshold ?? settings.Dnsbl.Threshold,
            Sites = [.. Entries(settings).Select(entry => entry.Key is { } key && Weights.TryGetValue(key, out var weight) ? entry.Site with { Weight = weight } : entry.Site)],
        },
    };

    /// <summary>Every site with its entry; null for one that is switched off.</summary>
    public static IEnumerable<(DnsblSite Site, TriedEntry? Key)> Entries(ScreeningSettings settings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var site in settings.Dnsbl.Sites)
        {
            if (!site.Enabled)
            {
                yield return (site, null);
                continue;
            }

            var rule = seen.GetValueOrDefault(site.Zone);
            seen[site.Zone] = rule + 1;
            yield return (site, new TriedEntry(ZoneDigest.Of(site.Zone), rule));
        }
    }

    /// <summary>The trial in words, for the draft's undo and the audit.</summary>
    public string Words(ScreeningSettings draft)
    {
        var words = new List<string>();
        if (Threshold is { } threshold && threshold != draft.Dnsbl.Threshold) words.Add($"threshold {draft.Dnsbl.Threshold} → {threshold}");
        foreach (var (before, after) in draft.Dnsbl.Sites.Zip(Apply(draft).Dnsbl.Sites))
        {
            if (before.Weight != after.Weight) words.Add($"{TuningText.Name(before)} {before.Weight} → {after.Weight}");
        }

        return string.Join(", ", words);
    }
}
