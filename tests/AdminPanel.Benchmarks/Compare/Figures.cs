namespace AdminPanel.Benchmarks.Compare;

/// <summary>Every single measurement, by what was measured and at whom. Not thread-safe.</summary>
internal sealed class Figures
{
    private readonly Dictionary<(string What, string Peer), List<double>> _values = [];

    /// <summary>Adds one measurement.</summary>
    public void Add(string what, string peer, double value)
    {
        if (!_values.TryGetValue((what, peer), out var values)) _values.Add((what, peer), values = []);
        values.Add(value);
    }

    /// <summary>All measurements, in order; empty when there are none.</summary>
    public IReadOnlyList<double> All(string what, string peer) => _values.GetValueOrDefault((what, peer), []);

    /// <summary>The median; NaN without measurements.</summary>
    public double Median(string what, string peer)
    {
        var sorted = All(what, peer).Where(static v => !double.IsNaN(v)).Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The smallest; NaN without measurements.</summary>
    public double Least(string what, string peer) => All(what, peer).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest; NaN without measurements.</summary>
    public double Most(string what, string peer) => All(what, peer).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
}
