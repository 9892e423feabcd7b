using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Features.Enforce;

/// <summary>The checks that the path leads to enforce.</summary>
public enum EnforcedCheck
{
    /// <summary>The DNS blocklists.</summary>
    Dnsbl,

    /// <summary>Early talk.</summary>
    Pregreet,
}

/// <summary>How far a check is on the path: its action and the share of the clients it is in force for. Immutable.</summary>
/// <param name="Action">The action.</param>
/// <param name="Share">Percent of the clients.</param>
public sealed record EnforceStep(ScreeningAction Action, int Share)
{
    /// <summary>Everybody is let through.</summary>
    public static EnforceStep Watch { get; } = new(ScreeningAction.Ignore, EnforceShare.Whole);

    /// <summary>Enforced for everybody.</summary>
    public static EnforceStep All { get; } = new(ScreeningAction.Enforce, EnforceShare.Whole);

    /// <summary>True while nobody is turned away.</summary>
    public bool IsWatching => Action == ScreeningAction.Ignore;

    /// <summary>True when it is in force for some clients only.</summary>
    public bool IsPartial => !IsWatching && Share < EnforceShare.Whole;

    /// <summary>In words, e.g. "enforce for 25 % of the clients".</summary>
    public string Words => IsWatching ? "ignore" : $"{Action.ToString().ToLowerInvariant()} for {(IsPartial ? $"{Share} % of the clients" : "all clients")}";

    /// <summary>Where <paramref name="check"/> stands in <paramref name="settings"/>.</summary>
    public static EnforceStep Of(ScreeningSettings settings, EnforcedCheck check)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var step = check == EnforcedCheck.Dnsbl ? new EnforceStep(settings.Dnsbl.Action, settings.Dnsbl.EnforceShare) : new EnforceStep(settings.Greet.Action, settings.Greet.EnforceShare);
        return step.IsWatching ? Watch : step;
    }

    /// <summary>The settings with <paramref name="check"/> at this step, everything else as it is.</summary>
    public ScreeningSettings In(ScreeningSettings settings, EnforcedCheck check)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return check == EnforcedCheck.Dnsbl
            ? settings with { Dnsbl = settings.Dnsbl with { Action = Action, EnforceShare = Share } }
            : settings with { Greet = settings.Greet with { Action = Action, EnforceShare = Share } };
    }

    /// <summary>The check as pages call it.</summary>
    public static string Name(EnforcedCheck check) => check == EnforcedCheck.Dnsbl ? "DNSBL" : "Pregreet";

    /// <summary>The check as verdicts call it.</summary>
    public static VerdictReason Reason(EnforcedCheck check) => check == EnforcedCheck.Dnsbl ? VerdictReason.Dnsbl : VerdictReason.Pregreet;
}
