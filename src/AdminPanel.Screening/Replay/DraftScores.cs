using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>What the recorded answers add up to under a draft, by the engine's own arithmetic. Thread-safe.</summary>
internal sealed class DraftScores
{
    private readonly AnswerTable _table;
    private readonly DnsblEffect[] _effects;
    private readonly int[] _zoneOf;
    private readonly (int Lower, int Upper)[] _bounds;
    private readonly VectorScore[] _scores;
    private readonly (TimeSpan Min, TimeSpan Max) _ttl;

    public DraftScores(ReplayView view, ScreeningSnapshot draft)
    {
        _table = view.Answers;
        Zones = [.. draft.Dnsbl.Zones];
        _ttl = (draft.Settings.Dnsbl.MinTtl, draft.Settings.Dnsbl.MaxTtl);
        var zoneIndex = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Zones.Length; i++) zoneIndex[Zones[i].Digest] = i;
        _zoneOf = new int[_table.Known.Length];
        _effects = new DnsblEffect[_table.Known.Length];
        for (var i = 0; i < _zoneOf.Length; i++)
        {
            var answer = _table.Known[i];
            _zoneOf[i] = zoneIndex.GetValueOrDefault(answer.Zone, -1);
            if (_zoneOf[i] >= 0) _effects[i] = DnsblEffect.Of(Zones[_zoneOf[i]].Rules, Outcome(answer.Answer), answer.Codes.AsSpan());
        }

        _bounds = [.. Zones.Select(static zone => (zone.Rules.Sum(static rule => Math.Min(rule.Weight, 0)), zone.Rules.Sum(static rule => Math.Max(rule.Weight, 0))))];
        Nothing = new VectorScore(
            _bounds.Sum(static b => b.Lower), _bounds.Sum(static b => b.Upper), Seconds(TimeSpan.Zero), Seconds(TimeSpan.MaxValue), 0, Zones.Length > 0, Zones.Length > 0);
        _scores = new VectorScore[_table.Vectors.Count];
        Parallel.For(0, (_scores.Length + 4_095) / 4_096, block =>
        {
            for (var i = block * 4_096; i < Math.Min(_scores.Length, (block + 1) * 4_096); i++) _scores[i] = Score(i, rankTaken: true);
        });
    }

    /// <summary>The draft's zones.</summary>
    public DnsblZone[] Zones { get; }

    /// <summary>What is known when no list was asked.</summary>
    public VectorScore Nothing { get; }

    /// <summary>The score of a set of answers.</summary>
    /// <param name="vector">Its index.</param>
    /// <param name="rankTaken">Whether the lists had their time.</param>
    public VectorScore this[int vector, bool rankTaken] => rankTaken ? _scores[vector] : Score(vector, rankTaken: false);

    /// <summary>What an answer does; null for zones the draft does not have, and for answers that do not count.</summary>
    public DnsblEffect? Effect(int answer) => _zoneOf[answer] >= 0 && _table.Known[answer].State == ZoneReplyState.InTime ? _effects[answer] : null;

    /// <summary>The index of an answer's zone in <see cref="Zones"/>; −1 when the draft does not have it.</summary>
    public int ZoneOf(int answer) => _zoneOf[answer];

    private VectorScore Score(int vector, bool rankTaken)
    {
        var numbers = _table.Vectors[vector];
        var sum = default(DnsblSum);
        var (missing, lower, upper, valid) = (Zones.Length, Nothing.Lower, Nothing.Upper, int.MaxValue);
        var (others, absent) = (false, Zones.Length);
        for (var i = 0; i < numbers.Length; i += 2)
        {
            var zone = _zoneOf[numbers[i]];
            if (zone < 0)
            {
                others = true;
                continue;
            }

            absent--;
            var state = _table.Known[numbers[i]].State;
            if (state == ZoneReplyState.InTime)
            {
                sum.Add(_effects[numbers[i]], Zones[zone].DisplayName, ReplyTtl.Ttl(numbers[i + 1]));
                valid = Math.Min(valid, ReplyTtl.Seconds(numbers[i + 1]));
            }
            else if (state == ZoneReplyState.NotAsked || (!rankTaken && state is (ZoneReplyState.Late or ZoneReplyState.Silent)))
            {
                continue;
            }

            // A list that was late, silent or withheld then had no part in the decision, and has none now.
            missing--;
            lower -= _bounds[zone].Lower;
            upper -= _bounds[zone].Upper;
        }

        // Missing: never asked, or asked but the record ends before the lists had their time.
        var tally = sum.Tally;
        if (missing > 0) return new VectorScore(tally.Rank + lower, tally.Rank + upper, Nothing.TtlLower, Nothing.TtlUpper, valid, true, others || absent > 0);
        var ttl = (int)Math.Min((long)tally.Ttl(_ttl.Min, _ttl.Max).TotalSeconds, int.MaxValue);
        return new VectorScore(tally.Rank, tally.Rank, ttl, ttl, valid, false, others);
    }

    private int Seconds(TimeSpan known) =>
        (int)Math.Min((long)new DnsblTally(0, null, known, known).Ttl(_ttl.Min, _ttl.Max).TotalSeconds, int.MaxValue);

    private static DnsblOutcome Outcome(ZoneAnswer answer) => answer switch
    {
        ZoneAnswer.Listed => DnsblOutcome.Listed,
        ZoneAnswer.NotListed => DnsblOutcome.NotListed,
        _ => DnsblOutcome.Error,
    };
}

/// <summary>What one set of answers adds up to.</summary>
/// <param name="Lower">The lowest rank it can have been.</param>
/// <param name="Upper">The highest; the same when every list was asked.</param>
/// <param name="TtlLower">How long a pass is remembered at least, seconds.</param>
/// <param name="TtlUpper">At most.</param>
/// <param name="ValidFor">How long the answers stay true, seconds: the shortest time to live; 0 or −1 when they do not.</param>
/// <param name="Missing">Whether a list of the draft was not asked.</param>
/// <param name="OtherLists">Whether the lists asked were not just those of the draft.</param>
internal readonly record struct VectorScore(int Lower, int Upper, int TtlLower, int TtlUpper, int ValidFor, bool Missing, bool OtherLists);
