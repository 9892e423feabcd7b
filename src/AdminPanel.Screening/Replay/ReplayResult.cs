using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;

namespace AdminPanel.Screening.Replay;

/// <summary>What a draft would have made of recorded connections. Immutable, thread-safe.</summary>
public sealed class ReplayResult
{
    private readonly ReplayedRow[] _rows;
    private readonly DraftScores _scores;

    internal ReplayResult(ReplayView view, ScreeningSnapshot draft, DraftScores scores, ReplayedRow[] rows)
    {
        View = view;
        Draft = draft;
        _scores = scores;
        _rows = rows;
        for (var i = 0; i < rows.Length; i++) Count(i);
    }

    /// <summary>The connections.</summary>
    public ReplayView View { get; }

    /// <summary>The settings they were judged by.</summary>
    public ScreeningSnapshot Draft { get; }

    /// <summary>How many went from one class to another; connections that cannot be judged are not among them.</summary>
    public int[,] Matrix { get; } = new int[OutcomeClasses.Count, OutcomeClasses.Count];

    /// <summary>How many of each class then cannot be judged.</summary>
    public int[] UnjudgedBefore { get; } = new int[OutcomeClasses.Count];

    /// <summary>How many cannot be judged, by why (index <see cref="Unjudged"/>).</summary>
    public int[] UnjudgedWhy { get; } = new int[Enum.GetValues<Unjudged>().Length];

    /// <summary>Connections that cannot be judged.</summary>
    public int UnjudgedCount { get; private set; }

    /// <summary>Turned away under the draft, not turned away then.</summary>
    public int NewlyTurnedAway { get; private set; }

    /// <summary>Let in under the draft, not let in then.</summary>
    public int NewlyLetIn { get; private set; }

    /// <summary>Turned away then, not turned away under the draft.</summary>
    public int NoLongerTurnedAway => TurnedAwayBefore - (TurnedAway - NewlyTurnedAway);

    /// <summary>Of <see cref="NewlyTurnedAway"/>, those whose mail was wanted.</summary>
    public int NewlyTurnedAwayGood { get; private set; }

    /// <summary>Turned away under the draft.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Found by the lists under the draft: turned away, or let in only because their action is ignore.</summary>
    public int FoundByLists { get; private set; }

    /// <summary>Turned away then, among those that can be judged.</summary>
    public int TurnedAwayBefore { get; private set; }

    /// <summary>Wanted mail turned away under the draft.</summary>
    public int GoodTurnedAway { get; private set; }

    /// <summary>Spam let in under the draft.</summary>
    public int SpamLetIn { get; private set; }

    /// <summary>Wanted mail turned away then, among those that can be judged.</summary>
    public int GoodTurnedAwayBefore { get; private set; }

    /// <summary>Spam let in then, among those that can be judged.</summary>
    public int SpamLetInBefore { get; private set; }

    /// <summary>Connections with a label.</summary>
    public int Labelled { get; private set; }

    /// <summary>How many connections have a label.</summary>
    public int Labels(MailLabel label)
    {
        var count = 0;
        foreach (ref readonly var row in View.Rows.AsSpan()) count += row.Label == (byte)label ? 1 : 0;
        return count;
    }

    /// <summary>Connections whose lists are asked under the draft.</summary>
    public int Asked { get; private set; }

    /// <summary>Connections whose lists were asked then.</summary>
    public int AskedBefore { get; private set; }

    /// <summary>Questions to lists under the draft, answers from the cache included.</summary>
    public long Questions => (long)Asked * _scores.Zones.Length;

    /// <summary>Questions to lists then.</summary>
    public long QuestionsBefore { get; private set; }

    /// <summary>What became of one connection; null when it cannot be judged.</summary>
    public ReplayOutcome? After(int row) => _rows[row].Missing == Unjudged.No ? ReplayOutcome.Of(_rows[row].After) : null;

    /// <summary>Why one connection cannot be judged.</summary>
    public Unjudged Missing(int row) => _rows[row].Missing;

    /// <summary>The rank of one connection under the draft; null when the lists are not asked, or when it is not known but does not matter.</summary>
    public int? Rank(int row) =>
        _rows[row] is { Missing: Unjudged.No, Asks: true, AnswersOf: >= 0 and var answers } && ScoreOf(answers) is var score && score.Lower == score.Upper ? score.Lower : null;

