using System.Diagnostics;
using AdminPanel.Benchmarks.Measuring;

namespace AdminPanel.Benchmarks.Soak;

/// <summary>What the panel's process holds, sample by sample, in megabytes.</summary>
internal sealed class SoakMemory(int process, RuntimeWatch runtime)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<(double Minutes, double Megabytes)> _resident = [];
    private readonly List<(double Minutes, double Megabytes)> _live = [];

    private double Minutes => Stopwatch.GetElapsedTime(_started).TotalMinutes;

    /// <summary>Takes a sample and tells it.</summary>
    public string Look()
    {
        var (resident, own) = (Field("VmRSS"), Field("RssAnon"));
        _resident.Add((Minutes, resident));
        return $"{Minutes:0.0} min: resident {resident:0.0} MB, of it own {own:0.0} MB; heap {runtime["gc-heap-size"]:0.0} MB, committed {runtime["gc-committed"]:0.0} MB; "
            + $"{runtime["threadpool-thread-count"]:0} pool threads, {runtime["active-timer-count"]:0} timers, {runtime["exception-count"]:0} exceptions";
    }

    /// <summary>Collects all garbage and tells what is left.</summary>
    public async Task<string> CollectAsync(CancellationToken cancellationToken)
    {
        var live = await runtime.LiveHeapAsync(cancellationToken);
        _live.Add((Minutes, live));
        return $"{Minutes:0.0} min: {live:0.0} MB live after a full collection";
    }

    /// <summary>Resident memory over the last two thirds: before, caches fill and code is compiled.</summary>
    public Trend Resident => Trend.Of([.. _resident.Where(sample => sample.Minutes >= Minutes / 3)]);

    /// <summary>Live objects, one point for each collection.</summary>
    public Trend Live => Trend.Of([.. _live.Where(static sample => !double.IsNaN(sample.Megabytes))]);

    /// <summary>True when memory surely grows: the slope is above zero by more than its margin, and a whole run adds more than 5 % or 8 MB.</summary>
    public bool Grows => Resident is var trend && trend.Slope - trend.Margin > 0 && trend.Slope * Minutes * 2 / 3 > Math.Max(8, 0.05 * trend.Least);

    private double Field(string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]) / 1_024.0;
    }
}
