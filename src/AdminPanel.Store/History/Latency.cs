namespace AdminPanel.Store.History;

/// <summary>Latencies counted in steps of 2^(1/4), so that percentiles over any time come from a few rows; off by at most 10 %.</summary>
internal static class Latency
{
    /// <summary>The step of answers from the reply cache: counted, but without a latency.</summary>
    public const int Shared = -1_000;

    /// <summary>How long the rows of a list are added up before a new one begins.</summary>
    public static TimeSpan Slot { get; } = TimeSpan.FromMinutes(5);

    public static int StepOf(TimeSpan latency) => (int)Math.Round(Math.Log2(Math.Max(latency.TotalMilliseconds, 0.01)) * 4);

    public static double Milliseconds(int step) => Math.Pow(2, step / 4.0);

    public static DateTimeOffset SlotOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Slot.Ticks), TimeSpan.Zero);

    /// <summary>The latency below which the <paramref name="fraction"/> of all counted answers lie; null without any.</summary>
    public static double? Percentile(IEnumerable<(int Step, int Count)> counts, double fraction)
    {
        var steps = counts.Where(static c => c.Step != Shared).OrderBy(static c => c.Step).ToList();
        var rest = Math.Ceiling(steps.Sum(static c => (long)c.Count) * fraction);
        foreach (var (step, count) in steps)
        {
            rest -= count;
            if (rest <= 0) return Math.Round(Milliseconds(step), 2);
        }

        return null;
    }
}
