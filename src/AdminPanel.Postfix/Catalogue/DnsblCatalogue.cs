using System.Collections.Immutable;
using System.Text.Json;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Postfix.Catalogue;

/// <summary>
/// Facts about known DNS blocklists, for hints in the panel and warnings before publishing; the engine knows nothing of them. They are as
/// of <see cref="AsOf"/> and may be out of date, so nothing here refuses settings. Immutable, any thread.
/// </summary>
public static class DnsblCatalogue
{
    private static readonly CatalogueFile s_file = Load();

    /// <summary>The day of the facts, <c>yyyy-MM-dd</c>.</summary>
    public static string AsOf => s_file.AsOf;

    /// <summary>Lists that were in service.</summary>
    public static ImmutableArray<KnownList> Lists => s_file.Lists;

    /// <summary>Lists that were shut down. Asking them is useless at best; some answer "listed" for everybody.</summary>
    public static ImmutableArray<DeadList> Dead => s_file.Dead;

    /// <summary>The list served at <paramref name="zone"/>; a zone with a customer's key is found by its template.</summary>
    public static KnownList? Find(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        foreach (var list in s_file.Lists)
        {
            if (list.Serves(zone)) return list;
        }

        return null;
    }

    /// <summary>The dead list that <paramref name="zone"/> belongs to.</summary>
    public static DeadList? FindDead(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        foreach (var list in s_file.Dead)
        {
            if (zone.Equals(list.Zone, StringComparison.OrdinalIgnoreCase) || zone.EndsWith($".{list.Zone}", StringComparison.OrdinalIgnoreCase)) return list;
        }

        return null;
    }

    /// <summary>A daily budget that stays below the free use of the list at <paramref name="zone"/>, with a twentieth to spare; null when no limit is known.</summary>
    public static int? BudgetFor(string zone) => Find(zone)?.QueriesPerDay is { } limit ? limit / 20 * 19 : null;

    /// <summary>What became of a dead list and what to do about it, in two sentences; null when the list at <paramref name="zone"/> is not known to be dead.</summary>
    public static string? Obituary(string zone) =>
        FindDead(zone) is { } dead ? $"{dead.Name} is no longer in service{(dead.Since is null ? "" : $" since {dead.Since}")}: {dead.Behaviour}. Remove it." : null;

    /// <summary>Warnings about well-known lists used in a way that will not work; paths as in <see cref="SettingsRules"/>.</summary>
    public static ImmutableArray<SettingsProblem> Check(ScreeningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var problems = ImmutableArray.CreateBuilder<SettingsProblem>();
        for (var i = 0; i < settings.Dnsbl.Sites.Length; i++)
        {
            var site = settings.Dnsbl.Sites[i];
            if (!site.Enabled) continue;
            foreach (var (property, message) in Warnings(site))
                problems.Add(new($"Dnsbl.Sites[{i}]{property}", $"postscreen_dnsbl_sites: {message}", ProblemSeverity.Warning));
        }

        return problems.ToImmutable();
    }

    private static IEnumerable<(string Property, string Message)> Warnings(DnsblSite site)
    {
        if (FindDead(site.Zone) is not null)
        {
            yield return (".Zone", Obituary(site.Zone)!);
            yield break;
        }

        if (Find(site.Zone) is not { } list) yield break;
        if (site.Zone.Contains('{', StringComparison.Ordinal)) yield return (".Zone", $"put your own key in place of {{KEY}} ({list.Registration ?? "needs an account"}).");
        if (site.DailyBudget > list.QueriesPerDay) yield return (".DailyBudget", $"{list.Name} allows {list.QueriesPerDay} questions a day for free, fewer than the {site.DailyBudget} set here.");
        if (list.Kind == "allow" && site.Weight > 0) yield return (".Weight", $"{list.Name} lists good senders; its weight should be negative, not {site.Weight}.");
        if (list.Kind == "block" && site.Weight < 0) yield return (".Weight", $"{list.Name} lists bad senders; its weight should be positive, not {site.Weight}.");
        if (list.Kind == "combined" && site.Filter is null) yield return (".Filter", $"{list.Name} answers for good and bad senders alike; without a filter both count the same. Use one entry with a filter for each kind of answer.");
        if (list.ErrorThatCounts(site) is { } error) yield return (".Filter", $"{list.Name} answers {error.Match} when it refuses to serve you ({error.Meaning}), and this entry would count that for every client. Use a filter that leaves it out.");
    }

    private static CatalogueFile Load()
    {
        using var stream = typeof(DnsblCatalogue).Assembly.GetManifestResourceStream("dnsbl-catalogue.json")!;
        return JsonSerializer.Deserialize<CatalogueFile>(stream, JsonSerializerOptions.Web)!;
    }
}

/// <summary>The embedded file.</summary>
internal sealed record CatalogueFile(string AsOf, ImmutableArray<KnownList> Lists, ImmutableArray<DeadList> Dead);
