using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>
/// Counts what a draft's questions cost, for whole clients in order of time. The reply cache held then what was asked then; where the draft does not ask
/// what filled it, the next question costs a query. Not thread-safe.
/// </summary>
internal sealed class CostCounter
{
    /// <summary>A list that has not answered by then no longer keeps the next one waiting (cheapest first).</summary>
    private const int Patience = 1_000;

    private readonly ReplayResult _result;
    private readonly ReplayView _view;
    private readonly CheapestFirst? _order;
    private readonly bool _talkDecides;
    private readonly int _wait;
    private readonly int _firstQuestion;
    private readonly int _allowlistThreshold;
    private readonly long[] _queries;
    private readonly long[] _cached;
    private readonly DelayCounts _listsIn = new();
    private readonly DelayCounts _verdict = new();
    private readonly DelayCounts _added = new();

    // The client at work: a query of then that filled the cache, and that the draft did not send.
    private readonly bool[] _skipped;

    // The connection at work, by zone: the reply's place among the answers, −1 for none.
    private readonly int[] _reply;
    private readonly bool[] _asked;
    private int _connections;
    private int _timed;
    private int _notAllIn;

    public CostCounter(ReplayResult result)
    {
        _result = result;
        _view = result.View;
        var (settings, zones) = (result.Draft.Settings, result.Scores.Zones.Length);
        _order = result.Draft.DnsblOrder;
        _talkDecides = settings.Greet.Action != ScreeningAction.Ignore;
        _wait = (int)Math.Min(settings.Greet.Wait.Normal.TotalMilliseconds, int.MaxValue / 2);
        _firstQuestion = Math.Max(0, _wait - Math.Max(_wait / 2, 3_000));
        _allowlistThreshold = settings.Dnsbl.AllowlistThreshold;
        (_queries, _cached, _skipped, _reply, _asked) = (new long[zones], new long[zones], new bool[zones], new int[zones], new bool[zones]);
    }

    public void Run(int start, int end, CancellationToken cancellationToken)
    {
        var client = -1;
        for (var i = start; i < end; i++)
        {
            if ((i & 4_095) == 0) cancellationToken.ThrowIfCancellationRequested();
            ref readonly var row = ref _view.Rows[i];
            if (row.Client != client) Array.Clear(_skipped);
            client = row.Client;
            if (_result.Row(i) is not { Missing: Unjudged.No, Asks: true } replayed) Skip(row);
            else if (replayed.AnswersOf >= 0 && replayed.AnswersOf != i) AnswerFromCache(replayed);
            else Ask(row, replayed);
        }
    }

    public void Add(CostCounter other)
    {
        for (var zone = 0; zone < _queries.Length; zone++)
        {
            _queries[zone] += other._queries[zone];
            _cached[zone] += other._cached[zone];
        }

        _listsIn.Add(other._listsIn);
        _verdict.Add(other._verdict);
        _added.Add(other._added);
        _connections += other._connections;
        _timed += other._timed;
        _notAllIn += other._notAllIn;
    }

    public ReplayCost ToCost() => new()
    {
        Connections = _connections,
        Lists = [.. _result.Scores.Zones.Select((zone, i) => new ListCost(zone.DisplayName, _queries[i], _cached[i]))],
        ListsIn = _listsIn.Spread,
        Verdict = _verdict.Spread,
        AddedByLists = _added.Spread,
        Timed = _timed,
        NotAllIn = _notAllIn,
    };

    private void Skip(in ViewRow row)
    {
        var numbers = _view.Answers.Vectors[row.Vector];
        for (var i = 0; i < numbers.Length; i += 2)
        {
            if (_result.Scores.ZoneOf(numbers[i]) is >= 0 and var zone && WasQuery(numbers, i)) _skipped[zone] = true;
        }
    }

    private void AnswerFromCache(in ReplayedRow replayed)
    {
        _connections++;
        for (var zone = 0; zone < _cached.Length; zone++) _cached[zone]++;
        Time(replayed, 0, replayed.Waits ? _wait : 0, rank: null);
    }

