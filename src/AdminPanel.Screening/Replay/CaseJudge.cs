using System.Collections.Immutable;
using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Sessions;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>Everything that a decision depends on besides times: connections with the same case get the same judgement.</summary>
/// <param name="Shape">The number of the session's shape.</param>
/// <param name="Rank">The rank under the draft.</param>
/// <param name="Bits">The rest, see <see cref="CaseBits"/>.</param>
internal readonly record struct CaseKey(int Shape, int Rank, int Bits);

/// <summary>
/// Judges cases by leading the engine's own session through what happened, with a clock that tells the moments apart. Each case is judged once and
/// remembered. Not thread-safe.
/// </summary>
internal sealed class CaseJudge(ReplayView view, ScreeningSnapshot draft) : IVerdictSink
{
    /// <summary>Moments lie so far apart that a stamp tells which moment it was made from.</summary>
    private const int MomentBits = 32;

    /// <summary>A stamp that has expired, unlike the marks 0 and 1.</summary>
    private const long ExpiredStamp = 2;

    private static readonly IPEndPoint s_server = new(IPAddress.Loopback, 25);
    private readonly Dictionary<CaseKey, Judgement> _known = [];
    private VerdictEvent? _verdict;

    /// <summary>Number of cases seen.</summary>
    public int Cases => _known.Count;

    /// <inheritdoc/>
    public void OnVerdict(VerdictEvent verdict) => _verdict = verdict;

    /// <summary>The judgement of a case; <paramref name="client"/> is any client with it.</summary>
    public Judgement Judge(CaseKey key, IPAddress client)
    {
        if (_known.TryGetValue(key, out var judgement)) return judgement;

        // Led through twice: what moves with the lists' time to live is what differs.
        var (shortest, _) = Lead(key, client, TimeSpan.Zero);
        var (longest, missing) = Lead(key, client, TimeSpan.MaxValue);
        judgement = missing != Unjudged.No ? new Judgement(default, missing, []) : new Judgement(Outcome(longest!), Unjudged.No, Effects(key.Bits, shortest!, longest!))
        {
            AsksLists = longest!.Rank is not null,
            Waits = (longest.Evidence!.Todo & (int)CheckSet.Pregreet) != 0,
            Moved = ((longest.Evidence!.Todo ^ view.Scripts.Shape(key.Shape).Todo) & (int)CheckSet.Early) != 0,
        };
        return _known[key] = judgement;
    }

    private static ReplayOutcome Outcome(VerdictEvent verdict) => new(verdict.Reason, verdict.Disposition, verdict.WouldHave);

    private static ImmutableArray<PassEffect> Effects(int bits, VerdictEvent shortest, VerdictEvent longest)
    {
        if (longest.Evidence!.StampsAfter.IsDefault) return [];
        var effects = ImmutableArray.CreateBuilder<PassEffect>(5);
        for (var i = 0; i < 5; i++)
        {
            var (low, high) = (shortest.Evidence!.StampsAfter[i], longest.Evidence.StampsAfter[i]);
            if (high == Stamp(bits, i)) effects.Add(PassEffect.Keep);
            else if (high <= 1) effects.Add(new PassEffect(PassEffectKind.Mark, 0, high));
            else
            {
                // A valid pass changes only when the lists' time to live raises it.
                var moment = (int)(high >> MomentBits) - 2;
                var least = (int)(low >> MomentBits) - 2;
                effects.Add(new PassEffect(low != high || CaseBits.Pass(bits, i) == PassState.Valid ? PassEffectKind.ListsTtl : PassEffectKind.Until, least, low - MomentSecond(least)) { ListsMoment = moment });
            }
        }

        return effects.MoveToImmutable();
    }

    private static long MomentSecond(int moment) => (long)(moment + 2) << MomentBits;

    private static long Stamp(int bits, int check) => CaseBits.Pass(bits, check) switch
    {
        PassState.Never => 0,
        PassState.Expired => ExpiredStamp,
        _ => MomentSecond(-1),
    };

    private (VerdictEvent? Verdict, Unjudged Missing) Lead(CaseKey key, IPAddress address, TimeSpan ttl)
    {
        var clock = new MomentClock { Second = MomentSecond(-1) };
        var allowlist = new TemporaryAllowlist(4);
        var verdicts = new VerdictStream();
        using var listening = verdicts.Add(this);
        var client = new ClientState(address) { Connections = CaseBits.IsShared(key.Bits) ? 2 : 1 };
        var stamps = new ExpiryStamps(Stamp(key.Bits, 0), Stamp(key.Bits, 1), Stamp(key.Bits, 2), Stamp(key.Bits, 3), Stamp(key.Bits, 4));
        if (CaseBits.IsShared(key.Bits)) client.Stamps = stamps;
        else if (stamps != default) allowlist.Store(address, stamps);
        if (CaseBits.IsPassNewTaken(key.Bits)) client.ClaimPassNew();

        var given = new GivenFacts(CaseBits.Access(key.Bits), CaseBits.IsVeto(key.Bits), new DnsblTally(key.Rank, null, ttl, ttl));
        var services = new ScreeningServices(allowlist, NoResolver.Instance, verdicts, clock);
        var session = new ScreeningSession(services, draft, client, new IPEndPoint(address, 1), s_server, given);
        _verdict = null;
        var course = new SessionCourse(session, view.Scripts.Shape(key.Shape), key.Bits, moment => clock.Second = MomentSecond(moment));
        var missing = course.Run();
        return (_verdict, missing);
    }

    private sealed class MomentClock : TimeProvider
    {
        public long Second { get; set; }

        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Second);

        public override long GetTimestamp() => Second;
    }

    /// <summary>A replay asks nobody.</summary>
    private sealed class NoResolver : IDnsblResolver
    {
        public static readonly NoResolver Instance = new();

        public ValueTask<DnsblReply> QueryAsync(string zone, IPAddress client, TimeSpan timeout, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A replay asks no list.");
    }
}

/// <summary>What became of a case.</summary>
/// <param name="Outcome">The decision, unless <paramref name="Missing"/>.</param>
/// <param name="Missing">Why there is none.</param>
/// <param name="Effects">What happens to the client's passes, by check; empty when nothing is stored.</param>
internal sealed record Judgement(ReplayOutcome Outcome, Unjudged Missing, ImmutableArray<PassEffect> Effects)
{
    /// <summary>Whether the lists were asked and their rank was used.</summary>
    public bool AsksLists { get; init; }

    /// <summary>Whether it has to wait for early talk.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether other checks were due before the greeting, so that what followed came at another time.</summary>
    public bool Moved { get; init; }
}

/// <summary>How a pass changes.</summary>
internal enum PassEffectKind
{
    /// <summary>Not at all.</summary>
    Keep,

    /// <summary>It becomes a mark, 0 or 1.</summary>
    Mark,

    /// <summary>It lasts for a fixed time from a moment on.</summary>
    Until,

    /// <summary>As <see cref="Until"/>, but at least for the lists' time to live from <see cref="PassEffect.ListsMoment"/> on.</summary>
    ListsTtl,
}

/// <summary>How one check's pass changes.</summary>
internal readonly record struct PassEffect(PassEffectKind Kind, int Moment, long Value)
{
    public static PassEffect Keep => default;

    /// <summary>When the lists' time to live begins.</summary>
    public int ListsMoment { get; init; }
}
