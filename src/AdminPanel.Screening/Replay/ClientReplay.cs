using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// Leads clients through their connections in order of time, with what the temporary allowlist would hold of them. Where something is not known
/// it carries the bounds along and judges every possibility: only when all of them end alike is the connection judged. Not thread-safe.
/// </summary>
internal sealed class ClientReplay
{
    private const int Pregreet = 0;
    private const int Dnsbl = 1;

    private readonly ReplayView _view;
    private readonly ScreeningSnapshot _draft;
    private readonly DraftScores _scores;
    private readonly ReplayedRow[] _results;
    private readonly CaseJudge _judge;
    private readonly int _enabled;
    private readonly bool _accessMoves;
    private readonly long _longestPass;
    private readonly long _wait;
    private CaseKey _lastKey = new(-1, 0, 0);
    private Judgement? _last;

    // The client at work.
    private PassStamps _lower;
    private PassStamps _upper;
    private AccessAction _access;
    private int _shares;
    private bool _diverged;
    private int _answered;
    private long _answeredAt;

    public ClientReplay(ReplayView view, ScreeningSnapshot draft, DraftScores scores, ReplayedRow[] results)
    {
        _view = view;
        _draft = draft;
        _scores = scores;
        _results = results;
        _judge = new CaseJudge(view, draft);
        _enabled = (int)CheckSets.Enabled(draft);
        _accessMoves = draft.Settings.Access.Entries.Any(static entry => entry.Expires is not null) || draft.AccessList.Lookups.Any();
        foreach (var check in CheckSets.All) _longestPass = Math.Max(_longestPass, (long)CheckSets.Ttl(draft.Settings, check).TotalSeconds);
        _longestPass = Math.Max(_longestPass, scores.Nothing.TtlUpper);
        _wait = (long)Math.Min(draft.Settings.Greet.Wait.Normal.TotalMilliseconds, int.MaxValue);
    }

