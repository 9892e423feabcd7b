namespace AdminPanel.Benchmarks.Measuring;

/// <summary>A straight line through points by least squares.</summary>
/// <param name="Slope">Rise per unit of x.</param>
/// <param name="Margin">Half the width of the slope's 95 % confidence interval, as if the points scattered independently; NaN below three points.</param>
/// <param name="Least">The smallest y.</param>
/// <param name="Most">The largest y.</param>
internal readonly record struct Trend(double Slope, double Margin, double Least, double Most)
{
    /// <summary>Draws the line; all zero for one point or none.</summary>
    public static Trend Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count == 0) return default;
        var (x, y) = (points.Average(static p => p.X), points.Average(static p => p.Y));
        var (least, most) = (points.Min(static p => p.Y), points.Max(static p => p.Y));
        var spread = points.Sum(p => (p.X - x) * (p.X - x));
        if (spread == 0) return new Trend(0, double.NaN, least, most);
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
        var off = points.Sum(p => Math.Pow(p.Y - y - (slope * (p.X - x)), 2));
        var margin = points.Count < 3 ? double.NaN : 1.96 * Math.Sqrt(off / (points.Count - 2) / spread);
        return new Trend(slope, margin, least, most);
    }

    public override string ToString() => $"{Slope:+0.00;-0.00} ± {Margin:0.00} MB/min, {Least:0.0} to {Most:0.0} MB";
}
