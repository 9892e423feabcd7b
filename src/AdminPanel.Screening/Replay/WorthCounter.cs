using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>Counts what the lists of a replay are worth, over a part of the connections. Not thread-safe.</summary>
internal sealed class WorthCounter
{
    private readonly ReplayResult _result;
    private readonly KnownEffect[] _effects;
    private readonly int _threshold;
    private readonly ListWorth[] _worths;

    /// <summary>Connections that two lists both found.</summary>
    private readonly int[,] _both;
    private readonly (int Zone, int Added)[] _hits;

    public WorthCounter(ReplayResult result)
    {
        _result = result;
        _threshold = result.Draft.Settings.Dnsbl.Threshold;
        var zones = result.Scores.Zones;
        _worths = [.. zones.Select(static zone => new ListWorth(zone.DisplayName, string.Join(", ", zone.Rules.Select(static rule => rule.Weight)))
        {
            IsAllowlist = zone.Rules.All(static rule => rule.Weight < 0),
            Watched = zone.Rules.All(static rule => rule.Weight == 0),
        })];
        _both = new int[zones.Length, zones.Length];
        _hits = new (int, int)[zones.Length];
        _effects = [.. result.View.Answers.Known.Select((answer, i) => new KnownEffect(
            result.Scores.ZoneOf(i), answer.State == ZoneReplyState.NotAsked, answer.State == ZoneReplyState.InTime && answer.Answer != ZoneAnswer.Error,
            result.Scores.Effect(i) is { Matched: true }, result.Scores.Effect(i)?.Added ?? 0))];
    }

    public void Run(int start, int end, CancellationToken cancellationToken)
    {
        for (var row = start; row < end; row++)
        {
            if ((row & 4_095) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (_result.Row(row) is not { Missing: Unjudged.No, Asks: true } replayed || replayed.AnswersOf != row) continue;
            var hits = Hits(_result.View.Answers.Vectors[_result.View.Rows[row].Vector]);
            if (hits.Length > 0) Count(hits, _result.ScoreOf(row).Lower, _result.View.Label(row));
        }
    }

    public void Add(WorthCounter other)
    {
        for (var zone = 0; zone < _worths.Length; zone++)
        {
            _worths[zone].Add(other._worths[zone]);
            for (var with = 0; with < _worths.Length; with++) _both[zone, with] += other._both[zone, with];
        }
    }

    public IReadOnlyList<ListWorth> ToWorths()
    {
        for (var zone = 0; zone < _worths.Length; zone++)
        {
            for (var other = 0; other < _worths.Length; other++)
            {
                // Two lists that found the same cover each other: the one that found less, or comes later, can go.
                if (zone == other || _worths[zone].Hits == 0 || _both[zone, other] < _worths[zone].Hits) continue;
                if (_worths[other].Hits > _worths[zone].Hits || other < zone) _worths[zone].CoveredBy ??= _worths[other].List;
            }
        }

        return _worths;
    }

    private ReadOnlySpan<(int Zone, int Added)> Hits(ReadOnlySpan<int> numbers)
    {
        var count = 0;
        for (var i = 0; i < numbers.Length; i += 2)
        {
            ref readonly var effect = ref _effects[numbers[i]];
            if (effect.Zone < 0 || effect.NotAsked) continue;
            var worth = _worths[effect.Zone];
            if (!ReplyTtl.FromCache(numbers[i + 1])) worth.Queries++;
            if (effect.Answered) worth.Answers++;
            else worth.Failures++;
            if (effect.Matched) _hits[count++] = (effect.Zone, effect.Added);
        }

        return _hits.AsSpan(0, count);
    }

    private void Count(ReadOnlySpan<(int Zone, int Added)> hits, int rank, MailLabel label)
    {
        foreach (var (zone, added) in hits)
        {
            var worth = _worths[zone];
            worth.Hits++;
            if (hits.Length == 1) worth.Unique++;
            if (label == MailLabel.Good) worth.Good++;
            if (label == MailLabel.Spam) worth.Spam++;
            if (label == MailLabel.Spam && hits.Length == 1) worth.UniqueSpam++;
            if (rank < _threshold) worth.LetIn++;
            else if (rank - added >= _threshold) worth.Spare++;
            else if (added >= _threshold) worth.Alone++;
            else worth.WithOthers++;
            foreach (var (other, _) in hits) _both[zone, other]++;
        }
    }

    private readonly record struct KnownEffect(int Zone, bool NotAsked, bool Answered, bool Matched, int Added);
}
