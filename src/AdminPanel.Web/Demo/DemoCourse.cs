using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Web.Demo;

/// <summary>
/// How one connection of the demonstration's past went: the lists' answers with the engine's own arithmetic, and the moments and passes that a replay
/// needs. Follows the engine for the demonstration's settings only; a test holds that a replay of the past changes nothing.
/// </summary>
internal sealed class DemoCourse
{
    private const int Early = 3;
    private const int Deep = 28;
    private static readonly TimeSpan s_talk = TimeSpan.FromMilliseconds(310);

    private readonly ScreeningSettings _settings;
    private readonly DateTimeOffset _at;
    private readonly ImmutableArray<long>? _known;
    private readonly List<(DnsblZone Zone, DnsblReply Reply)> _arrivals = [];
    private readonly List<SessionMoment> _moments = [];
    private readonly bool _denied;
    private readonly int _todo;
    private readonly DnsblTally _tally;
    private readonly TimeSpan _listsIn;

    public DemoCourse(DnsblTable zones, ScreeningSettings settings, DemoVisitor visitor, DateTimeOffset at, ImmutableArray<long>? known, bool denied, Random random)
    {
        (_settings, _at, _known, _denied) = (settings, at, known, denied);
        var second = at.ToUnixTimeSeconds();
        _todo = known is { } stamps ? (stamps[0] < second ? 1 : 0) | (stamps[1] < second ? 2 : 0) : Early;
        IsNew = known is null;
        if (NothingDue) return;
        if ((_todo & 2) != 0)
        {
            foreach (var zone in zones.Zones) _arrivals.Add((zone, Reply(zone, visitor.Address, random)));
            _arrivals.Sort(static (a, b) => a.Reply.Latency.CompareTo(b.Reply.Latency));
            var sum = default(DnsblSum);
            foreach (var (zone, reply) in _arrivals) sum.Add(Effect(zone, reply), zone.DisplayName, reply.Ttl);
            _tally = sum.Tally;
            _listsIn = _arrivals[^1].Reply.Latency;
        }

        var watched = (_todo & 1) != 0;
        LeftEarly = visitor.Manner == DemoManner.HangsUp && watched;
        TalkedEarly = visitor.Manner == DemoManner.EarlyTalker && watched;
        Listed = (_todo & 2) != 0 && _tally.Rank >= settings.Dnsbl.Threshold;
        Skips = !denied && !Listed && (_todo & 2) != 0 && !(TalkedEarly && s_talk < _listsIn) && _tally.Rank <= settings.Dnsbl.AllowlistThreshold;
        Play(TimeSpan.FromMilliseconds(random.Next(100, 3_100)));
    }

    /// <summary>Every check is still passed.</summary>
    public bool NothingDue => _todo == 0;

    /// <summary>The client was never seen.</summary>
    public bool IsNew { get; }

    /// <summary>The rank; null when the lists were not asked.</summary>
    public int? Rank => (_todo & 2) == 0 ? null : _tally.Rank;

    public bool Listed { get; }

    public bool TalkedEarly { get; private set; }

    public bool LeftEarly { get; }

    /// <summary>When the early tests were over, or the client had left.</summary>
    public TimeSpan Decided { get; private set; }

    /// <summary>The lists' answers, as the decision record has them.</summary>
    public ImmutableArray<DnsblAnswer> Answers => [.. _arrivals.Select(a => new DnsblAnswer
    {
        List = a.Zone.DisplayName,
        Outcome = a.Reply.Outcome switch { DnsblOutcome.Listed => "listed", DnsblOutcome.NotListed => "not listed", _ => "error" },
        Codes = [.. a.Reply.Addresses.Select(static code => new IPAddress(IPAddress.HostToNetworkOrder((int)code) & 0xFFFFFFFFL).ToString())],
        Weight = Effect(a.Zone, a.Reply).Added,
        Latency = a.Reply.Latency,
        Ttl = a.Reply.Ttl,
        Error = a.Reply.Error,
    })];

    private bool Skips { get; }

    private bool IsRefused => _denied || Listed || TalkedEarly;

