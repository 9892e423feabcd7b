using AdminPanel.Screening.Replay;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Web.Features.Tuning;

/// <summary>The words for what a replay says.</summary>
internal static class TuningText
{
    /// <summary>An entry's list, with its filter.</summary>
    public static string Name(DnsblSite site) => Name(site.DisplayName, site.Filter);

    public static string Name(string list, string? filter) => filter is null ? list : $"{list}={filter}";

    public static string Words(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.Passed => "passed",
        OutcomeClass.Allowlisted => "allowlisted",
        OutcomeClass.Ignored => "passed by ignore",
        OutcomeClass.Dnsbl => "DNSBL",
        OutcomeClass.Pregreet => "PREGREET",
        OutcomeClass.Denylisted => "DENYLISTED",
        OutcomeClass.Protocol => "protocol",
        _ => "left or deferred",
    };

    public static string Why(Unjudged why) => why switch
    {
        Unjudged.ListNotAsked => "depend on a list of the draft that was not asked then: watch it (weight 0) for a while",
        Unjudged.NothingAsked => "were let in by the temporary allowlist or the access list then, so no list was asked",
        Unjudged.EarlyTalkNotWatched => "were not watched for early talk then",
        Unjudged.DeepTestsNotRun => "did not take the deep protocol tests then",
        Unjudged.FollowsUnjudged => "depend on an earlier connection of the same client that cannot be judged",
        _ => "ended before the draft would have decided",
    };
}
