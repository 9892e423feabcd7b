using System.Collections.Immutable;
using System.Text.Json;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Catalogue;

/// <summary>A set of lists, weights and thresholds that belong together. Immutable.</summary>
/// <param name="Name">One word.</param>
/// <param name="Threshold"><c>postscreen_dnsbl_threshold</c>.</param>
/// <param name="AllowlistThreshold"><c>postscreen_dnsbl_allowlist_threshold</c>.</param>
/// <param name="Summary">What it means, in a sentence.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Sites">The entries.</param>
public sealed record DnsblPreset(string Name, int Threshold, int AllowlistThreshold, string Summary, string Source, ImmutableArray<DnsblPresetSite> Sites)
{
    /// <summary>The presets, the gentlest first.</summary>
    public static ImmutableArray<DnsblPreset> All { get; } = Load();

    /// <summary>The entries as settings, each list with the budget that keeps it within its terms.</summary>
    public ImmutableArray<DnsblSite> ToSites() => [.. Sites.Select(static site => new DnsblSite { Zone = site.Zone, Filter = site.Filter, Weight = site.Weight, DailyBudget = DnsblCatalogue.BudgetFor(site.Zone) })];

    private static ImmutableArray<DnsblPreset> Load()
    {
        using var stream = typeof(DnsblPreset).Assembly.GetManifestResourceStream("dnsbl-presets.json")!;
        return JsonSerializer.Deserialize<ImmutableArray<DnsblPreset>>(stream, JsonSerializerOptions.Web);
    }
}

/// <summary>One entry of a preset.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Filter">Its filter; null counts every answer.</param>
public sealed record DnsblPresetSite(string Zone, int Weight, string? Filter = null);
