namespace AdminPanel.Benchmarks.Compare;

/// <summary>What a run measures.</summary>
/// <param name="Pairs">How often.</param>
/// <param name="Rows">Which rows.</param>
/// <param name="Sizes">How large.</param>
/// <param name="Rate">Clients a second of the CPU row.</param>
/// <param name="Program">A published program; null for a fresh one.</param>
/// <param name="WriteTo">Write the document and its plots into this folder; null for not at all.</param>
/// <param name="Only">One side only.</param>
/// <param name="Browser">With a Live page.</param>
/// <param name="Haraka">With Haraka where npm is there.</param>
internal sealed record CompareOptions(
    int Pairs, IReadOnlySet<string> Rows, Sizes Sizes, double Rate, string? Program, string? WriteTo, string? Only, bool Browser, bool Haraka)
{
    public bool Wants(params string[] groups) => groups.Any(Rows.Contains);

    /// <summary>True when this side is measured.</summary>
    public bool Measures(string peer) => Only is null || string.Equals(peer, Only, StringComparison.OrdinalIgnoreCase);
}
