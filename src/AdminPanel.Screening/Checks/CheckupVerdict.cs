using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Checks;

/// <summary>What a <see cref="ClientCheckup"/> found out, before it is concluded from.</summary>
internal sealed record CheckupFacts(ScreeningSnapshot Snapshot, IPAddress Client, AccessDecision Access, CheckupAllowlist Allowlist, DnsblTally Tally);

/// <summary>Draws the conclusion, in the order in which a session decides.</summary>
internal static class CheckupVerdict
{
    public static CheckupConclusion Of(CheckupFacts facts)
    {
        if (facts.Access.Action == AccessAction.Permit)
            return Passed(VerdictReason.Allowlisted, $"The access list permits this client ({facts.Access.Rule}): it is handed off at once, without any test.");

        var remark = "";
        if (facts.Access.Action == AccessAction.Reject)
        {
            switch (facts.Snapshot.Settings.Access.DenylistAction)
            {
                case ScreeningAction.Drop:
                    return Refused("dropped", VerdictReason.Denylisted, Replies.DenylistDrop, $"The access list rejects this client ({facts.Access.Rule}) and the denylist action is drop.");
                case ScreeningAction.Enforce:
                    return Refused("rejected", VerdictReason.Denylisted, Replies.DenylistRcpt, $"The access list rejects this client ({facts.Access.Rule}) and the denylist action is enforce: every recipient is refused.");
                default:
                    remark = $"The access list rejects this client ({facts.Access.Rule}), but the denylist action is ignore. ";
                    break;
            }
        }

        return facts.Allowlist.State == "valid"
            ? Passed(VerdictReason.PassOld, $"{remark}The temporary allowlist knows this client and all its passes are valid: it is handed off without tests until {End(facts):u}.")
            : Lists(facts, remark);
    }

    private static CheckupConclusion Lists(CheckupFacts facts, string remark)
    {
        var settings = facts.Snapshot.Settings.Dnsbl;
        var rank = facts.Tally.Rank;
        if (facts.Snapshot.Dnsbl.Zones.Length == 0) return Tested(facts, remark + "No DNS blocklist is configured. ", CheckSet.None);
        if (IsValid(facts, CheckSet.Dnsbl)) return Tested(facts, remark + "The lists are not asked for this client while its earlier pass is valid. ", CheckSet.Dnsbl);

        if (rank < settings.Threshold)
        {
            var text = $"{remark}The rank {rank} is below the threshold {settings.Threshold}. ";
            if (settings.AllowlistThreshold < 0 && rank <= settings.AllowlistThreshold)
                return Passed(VerdictReason.PassNew, $"{text}It is at or below the allowlist threshold {settings.AllowlistThreshold}, so the other tests are skipped.");
            return Tested(facts, text, CheckSet.Dnsbl);
        }

        var list = facts.Tally.DisplayName ?? "a DNS blocklist";
        var reached = $"{remark}The rank {rank} reaches the threshold {settings.Threshold}";
        return CheckSets.Action(facts.Snapshot.Settings, CheckSet.Dnsbl, facts.Client) switch
        {
            ScreeningAction.Drop => Refused("dropped", VerdictReason.Dnsbl, Replies.Listed(521, facts.Client, list), $"{reached} and the DNSBL action is drop."),
            ScreeningAction.Enforce => Refused("rejected", VerdictReason.Dnsbl, Replies.Listed(550, facts.Client, list), $"{reached} and the DNSBL action is enforce: every recipient is refused."),
            ScreeningAction.Ignore when settings.Action != ScreeningAction.Ignore => Tested(facts, $"{reached}, but the DNSBL action is in force for {settings.EnforceShare} % of the clients, and this is none of them: it is logged only. ", CheckSet.Dnsbl),
            _ => Tested(facts, $"{reached}, but the DNSBL action is ignore: it is logged only. ", CheckSet.Dnsbl),
        };
    }

    /// <summary>The lists do not stop the client; its behaviour does or does not.</summary>
    private static CheckupConclusion Tested(CheckupFacts facts, string text, CheckSet decided)
    {
        var tests = ImmutableArray.CreateBuilder<string>();
        foreach (var check in CheckSets.All)
        {
            if ((CheckSets.Enabled(facts.Snapshot) & check & ~decided) != 0 && !IsValid(facts, check)) tests.Add(ClientCheckup.Word(check));
        }

        var reason = facts.Allowlist.State == "unknown" ? VerdictReason.PassNew : VerdictReason.PassOld;
        return tests.Count == 0
            ? Passed(reason, text + "Nothing else is tested: it is handed off.")
            : new CheckupConclusion("tested", VerdictText.Badge(reason), $"{text}It is handed off when it passes what remains: {string.Join(", ", tests)}.", null, tests.ToImmutable());
    }

    private static bool IsValid(CheckupFacts facts, CheckSet check) =>
        facts.Allowlist.Checks.Any(stamp => stamp.Valid && stamp.Check == ClientCheckup.Word(check));

    private static DateTimeOffset End(CheckupFacts facts) => facts.Allowlist.Checks.Min(static stamp => stamp.ValidUntil) ?? DateTimeOffset.MaxValue;

    private static CheckupConclusion Passed(VerdictReason reason, string text) => new("handed off", VerdictText.Badge(reason), text, null, []);

    private static CheckupConclusion Refused(string outcome, VerdictReason reason, string reply, string text) => new(outcome, VerdictText.Badge(reason), text, reply, []);
}
