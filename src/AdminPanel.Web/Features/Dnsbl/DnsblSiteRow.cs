using AdminPanel.Postfix.Catalogue;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.Dnsbl;

/// <summary>How a list is doing.</summary>
public enum DnsblState
{
    /// <summary>Switched off here.</summary>
    Off,

    /// <summary>Not asked in the last 24 hours.</summary>
    Quiet,

    /// <summary>Answers.</summary>
    Ok,

    /// <summary>Some answers fail.</summary>
    Degraded,

    /// <summary>Nearly all answers fail.</summary>
    Failing,

    /// <summary>Asked and recorded, never scored: every weight is 0.</summary>
    Watched,

    /// <summary>Not scored until it is well again.</summary>
    Suspended,

    /// <summary>Known to be out of service.</summary>
    Dead,
}

/// <summary>One line of the table of sites.</summary>
/// <param name="Index">Position in the settings.</param>
/// <param name="Site">The entry.</param>
/// <param name="Key">Its identity.</param>
/// <param name="State">How the list is doing.</param>
/// <param name="Statistics">What it did in the last 24 hours; null when nothing is known.</param>
/// <param name="IsFirstOfZone">False for further filters of a zone: the figures belong to the zone as a whole.</param>
/// <param name="DeadNote">Why the list is known to be dead; null when it is not.</param>
public sealed record DnsblSiteRow(int Index, DnsblSite Site, DnsblSiteKey Key, DnsblState State, ListStatistics? Statistics, bool IsFirstOfZone, string? DeadNote)
{
    /// <summary>What the watch over the lists knows of the zone; null when it is not in force.</summary>
    public DnsblListState? Watch { get; init; }

    /// <summary>The free use per day that the catalogue knows; null when it knows none.</summary>
    public int? FreeUse { get; init; }

    /// <summary>Questions a day that are not to be exceeded: the budget, or else the free use; null when there is neither.</summary>
    public long? Limit => Site.DailyBudget ?? FreeUse;

    /// <summary>The state in one word.</summary>
    public string StateText => State switch
    {
        DnsblState.Off => "off",
        DnsblState.Quiet => "not asked yet",
        DnsblState.Ok => "ok",
        DnsblState.Degraded => "degraded",
        DnsblState.Failing => "failing",
        DnsblState.Watched => "watched",
        DnsblState.Suspended => "suspended",
        _ => "dead",
    };

    /// <summary>The rows of <paramref name="settings"/>.</summary>
    public static IReadOnlyList<DnsblSiteRow> Build(DnsblSettings settings, IReadOnlyDictionary<string, ListStatistics> statistics, Func<string, string?> deadNote, IReadOnlyList<DnsblListState> watched)
    {
        var rows = new List<DnsblSiteRow>(settings.Sites.Length);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < settings.Sites.Length; i++)
        {
            var site = settings.Sites[i];
            var known = statistics.GetValueOrDefault(site.DisplayName);
            var dead = deadNote(site.Zone);
            var watch = watched.FirstOrDefault(list => list.Zone == site.Zone);
            var weightless = settings.Sites.All(other => other.Zone != site.Zone || !other.Enabled || other.Weight == 0);
            rows.Add(new DnsblSiteRow(i, site, DnsblSiteKey.Of(settings.Sites, i), StateOf(site, known, dead, watch, weightless), known, seen.Add(site.Zone), dead)
            {
                Watch = watch,
                FreeUse = DnsblCatalogue.Find(site.Zone)?.QueriesPerDay,
            });
        }

        return rows;
    }

    private static DnsblState StateOf(DnsblSite site, ListStatistics? known, string? dead, DnsblListState? watch, bool weightless)
    {
        if (dead is not null) return DnsblState.Dead;
        if (!site.Enabled) return DnsblState.Off;
        if (watch?.Suspension is not null) return DnsblState.Suspended;
        var asked = known is null ? 0 : known.Answers + known.Errors;
        var failed = asked == 0 ? 0 : (double)known!.Errors / asked;
        if (failed >= 0.9) return DnsblState.Failing;
        if (failed > 0.05 || watch?.Remark is not null) return DnsblState.Degraded;
        return weightless ? DnsblState.Watched : asked == 0 ? DnsblState.Quiet : DnsblState.Ok;
    }
}
