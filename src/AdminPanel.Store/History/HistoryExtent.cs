namespace AdminPanel.Store.History;

/// <summary>How much the history holds.</summary>
/// <param name="Rows">Connections kept.</param>
/// <param name="Oldest">When the oldest of them began, UTC; null when there is none.</param>
public sealed record HistoryExtent(long Rows, DateTimeOffset? Oldest);