    private void Ask(in ViewRow row, in ReplayedRow replayed)
    {
        _connections++;
        var numbers = _view.Answers.Vectors[row.Vector];
        Array.Fill(_reply, -1);
        for (var i = 0; i < numbers.Length; i += 2)
        {
            if (_result.Scores.ZoneOf(numbers[i]) is >= 0 and var zone && _view.Answers.Known[numbers[i]].State != ZoneReplyState.NotAsked) _reply[zone] = i;
        }

        var start = _order is not null && replayed.Waits ? _firstQuestion : 0;
        var talks = _order is not null && _talkDecides && replayed.Waits && _view.Scripts.Shape(_view.Scripts.ShapeOf(row.Script)).TalkedEarly;
        var rank = 0;
        var took = talks ? 0 : _order is null ? AskAll(row) : AskInOrder(row, out rank);
        for (var zone = 0; zone < _asked.Length; zone++) Count(zone, numbers, _asked[zone] && !talks);
        if (took is { } milliseconds) Time(replayed, start + milliseconds, replayed.Waits ? _wait : 0, _order is null ? _result.Scores[row.Vector, true].Lower : rank);
    }

    /// <summary>Milliseconds until all are in; null when that is not known.</summary>
    private int? AskAll(in ViewRow row)
    {
        Array.Fill(_asked, true);
        var (longest, known) = (0, false);
        for (var zone = 0; zone < _reply.Length; zone++)
        {
            if (Latency(row, zone) is not { } latency) continue;
            longest = Math.Max(longest, latency);
            known = true;
        }

        return known ? longest : null;
    }

    private int? AskInOrder(in ViewRow row, out int rank)
    {
        var numbers = _view.Answers.Vectors[row.Vector];
        var (took, known) = (0, false);
        rank = 0;
        for (var zone = 0; zone < _asked.Length; zone++) _asked[zone] = !_order!.Counts(zone);
        while (_order!.Next(rank, _asked, _asked) is >= 0 and var next)
        {
            _asked[next] = true;
            if (_reply[next] >= 0 && _result.Scores.Effect(numbers[_reply[next]]) is { } effect) rank += effect.Added;
            if (Latency(row, next) is not { } latency) continue;
            took += Math.Min(latency, Patience);
            known = true;
        }

        return known ? took : null;
    }

    /// <summary>How long a zone's answer took then; a minute when it was not in at all, null when nothing is known.</summary>
    private int? Latency(in ViewRow row, int zone)
    {
        if (_reply[zone] < 0) return null;
        var numbers = _view.Answers.Vectors[row.Vector];
        if (_view.Answers.Known[numbers[_reply[zone]]].State == ZoneReplyState.Silent) return 60_000;
        if (ReplyTtl.FromCache(numbers[_reply[zone] + 1])) return 0;
        return _view.Latencies[row.Latency + (_reply[zone] / 2)] is var code && code != LatencyCode.Unknown ? LatencyCode.Milliseconds(code) : null;
    }

    private void Count(int zone, ReadOnlySpan<int> numbers, bool asked)
    {
        var wasQuery = _reply[zone] >= 0 && WasQuery(numbers, _reply[zone]);
        if (!asked)
        {
            _skipped[zone] |= wasQuery;
            return;
        }

        if (wasQuery || _reply[zone] < 0 || _skipped[zone]) _queries[zone]++;
        else _cached[zone]++;
        _skipped[zone] = false;
    }

    private bool WasQuery(ReadOnlySpan<int> numbers, int reply) =>
        _view.Answers.Known[numbers[reply]].State != ZoneReplyState.NotAsked && !ReplyTtl.FromCache(numbers[reply + 1]);

    /// <param name="replayed">The connection.</param>
    /// <param name="lists">When the lists are in.</param>
    /// <param name="others">How long it waits without lists.</param>
    /// <param name="rank">The rank that may end the wait; null when it does not matter.</param>
    private void Time(in ReplayedRow replayed, int lists, int others, int? rank)
    {
        _timed++;
        if (lists > _wait) _notAllIn++;
        lists = Math.Min(lists, _wait);
        var passedByRank = replayed.Waits && _allowlistThreshold < 0 && rank <= _allowlistThreshold;
        _listsIn.Add(lists);
        _verdict.Add(passedByRank ? lists : Math.Max(lists, others));
        _added.Add(Math.Max(0, lists - others));
    }
}
