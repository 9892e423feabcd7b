using System.Net;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>A set of checks as bits, in postscreen's order.</summary>
[Flags]
internal enum CheckSet : byte
{
    /// <summary>No check.</summary>
    None = 0,

    /// <summary>Early talk.</summary>
    Pregreet = 1,

    /// <summary>DNS blocklists.</summary>
    Dnsbl = 2,

    /// <summary>Command pipelining.</summary>
    Pipelining = 4,

    /// <summary>Non-SMTP command.</summary>
    NonSmtpCommand = 8,

    /// <summary>Bare newline.</summary>
    BareNewline = 16,

    /// <summary>The checks before the 220 greeting.</summary>
    Early = Pregreet | Dnsbl,

    /// <summary>The deep protocol tests.</summary>
    Deep = Pipelining | NonSmtpCommand | BareNewline,
}

/// <summary>What the settings say about sets of checks.</summary>
internal static class CheckSets
{
    /// <summary>Every single check, in order; the position is the index of its expiry stamp.</summary>
    public static ReadOnlySpan<CheckSet> All =>
        [CheckSet.Pregreet, CheckSet.Dnsbl, CheckSet.Pipelining, CheckSet.NonSmtpCommand, CheckSet.BareNewline];

    /// <summary>The index of a single check's expiry stamp.</summary>
    public static int Index(CheckSet check) => System.Numerics.BitOperations.TrailingZeroCount((int)check);

    /// <summary>The public name of a single check.</summary>
    public static CheckName Name(CheckSet check) => (CheckName)Index(check);

    /// <summary>The reason a failure of a single check gives.</summary>
    public static VerdictReason Reason(CheckSet check) => check switch
    {
        CheckSet.Pregreet => VerdictReason.Pregreet,
        CheckSet.Dnsbl => VerdictReason.Dnsbl,
        CheckSet.Pipelining => VerdictReason.Pipelining,
        CheckSet.NonSmtpCommand => VerdictReason.NonSmtpCommand,
        _ => VerdictReason.BareNewline,
    };

    /// <summary>The checks that are on: pregreet needs a teaser banner, DNSBL a site, deep tests their switch.</summary>
    public static CheckSet Enabled(ScreeningSnapshot snapshot)
    {
        var settings = snapshot.Settings;
        var enabled = CheckSet.None;
        if (settings.Greet.Banner.Length > 0) enabled |= CheckSet.Pregreet;
        if (snapshot.Dnsbl.Zones.Length > 0) enabled |= CheckSet.Dnsbl;
        if (settings.Protocol.Pipelining.Enable) enabled |= CheckSet.Pipelining;
        if (settings.Protocol.NonSmtpCommand.Enable) enabled |= CheckSet.NonSmtpCommand;
        if (settings.Protocol.BareNewline.Enable) enabled |= CheckSet.BareNewline;
        return enabled;
    }

    /// <summary>The action of a single check for a client: ignore when the action is in force for a share of the clients only, and this is none of them.</summary>
    public static ScreeningAction Action(ScreeningSettings settings, CheckSet check, IPAddress client) => check switch
    {
        CheckSet.Pregreet when !EnforceShare.Includes(client, settings.Greet.EnforceShare) => ScreeningAction.Ignore,
        CheckSet.Dnsbl when !EnforceShare.Includes(client, settings.Dnsbl.EnforceShare) => ScreeningAction.Ignore,
        _ => Action(settings, check),
    };

    /// <summary>The action of a single check, as it is set.</summary>
    public static ScreeningAction Action(ScreeningSettings settings, CheckSet check) => check switch
    {
        CheckSet.Pregreet => settings.Greet.Action,
        CheckSet.Dnsbl => settings.Dnsbl.Action,
        CheckSet.Pipelining => settings.Protocol.Pipelining.Action,
        CheckSet.NonSmtpCommand => settings.Protocol.NonSmtpCommand.Action,
        _ => settings.Protocol.BareNewline.Action,
    };

    /// <summary>How long a pass of a single check lasts; the DNSBL pass has its own arithmetic.</summary>
    public static TimeSpan Ttl(ScreeningSettings settings, CheckSet check) => check switch
    {
        CheckSet.Pregreet => settings.Greet.Ttl,
        CheckSet.Pipelining => settings.Protocol.Pipelining.Ttl,
        CheckSet.NonSmtpCommand => settings.Protocol.NonSmtpCommand.Ttl,
        CheckSet.BareNewline => settings.Protocol.BareNewline.Ttl,
        _ => settings.Dnsbl.MinTtl,
    };

    /// <summary>The short pass that an ignored deep failure earns: the smallest time to live of all checks.</summary>
    public static TimeSpan ShortPass(ScreeningSettings settings)
    {
        var shortest = settings.Dnsbl.MinTtl;
        foreach (var check in All)
        {
            var ttl = Ttl(settings, check);
            if (ttl < shortest) shortest = ttl;
        }

        return shortest;
    }
}
