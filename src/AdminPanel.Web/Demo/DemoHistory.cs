using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Demo;

/// <summary>The day before the demonstration began: what the engine would have recorded about the same visitors.</summary>
internal sealed class DemoHistory(ScreeningSettings settings, long version, Random random)
{
    private readonly Dictionary<IPAddress, ImmutableArray<long>?> _passes = [];
    private readonly DnsblTable _zones = ScreeningSnapshot.Compile(version, settings).Dnsbl;

    /// <summary>Connections from <paramref name="from"/> to <paramref name="to"/>, in order.</summary>
    public IEnumerable<VerdictEvent> Connections(DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from; at < to;)
        {
            var attack = DemoPace.PastAttack(at);
            yield return Verdict(DemoVisitor.Draw(random, attack), at);
            at += DemoPace.Gap(random, DemoPace.Calm(at) * (attack > 0 ? 0.4 : 0.1));
        }
    }

    private VerdictEvent Verdict(DemoVisitor visitor, DateTimeOffset at)
    {
        var verdict = new VerdictEvent
        {
            Id = Guid.CreateVersion7(at),
            ConnectedAt = at,
            Duration = TimeSpan.Zero,
            Client = new(visitor.Address, random.Next(20_000, 60_000)),
            Server = new(IPAddress.Loopback, 2525),
            SettingsVersion = version,
            Reason = VerdictReason.PassNew,
            Disposition = VerdictDisposition.HandedOff,
            Threshold = settings.Dnsbl.Threshold,
            CacheState = "unknown",
            Handoff = "proxy",
        };

        var group = visitor.Address.GetAddressBytes()[1];
        if (group is 0 or 12)
        {
            verdict = Permitted(verdict, group);
            return verdict with { Evidence = new() { Moments = [new(SessionMomentKind.HandedOff, at + verdict.Duration)] } };
        }

        var known = group != 66 && _passes.TryGetValue(visitor.Address, out var stamps) ? stamps : null;
        var course = new DemoCourse(_zones, settings, visitor, at, known, group == 66, random);
        if (course.NothingDue)
        {
            verdict = Known(verdict);
            return verdict with { Evidence = course.Evidence(at + verdict.Duration) };
        }

        var evidence = course.Evidence(at);
        if (!evidence.StampsAfter.IsDefault) _passes[visitor.Address] = evidence.StampsAfter;
        verdict = verdict with
        {
            Evidence = evidence,
            Duration = course.Decided + TimeSpan.FromMilliseconds(random.Next(5, 60)),
            CacheState = known is null ? "unknown" : "expired",
            Reason = course.IsNew ? VerdictReason.PassNew : VerdictReason.PassOld,
        };
        if (course.LeftEarly) return HungUp(verdict);
        verdict = verdict with { Dnsbl = course.Answers, Rank = course.Rank, Checks = Checks(visitor.Manner, course.Listed, course.Decided, course.Answers) };
        if (group == 66) return Refused(verdict, visitor, VerdictReason.Denylisted, "550 5.3.2 Service currently unavailable") with { AccessEntryId = "flood", AccessRule = "127.66.6.0/24 reject" };
        if (course.Listed)
        {
            var list = course.Answers.MaxBy(answer => answer.Weight)!.List;
            return Refused(verdict, visitor, VerdictReason.Dnsbl, $"550 5.7.1 Service unavailable; client [{visitor.Address}] blocked using {list}");
        }

        if (course.TalkedEarly) return Refused(verdict, visitor, VerdictReason.Pregreet, "550 5.5.1 Protocol error");
        return verdict;
    }

    private VerdictEvent Permitted(VerdictEvent verdict, byte group) => verdict with
    {
        Reason = VerdictReason.Allowlisted,
        Duration = TimeSpan.FromMilliseconds(random.Next(1, 5)),
        CacheState = "not consulted",
        AccessEntryId = group == 0 ? "mynetworks" : "partner",
        AccessRule = group == 0 ? "permit_mynetworks (127.0.0.1/32)" : "127.12.0.0/16 permit",
    };

    private VerdictEvent Known(VerdictEvent verdict) => verdict with
    {
        Reason = VerdictReason.PassOld,
        Duration = TimeSpan.FromMilliseconds(random.Next(1, 8)),
        CacheState = "valid",
        Checks = [Cached(CheckName.Pregreet), Cached(CheckName.Dnsbl)],
    };

    private VerdictEvent HungUp(VerdictEvent verdict) => verdict with
    {
        Reason = VerdictReason.Hangup,
        Disposition = VerdictDisposition.HungUp,
        Handoff = null,
    };

    private VerdictEvent Refused(VerdictEvent verdict, DemoVisitor visitor, VerdictReason reason, string reply) => verdict with
    {
        Reason = reason,
        Disposition = VerdictDisposition.Rejected,
        Duration = verdict.Duration + TimeSpan.FromMilliseconds(random.Next(20, 900)),
        Helo = visitor.Helo,
        Sender = visitor.Sender,
        Recipients = [visitor.Recipient],
        Reply = reply,
        Handoff = null,
    };

    private static ImmutableArray<CheckOutcome> Checks(DemoManner manner, bool listed, TimeSpan wait, ImmutableArray<DnsblAnswer> answers) =>
    [
        manner == DemoManner.EarlyTalker
            ? new(CheckName.Pregreet, CheckResult.Failed, "enforce", TimeSpan.FromMilliseconds(310), @"EHLO localhost\r\n")
            : new(CheckName.Pregreet, CheckResult.Passed, "enforce", wait, null),
        new(CheckName.Dnsbl, listed ? CheckResult.Failed : CheckResult.Passed, "enforce", answers.Max(answer => answer.Latency), null),
    ];

    private static CheckOutcome Cached(CheckName check) => new(check, CheckResult.Cached, "enforce", null, null);
}
