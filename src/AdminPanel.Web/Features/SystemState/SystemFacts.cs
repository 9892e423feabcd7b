using AdminPanel.Store.History;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>What the stores take up, at one moment.</summary>
internal sealed record StoreFacts
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>panel.db with its write-ahead log, bytes.</summary>
    public required long PanelBytes { get; init; }

    /// <summary>history.db with its write-ahead log, bytes.</summary>
    public required long HistoryBytes { get; init; }

    /// <summary>Space left where they lie, bytes.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>What the history holds.</summary>
    public required HistoryExtent History { get; init; }
}

/// <summary>One list since the start, without its real zone.</summary>
/// <param name="List">Its display name.</param>
/// <param name="Answers">Usable answers.</param>
/// <param name="Listings">Answers that listed the client.</param>
/// <param name="Errors">Answers that were errors.</param>
/// <param name="NoReplies">Questions without an answer in time.</param>
/// <param name="Latency">Moving average; null before the first answer.</param>
/// <param name="FailuresInARow">Failures since the last usable answer.</param>
/// <param name="LastError">The last error; null when there was none.</param>
/// <param name="LastErrorAt">When that was.</param>
internal sealed record ListFacts(
    string List, long Answers, long Listings, long Errors, long NoReplies, TimeSpan? Latency, int FailuresInARow, string? LastError, DateTimeOffset? LastErrorAt)
{
    private const int Sick = 5;

    /// <summary>The state in a word.</summary>
    public string Word => FailuresInARow >= Sick ? "failing" : Answers + Errors + NoReplies == 0 ? "not asked yet" : "ok";

    /// <summary>The css suffix of the state.</summary>
    public string Tone => FailuresInARow >= Sick ? "deny" : Answers + Errors + NoReplies == 0 ? "quiet" : "pass";
}
