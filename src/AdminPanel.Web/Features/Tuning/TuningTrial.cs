using System.Collections.Immutable;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>A threshold and weights that are tried on the page, on top of the draft. Immutable.</summary>
/// <param name="Threshold">The threshold; null for the draft's.</param>
/// <param name="Weights">Weights by zone digest; zones with several filters are not tried.</param>
internal sealed record TuningTrial(int? Threshold, ImmutableDictionary<string, int> Weights)
{
    public static TuningTrial None { get; } = new(null, ImmutableDictionary<string, int>.Empty);

    /// <summary>Whether anything is tried that <paramref name="draft"/> does not have.</summary>
    public bool Changes(ScreeningSettings draft) => SettingsJson.Hash(Apply(draft)) != SettingsJson.Hash(draft);

    /// <summary>The settings with the trial on top.</summary>
    public ScreeningSettings Apply(ScreeningSettings settings) => settings with
    {
        Dnsbl = settings.Dnsbl with
        {
            Threshold = Threshold ?? settings.Dnsbl.Threshold,
            Sites = [.. settings.Dnsbl.Sites.Select(site => site.Enabled && Weights.TryGetValue(ZoneDigest.Of(site.Zone), out var weight) && IsOnly(settings, site) ? site with { Weight = weight } : site)],
        },
    };

    /// <summary>Whether a site is the only entry of its zone, so that one number is its weight.</summary>
    public static bool IsOnly(ScreeningSettings settings, DnsblSite site) => settings.Dnsbl.Sites.Count(other => other.Enabled && other.Zone == site.Zone) == 1;

    /// <summary>The trial in words, for the draft's undo and the audit.</summary>
    public string Words(ScreeningSettings draft)
    {
        var words = new List<string>();
        if (Threshold is { } threshold && threshold != draft.Dnsbl.Threshold) words.Add($"threshold {draft.Dnsbl.Threshold} → {threshold}");
        foreach (var (before, after) in draft.Dnsbl.Sites.Zip(Apply(draft).Dnsbl.Sites))
        {
            if (before.Weight != after.Weight) words.Add($"{before.DisplayName} {before.Weight} → {after.Weight}");
        }

        return string.Join(", ", words);
    }
}
