using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Tests.Replay;

/// <summary>Settings, lists and visitors by chance, the same for the same seed.</summary>
internal sealed class RandomTraffic(int seed)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(20);
    private static readonly string[] s_zones = ["a.test", "b.test", "c.test", "d.test", "e.test"];
    private readonly Random _random = new(seed);

    public Random Chance => _random;

    public ScreeningSnapshot Settings(long version, bool everyZone = false) => ScreeningSnapshot.Compile(version, new ScreeningSettings
    {
        Greet = new GreetSettings
        {
            Wait = new StressTime(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2)),
            Banner = Maybe(0.7) ? "hello" : "",
            Action = Maybe(0.7) ? Action() : ScreeningAction.Ignore,
            Ttl = TimeSpan.FromSeconds(_random.Next(1, 600)),
            EnforceShare = Maybe(0.8) ? 100 : _random.Next(1, 100),
        },
        Dnsbl = new DnsblSettings
        {
            Action = Maybe(0.6) ? Action() : ScreeningAction.Ignore,
            Threshold = _random.Next(1, 5),
            AllowlistThreshold = Maybe(0.5) ? -1 : 0,
            MinTtl = TimeSpan.FromSeconds(_random.Next(1, 90)),
            MaxTtl = TimeSpan.FromSeconds(_random.Next(60, 400)),
            EnforceShare = Maybe(0.8) ? 100 : _random.Next(1, 100),
            Sites = [.. s_zones.Where(_ => everyZone || Maybe(0.7)).SelectMany(Sites)],
        },
        Protocol = new ProtocolSettings
        {
            Pipelining = Deep(),
            NonSmtpCommand = Deep(),
            BareNewline = Deep(),
        },
        Access = new AccessSettings
        {
            DenylistAction = Action(),
            Entries = Maybe(0.5) ? [] : [Entry("192.0.2.3", AccessAction.Permit), Entry("192.0.2.5", AccessAction.Reject), Entry("192.0.2.16/29", AccessAction.Reject) with { Expires = Start + (Length / 2) }],
            AllowlistInterfaces = Maybe(0.9) ? [] : ["!127.0.0.1", "static:all"],
        },
    });

    public (DnsblReply Reply, TimeSpan Latency) List(string zone, IPAddress client)
    {
        var dice = new Random(unchecked((((seed * 31) + Stable(zone)) * 31) + Stable(client.ToString())));
        var latency = TimeSpan.FromMilliseconds(dice.Next(20) switch { 0 => 8_000, 1 => 5_990, _ => dice.Next(1, 900) });
        TimeSpan? ttl = dice.Next(6) == 0 ? null : TimeSpan.FromSeconds(dice.Next(1, 300));
        return (dice.Next(12) switch
        {
            0 => new DnsblReply { Outcome = DnsblOutcome.Error, Error = "SERVFAIL", Ttl = ttl },
            1 => new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply" },
            2 or 3 or 4 => new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002u + (uint)dice.Next(4)], Ttl = ttl },
            5 => new DnsblReply { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002u, 0x7F000003u], Ttl = ttl },
            _ => new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = ttl },
        }, latency);
    }

    public ImmutableArray<Visit> Visits(int count, bool leaving = true) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Visit(i, Start + (Length * _random.NextDouble()), IPAddress.Parse($"192.0.2.{_random.Next(1, 40)}"))
        {
            TalksAfter = Maybe(0.15) ? TimeSpan.FromMilliseconds(_random.Next(0, 6_500)) : null,
            LeavesAfter = leaving && Maybe(0.1) ? TimeSpan.FromMilliseconds(_random.Next(0, 7_000)) : null,
            HandoffFails = leaving && Maybe(0.03),
            ServerBusy = leaving && Maybe(0.02),
            Dialogue = [.. Enumerable.Range(0, _random.Next(0, 5)).Select(_ => Says())],
        }),
    ];

    /// <summary>Without visits that could be there at the same time as another one of the same client.</summary>
    public static ImmutableArray<Visit> Apart(ImmutableArray<Visit> visits)
    {
        var last = new Dictionary<IPAddress, DateTimeOffset>();
        var apart = ImmutableArray.CreateBuilder<Visit>();
        foreach (var visit in visits.OrderBy(static visit => visit.At))
        {
            if (last.TryGetValue(visit.Client, out var before) && visit.At - before < TimeSpan.FromSeconds(20)) continue;
            last[visit.Client] = visit.At;
            apart.Add(visit);
        }

        return apart.ToImmutable();
    }

    private SessionMomentKind Says() => _random.Next(6) switch
    {
        0 => SessionMomentKind.Pipelining,
        1 => SessionMomentKind.NonSmtpCommand,
        2 => SessionMomentKind.BareNewline,
        3 => SessionMomentKind.DialogueLimit,
        _ => SessionMomentKind.Recipient,
    };

    private IEnumerable<DnsblSite> Sites(string zone)
    {
        yield return new DnsblSite { Zone = zone, Weight = Weight(), Filter = Maybe(0.3) ? "127.0.0.[2..3]" : null };
        if (Maybe(0.2)) yield return new DnsblSite { Zone = zone, Weight = Weight(), Filter = "127.0.0.4" };
    }

    private int Weight() => _random.Next(-2, 5);

    private DeepTestSettings Deep() => new() { Enable = Maybe(0.25), Action = Action(), Ttl = TimeSpan.FromSeconds(_random.Next(1, 600)) };

    private AccessEntry Entry(string pattern, AccessAction action) => new() { Id = pattern, Pattern = pattern, Action = action };

    private ScreeningAction Action() => (ScreeningAction)_random.Next(3);

    private bool Maybe(double chance) => _random.NextDouble() < chance;

    private static int Stable(string text)
    {
        var hash = 17;
        foreach (var c in text) hash = unchecked((hash * 31) + c);
        return hash;
    }
}