    /// <summary>The connections with a rank under the draft, at most <paramref name="max"/>, newest first.</summary>
    public IReadOnlyList<int> OfRank(int rank, int max) => Newest(row => Rank(row) == rank, max);

    /// <summary>The connections that go from one class to another, at most <paramref name="max"/>, newest first.</summary>
    /// <param name="before">The class then; null for any.</param>
    /// <param name="after">The class under the draft; null for those that cannot be judged.</param>
    /// <param name="max">How many at most.</param>
    public IReadOnlyList<int> Rows(OutcomeClass? before, OutcomeClass? after, int max) =>
        Newest(row => (before is null || OutcomeClasses.Of(View.Before(row)) == before)
            && (after is null ? _rows[row].Missing != Unjudged.No : _rows[row].Missing == Unjudged.No && OutcomeClasses.Of(ReplayOutcome.Of(_rows[row].After)) == after), max);

    /// <summary>The connections that become of another class, at most <paramref name="max"/>, newest first.</summary>
    public IReadOnlyList<int> Changed(int max) =>
        Newest(row => _rows[row].Missing == Unjudged.No && OutcomeClasses.Of(View.Before(row)) != OutcomeClasses.Of(ReplayOutcome.Of(_rows[row].After)), max);

    /// <summary>How many become of another class.</summary>
    public int ChangedCount
    {
        get
        {
            var changed = 0;
            for (var before = 0; before < OutcomeClasses.Count; before++)
            {
                for (var after = 0; after < OutcomeClasses.Count; after++) changed += before == after ? 0 : Matrix[before, after];
            }

            return changed;
        }
    }

    internal DraftScores Scores => _scores;

    internal ReplayedRow Row(int row) => _rows[row];

    internal VectorScore ScoreOf(int row) => _scores[View.Rows[row].Vector, View.Scripts.Shape(View.Scripts.ShapeOf(View.Rows[row].Script)).RankTaken];

    private List<int> Newest(Func<int, bool> wanted, int max)
    {
        var newest = new PriorityQueue<int, long>();
        for (var row = 0; row < _rows.Length; row++)
        {
            if (!wanted(row)) continue;
            newest.Enqueue(row, View.Rows[row].At);
            if (newest.Count > max) newest.Dequeue();
        }

        var rows = new List<int>(newest.Count);
        while (newest.TryDequeue(out var row, out _)) rows.Add(row);
        rows.Reverse();
        return rows;
    }

    private void Count(int index)
    {
        ref readonly var row = ref View.Rows[index];
        ref readonly var replayed = ref _rows[index];
        var before = ReplayOutcome.Of(row.Before);
        var asked = View.Answers.Vectors[row.Vector].Length / 2;
        if (asked > 0) AskedBefore++;
        QuestionsBefore += asked;
        if (row.Label != 0) Labelled++;
        if (replayed.Missing != Unjudged.No)
        {
            UnjudgedCount++;
            UnjudgedWhy[(int)replayed.Missing]++;
            UnjudgedBefore[(int)OutcomeClasses.Of(before)]++;
            return;
        }

        if (replayed.Asks) Asked++;
        var after = ReplayOutcome.Of(replayed.After);
        if (after.Reason == VerdictReason.Dnsbl) FoundByLists++;
        Matrix[(int)OutcomeClasses.Of(before), (int)OutcomeClasses.Of(after)]++;
        var (good, spam) = (row.Label == (byte)MailLabel.Good, row.Label == (byte)MailLabel.Spam);
        if (before.Fate == ClientFate.TurnedAway)
        {
            TurnedAwayBefore++;
            if (good) GoodTurnedAwayBefore++;
        }

        if (spam && before.Fate == ClientFate.LetIn) SpamLetInBefore++;
        if (spam && after.Fate == ClientFate.LetIn) SpamLetIn++;
        if (after.Fate == ClientFate.LetIn && before.Fate != ClientFate.LetIn) NewlyLetIn++;
        if (after.Fate != ClientFate.TurnedAway) return;
        TurnedAway++;
        if (good) GoodTurnedAway++;
        if (before.Fate == ClientFate.TurnedAway) return;
        NewlyTurnedAway++;
        if (good) NewlyTurnedAwayGood++;
    }
}