    /// <summary>The evidence of this connection.</summary>
    /// <param name="handedOff">When it was handed off, for one with nothing due.</param>
    public DecisionEvidence Evidence(DateTimeOffset handedOff) => new()
    {
        Passes = _known is null ? KnownPasses.None : KnownPasses.Exact,
        StampsBefore = _known ?? default,
        StampsAfter = NothingDue || LeftEarly || IsRefused ? default : Passed(),
        Todo = IsRefused && !LeftEarly ? _todo | Deep : _todo,
        Moments = NothingDue ? [new(SessionMomentKind.HandedOff, handedOff)] : [.. _moments],
        Replies = [.. _arrivals.Select(a => new ZoneReply(a.Zone.Digest, LeftEarly && _listsIn > Decided ? ZoneReplyState.Late : ZoneReplyState.InTime, Answer(a.Reply))
        {
            List = a.Zone.DisplayName,
            Codes = a.Reply.Addresses,
            Ttl = a.Reply.Ttl,
            Latency = a.Reply.Latency,
        })],
    };

    private void Play(TimeSpan leaves)
    {
        var asks = (_todo & 2) != 0;
        if (LeftEarly)
        {
            Decided = leaves;
            if (asks && _listsIn <= leaves) Happened(SessionMomentKind.ListsIn, _listsIn);
            Happened(SessionMomentKind.Hangup, leaves);
            Happened(SessionMomentKind.Closed, leaves);
            return;
        }

        // A client whose good name spares it the wait is handed off before it could talk.
        if (Skips) TalkedEarly = false;
        if (TalkedEarly && s_talk < _listsIn) Happened(SessionMomentKind.EarlyTalk, s_talk);
        if (asks) Happened(SessionMomentKind.ListsIn, _listsIn);
        if (TalkedEarly && s_talk >= _listsIn) Happened(SessionMomentKind.EarlyTalk, s_talk);
        Decided = TalkedEarly && s_talk > _listsIn ? s_talk : _listsIn;
        if ((_todo & 1) != 0 && !TalkedEarly && !Skips)
        {
            Decided = _settings.Greet.Wait.Normal;
            Happened(SessionMomentKind.WaitOver, Decided);
        }

        if (!IsRefused)
        {
            Happened(SessionMomentKind.HandedOff, Decided);
            return;
        }

        Happened(SessionMomentKind.Dialogue, Decided);
        Happened(SessionMomentKind.Recipient, Decided + TimeSpan.FromMilliseconds(12));
        Happened(SessionMomentKind.Hangup, Decided + TimeSpan.FromMilliseconds(18));
        Happened(SessionMomentKind.Closed, Decided + TimeSpan.FromMilliseconds(18));
    }

    private ImmutableArray<long> Passed()
    {
        var decided = (_at + Decided).ToUnixTimeSeconds();
        var until = (_todo & 2) == 0 ? 0 : decided + (long)_tally.Ttl(_settings.Dnsbl.MinTtl, _settings.Dnsbl.MaxTtl).TotalSeconds;
        long[] stamps = _known is { } known ? [.. known] : new long[5];
        if ((_todo & 2) != 0) stamps[1] = until;
        if ((_todo & 1) != 0 && !Skips) stamps[0] = decided + (long)_settings.Greet.Ttl.TotalSeconds;
        for (var i = 0; i < 5; i++)
        {
            if (Skips && i != 1) stamps[i] = Math.Max(stamps[i], until);
            if (i > 1 && stamps[i] == 0) stamps[i] = 1;
        }

        return [.. stamps];
    }

    private void Happened(SessionMomentKind kind, TimeSpan after) => _moments.Add(new(kind, _at + after));

    private static DnsblEffect Effect(DnsblZone zone, DnsblReply reply) => DnsblEffect.Of(zone.Rules, reply.Outcome, reply.Addresses.AsSpan());

    private static ZoneAnswer Answer(DnsblReply reply) => reply.Outcome switch
    {
        DnsblOutcome.Listed => ZoneAnswer.Listed,
        DnsblOutcome.NotListed => ZoneAnswer.NotListed,
        _ => ZoneAnswer.Error,
    };

    private static DnsblReply Reply(DnsblZone zone, IPAddress client, Random random)
    {
        var (latency, fails) = DemoLists.Manner(zone.Name, random);
        if (fails) return new() { Outcome = DnsblOutcome.Error, Latency = latency, Error = "SERVFAIL" };
        return DemoLists.Answer(zone.Name, client) is { } code
            ? new() { Outcome = DnsblOutcome.Listed, Addresses = [Code(code)], Latency = latency, Ttl = TimeSpan.FromMinutes(5) }
            : new() { Outcome = DnsblOutcome.NotListed, Latency = latency, Ttl = TimeSpan.FromMinutes(5) };
    }

    private static uint Code(string dotted) => (uint)IPAddress.NetworkToHostOrder(BitConverter.ToInt32(IPAddress.Parse(dotted).GetAddressBytes()));
}