    public void Run(int start, int end, CancellationToken cancellationToken)
    {
        var client = -1;
        for (var i = start; i < end; i++)
        {
            ref readonly var row = ref _view.Rows[i];
            if ((i & 4_095) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (row.Client != client)
            {
                client = row.Client;
                Begin(row);
            }
            else if (_accessMoves)
            {
                _access = Access(row);
            }

            if (row.Reset >= 0) Reset(_view.Resets[row.Reset]);
            Replay(i, row);
            Compare(i, row);
        }
    }

    private void Begin(in ViewRow row)
    {
        var address = _view.Clients[row.Client];
        _lower = _upper = default;
        _access = Access(row);
        _answered = -1;
        _diverged = false;
        var settings = _draft.Settings;
        _shares = (settings.Greet.EnforceShare < EnforceShare.Whole && !EnforceShare.Includes(address, settings.Greet.EnforceShare) ? 1 : 0)
            | (settings.Dnsbl.EnforceShare < EnforceShare.Whole && !EnforceShare.Includes(address, settings.Dnsbl.EnforceShare) ? 2 : 0);
    }

    private AccessAction Access(in ViewRow row) =>
        _draft.AccessList.Decide(_view.Clients[row.Client], DateTimeOffset.FromUnixTimeMilliseconds(row.At)).Action;

    /// <summary>
    /// As long as the draft decided as was decided then, the change from outside is taken over; where it did not, both are possible.
    /// </summary>
    private void Reset(in PassReset reset)
    {
        var alike = reset.First || !_diverged || (PassStamps.Same(_lower, reset.Expected) && PassStamps.Same(_upper, reset.Expected));
        if (alike) _diverged = false;
        _lower = alike ? reset.Lower : PassStamps.Lower(_lower, reset.Lower);
        _upper = alike ? reset.Upper : PassStamps.Upper(_upper, reset.Upper);
    }

    /// <summary>
    /// Notes whether the draft has led the client elsewhere than it was led. Connections that overlap share their passes in ways that only the record
    /// tells, so it is taken over while nothing has changed.
    /// </summary>
    private void Compare(int index, in ViewRow row)
    {
        ref readonly var result = ref _results[index];
        if (result.Missing != Unjudged.No || result.After != row.Before) _diverged = true;
        if (_diverged || row.StampsAfter < 0) return;
        var then = PassStamps.Unpack(_view.Stamps[row.StampsAfter], row.Second);
        if (PassStamps.Same(_lower, then) && PassStamps.Same(_upper, then)) return;
        if (row.Overlaps) _lower = _upper = then;
        else _diverged = true;
    }

    private void Replay(int index, in ViewRow row)
    {
        var shape = _view.Scripts.ShapeOf(row.Script);
        var course = _view.Scripts.Shape(shape);
        var second = row.Second;
        var bits = CaseBits.Of(row.Flags, _access, _shares);
        var doubtful = 0;
        for (var check = 0; check < 5; check++)
        {
            var state = _upper[check] == 0 ? PassState.Never : _lower[check] >= second ? PassState.Valid : PassState.Expired;
            if (state == PassState.Expired && _upper[check] >= second && (_enabled & (1 << check)) != 0) doubtful |= 1 << check;
            bits |= (int)state << (2 * check);
        }

        var (score, answersOf) = Score(index, row, course, second);
        ref var result = ref _results[index];
        result.AnswersOf = answersOf;
        var mayAsk = (_enabled & 2) != 0 && (CaseBits.Pass(bits, Dnsbl) != PassState.Valid) && _access != AccessAction.Permit;
        var mayTalk = (_enabled & 1) != 0 && (course.Todo & 1) == 0 && CaseBits.Pass(bits, Pregreet) != PassState.Valid && _access != AccessAction.Permit;
        if (!mayAsk) score = score with { OtherLists = false };
        var order = mayAsk && score.OtherLists && (course.TalkedEarly || mayTalk) && _draft.Settings.Dnsbl.AllowlistThreshold < 0 ? 3 : 1;
        var ranks = mayAsk && score.Lower != score.Upper ? 2 : 1;
        if (doubtful == 0 && ranks == 1 && order == 1 && !mayTalk)
        {
            var only = Judge(shape, mayAsk ? score.Lower : 0, bits, row.Client);
            result.Missing = only.Missing;
            result.After = only.Outcome.Code;
            (result.Asks, result.Waits) = (only.AsksLists, only.Waits);
            if (only.Missing != Unjudged.No) Doubt(second);
            else if (only.Effects.Length > 0) Apply(only, row, score, ref _lower, ref _upper);
        }
        else
        {
            Possibilities(ref result, row, shape, bits, doubtful, score, mayAsk, ranks, order, mayTalk, score.Missing && answersOf < 0 && _view.Answers.Vectors[row.Vector].Length == 0);
        }

        if (answersOf == index && score.ValidFor > 0)
        {
            _answered = index;
            _answeredAt = second;
        }
    }

    /// <summary>The score of the row's answers; of an earlier connection's when the row has none and those are still true.</summary>
    private (VectorScore Score, int AnswersOf) Score(int index, in ViewRow row, SessionShape course, long second)
    {
        var asked = _view.Answers.Vectors[row.Vector].Length > 0;
        if (asked)
        {
            var score = _scores[row.Vector, course.RankTaken];
            if ((row.Flags & ArchiveRow.FromLogFlag) != 0) score = score with { TtlLower = _scores.Nothing.TtlLower, TtlUpper = _scores.Nothing.TtlUpper };
            return (score, index);
        }

        if (_answered < 0) return (_scores.Nothing, -1);
        var earlier = _scores[_view.Rows[_answered].Vector, true];
        return !earlier.Missing && second - _answeredAt < earlier.ValidFor
            ? (earlier with { OtherLists = true, TtlLower = _scores.Nothing.TtlLower, TtlUpper = earlier.TtlUpper }, _answered)
            : (_scores.Nothing, -1);
    }

    private void Possibilities(ref ReplayedRow result, in ViewRow row, int shape, int bits, int doubtful, VectorScore score, bool mayAsk, int ranks, int order, bool mayTalk, bool nothingAsked)
    {
        var (lower, upper) = (default(PassStamps), default(PassStamps));
        Judgement? first = null;
        var (missing, any) = (Unjudged.No, false);
        for (var valid = doubtful; ; valid = (valid - 1) & doubtful)
        {
            var world = bits;
            for (var check = 0; check < 5; check++)
            {
                if ((valid & (1 << check)) != 0) world = CaseBits.WithPass(world, check, PassState.Valid);
            }

            for (var way = 0; way < ranks * order; way++)
            {
                for (var talk = 0; talk < (mayTalk ? 2 : 1); talk++)
                {
                    var rank = !mayAsk ? 0 : way < order ? score.Lower : score.Upper;
                    var variant = CaseBits.WithOrder(world, way % order);
                    var judgement = Judge(shape, rank, talk == 0 ? variant : CaseBits.WithTalk(variant), row.Client);
                    var (low, high) = (_lower, _upper);
                    if (judgement.Missing == Unjudged.No) Apply(judgement, row, score, ref low, ref high);
                    lower = any ? PassStamps.Lower(lower, low) : low;
                    upper = any ? PassStamps.Upper(upper, high) : high;
                    any = true;
                    if (missing != Unjudged.No) continue;
                    if (judgement.Missing != Unjudged.No) missing = judgement.Missing;
                    else if (first is null || (judgement.Outcome.Code == row.Before && first.Outcome.Fate == judgement.Outcome.Fate)) first = judgement;
                    else if (first.Outcome.Fate != judgement.Outcome.Fate)
                        missing = Why(ranks, order, doubtful, nothingAsked);
                }
            }

            if (valid == 0) break;
        }

        result.Missing = missing;
        result.After = first?.Outcome.Code ?? 0;
        (result.Asks, result.Waits) = (first?.AsksLists ?? false, first?.Waits ?? false);
        if (missing != Unjudged.No)
        {
            Doubt(row.Second);
            return;
        }

        _lower = lower;
        _upper = upper;
    }

    private static Unjudged Why(int ranks, int order, int doubtful, bool nothingAsked)
    {
        if (ranks == 2) return nothingAsked ? Unjudged.NothingAsked : Unjudged.ListNotAsked;
        if (order > 1) return Unjudged.EndedEarly;
        return doubtful != 0 ? Unjudged.FollowsUnjudged : Unjudged.EarlyTalkNotWatched;
    }

    /// <summary>Nobody knows what the client is left with: what it had, or a pass of every check.</summary>
    private void Doubt(long second)
    {
        for (var check = 0; check < 5; check++) _upper[check] = Math.Max(_upper[check], second + _longestPass);
    }

    private void Apply(Judgement judgement, in ViewRow row, in VectorScore score, ref PassStamps lower, ref PassStamps upper)
    {
        for (var check = 0; check < judgement.Effects.Length; check++)
        {
            var effect = judgement.Effects[check];
            switch (effect.Kind)
            {
                case PassEffectKind.Mark:
                    lower[check] = upper[check] = effect.Value;
                    break;
                case PassEffectKind.Until:
                    lower[check] = Earliest(row, effect.Moment, score, judgement.Moved) + effect.Value;
                    upper[check] = Latest(row, effect.Moment, judgement.Moved) + effect.Value;
                    break;
                case PassEffectKind.ListsTtl:
                    var least = Earliest(row, effect.Moment, score, judgement.Moved) + effect.Value;
                    var most = Latest(row, effect.Moment, judgement.Moved) + effect.Value;
                    lower[check] = Math.Max(Math.Max(lower[check], least), Earliest(row, effect.ListsMoment, score, judgement.Moved) + score.TtlLower);
                    upper[check] = Math.Max(Math.Max(upper[check], most), Latest(row, effect.ListsMoment, judgement.Moved) + score.TtlUpper);
                    break;
            }
        }
    }

    private long Moment(in ViewRow row, int moment) => moment switch
    {
        < 0 => row.Second,
        SessionCourse.EndOfWait => (row.At + _wait) / 1_000,
        _ => row.Second + _view.Scripts.Delay(row.Script, moment),
    };

    /// <summary>When a moment can have been at the earliest: with fewer lists or checks to wait for, the wait may have ended sooner.</summary>
    private long Earliest(in ViewRow row, int moment, in VectorScore score, bool moved) =>
        (score.OtherLists || moved) && moment is >= 0 and < SessionCourse.EndOfWait ? row.Second : Moment(row, moment);

    /// <summary>When a moment can have been at the latest: what came without a wait then may come behind one.</summary>
    private long Latest(in ViewRow row, int moment, bool moved) => Moment(row, moment) + (moved && moment is >= 0 and < SessionCourse.EndOfWait ? (_wait + 999) / 1_000 : 0);

    private Judgement Judge(int shape, int rank, int bits, int client)
    {
        var key = new CaseKey(shape, rank, bits);
        if (key == _lastKey) return _last!;
        _lastKey = key;
        return _last = _judge.Judge(key, _view.Clients[client]);
    }
}
