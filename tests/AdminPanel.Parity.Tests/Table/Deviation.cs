namespace AdminPanel.Parity.Tests.Table;

/// <summary>A deliberate difference.</summary>
/// <param name="Entry">Its entry in docs/deviations.md, word for word.</param>
/// <param name="Levelled">Takes the difference out of what a server did; both must be alike afterwards. Null when nothing would be left to compare.</param>
public sealed record Deviation(string Entry, Func<string, string>? Levelled = null)
{
    /// <summary>False when chance decides whether the difference shows.</summary>
    public bool Always { get; init; } = true;
}
