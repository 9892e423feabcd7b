namespace AdminPanel.Store.History;

/// <summary>A place in a list of connections, newest first: after the connection of this time and key.</summary>
public readonly record struct HistoryPosition(DateTimeOffset At, long Key);

/// <summary>Some connections, newest first.</summary>
/// <param name="Rows">At most as many as asked for.</param>
/// <param name="Next">Where to go on; null when everything that matches was shown.</param>
/// <param name="IsFull">False when patience ended before the page was full: what is older than <see cref="HistoryPage.Next"/> was not looked at.</param>
public sealed record HistoryPage(IReadOnlyList<ConnectionSummary> Rows, HistoryPosition? Next, bool IsFull);

/// <summary>How many connections match.</summary>
/// <param name="Count">Those counted.</param>
/// <param name="IsAll">False when there may be more: counting stopped at its limit or when patience ended.</param>
public readonly record struct HistoryCount(long Count, bool IsAll);
