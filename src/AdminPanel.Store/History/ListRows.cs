namespace AdminPanel.Store.History;

/// <summary>One list listed one connection (and its filter accepted the answer).</summary>
internal sealed class ListHitRow
{
    /// <summary>The connection's key.</summary>
    public long Key { get; set; }

    /// <summary>Display name.</summary>
    public string List { get; set; } = "";

    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>No other list listed that connection.</summary>
    public bool IsUnique { get; set; }
}

/// <summary>How often a list answered within five minutes and one <see cref="Latency"/> step.</summary>
internal sealed class ListAnswerRow
{
    /// <summary>Start of the five minutes.</summary>
    public DateTimeOffset Slot { get; set; }

    public string List { get; set; } = "";

    /// <summary>See <see cref="Latency.StepOf"/>; <see cref="Latency.Shared"/> for answers that cost no query.</summary>
    public int LatencyStep { get; set; }

    public int Count { get; set; }
}

/// <summary>How often a list failed within five minutes.</summary>
internal sealed class ListErrorRow
{
    /// <summary>Start of the five minutes.</summary>
    public DateTimeOffset Slot { get; set; }

    public string List { get; set; } = "";

    public int Count { get; set; }

    public string LastError { get; set; } = "";

    public DateTimeOffset LastAt { get; set; }
}
