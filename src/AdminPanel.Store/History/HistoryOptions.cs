namespace AdminPanel.Store.History;

/// <summary>How much history is kept; deployment keys <c>History:RetentionDays</c> and <c>History:MaxRows</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "History";

    /// <summary>Connections older than this are removed.</summary>
    public int RetentionDays { get; set; } = 30;

    /// <summary>The most connections kept; the oldest go first.</summary>
    public long MaxRows { get; set; } = 1_000_000;
}
