namespace AdminPanel.Screening.Replay;

/// <summary>What one list of the draft is worth, over the connections whose lists the draft asks and that can be judged.</summary>
/// <param name="List">The name that may be shown.</param>
/// <param name="Weights">Its weights, in configured order.</param>
public sealed record ListWorth(string List, string Weights)
{
    /// <summary>Connections it answered about.</summary>
    public int Answers { get; internal set; }

    /// <summary>Connections it listed, and a filter accepted.</summary>
    public int Hits { get; internal set; }

    /// <summary>Hits that no other list of the draft had.</summary>
    public int Unique { get; internal set; }

    /// <summary>Turned away, and its weight alone reaches the threshold while nothing else does.</summary>
    public int Alone { get; internal set; }

    /// <summary>Turned away by it together with others, and not without it.</summary>
    public int WithOthers { get; internal set; }

    /// <summary>Turned away, but also without it: never needed.</summary>
    public int Spare { get; internal set; }

    /// <summary>Hits that were let in all the same.</summary>
    public int LetIn { get; internal set; }

    /// <summary>Hits on wanted mail.</summary>
    public int Good { get; internal set; }

    /// <summary>Hits on spam.</summary>
    public int Spam { get; internal set; }

    /// <summary>Spam that only it listed.</summary>
    public int UniqueSpam { get; internal set; }

    /// <summary>Questions that cost a query then.</summary>
    public int Queries { get; internal set; }

    /// <summary>Errors, and replies that came too late or not at all.</summary>
    public int Failures { get; internal set; }

    /// <summary>Connections the draft would turn away because of it.</summary>
    public int Needed => Alone + WithOthers;

    /// <summary>Its weight is negative: it speaks for clients.</summary>
    public bool IsAllowlist { get; internal set; }

    /// <summary>Asked and recorded, never scored.</summary>
    public bool Watched { get; internal set; }

    /// <summary>Another list that found everything this one found; null when there is none.</summary>
    public string? CoveredBy { get; internal set; }

    /// <summary>The share of labelled hits that were spam; null without labelled hits.</summary>
    public double? Precision => Good + Spam == 0 ? null : (double)Spam / (Good + Spam);

    /// <summary>Adds what another part of the connections came to.</summary>
    internal void Add(ListWorth other)
    {
        Answers += other.Answers;
        Hits += other.Hits;
        Unique += other.Unique;
        Alone += other.Alone;
        WithOthers += other.WithOthers;
        Spare += other.Spare;
        LetIn += other.LetIn;
        Good += other.Good;
        Spam += other.Spam;
        UniqueSpam += other.UniqueSpam;
        Queries += other.Queries;
        Failures += other.Failures;
    }
}
