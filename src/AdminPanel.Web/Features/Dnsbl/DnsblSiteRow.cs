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
    /// <summary>The state in one word.</summary>
    public string StateText => State switch
    {
        DnsblState.Off => "off",
        DnsblState.Quiet => "not asked yet",
        DnsblState.Ok => "ok",
        DnsblState.Degraded => "degraded",
        DnsblState.Failing => "failing",
        _ => "dead",
    };

    /// <summary>The rows of <paramref name="settings"/>.</summary>
    public static IReadOnlyList<DnsblSiteRow> Build(DnsblSettings settings, IReadOnlyDictionary<string, ListStatistics> statistics, Func<string, string?> deadNote)
    {
        var rows = new List<DnsblSiteRow>(settings.Sites.Length);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < settings.Sites.Length; i++)
        {
            var site = settings.Sites[i];
            var known = statistics.GetValueOrDefault(site.DisplayName);
            var dead = deadNote(site.Zone);
            rows.Add(new DnsblSiteRow(i, site, DnsblSiteKey.Of(settings.Sites, i), StateOf(site, known, dead), known, seen.Add(site.Zone), dead));
        }

        return rows;
    }

    private static DnsblState StateOf(DnsblSite site, ListStatistics? known, string? dead)
    {
        if (dead is not null) return DnsblState.Dead;
        if (!site.Enabled) return DnsblState.Off;
        if (known is null || known.Answers + known.Errors == 0) return DnsblState.Quiet;
        var failed = (double)known.Errors / (known.Answers + known.Errors);
        return failed >= 0.9 ? DnsblState.Failing : failed > 0.05 ? DnsblState.Degraded : DnsblState.Ok;
    }
}
