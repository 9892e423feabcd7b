using System.Globalization;
using AdminPanel.Store.History;
using AdminPanel.Web.Features.History;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Overview;

/// <summary>Connections over time, stacked by what was done with them.</summary>
public sealed partial class FlowChart
{
    private IReadOnlyList<HistoryBucket>? _drawn;
    private List<Bar> _bars = [];
    private List<(DateTimeOffset At, double Place)> _ticks = [];
    private long _scale = 1;

    /// <summary>The slices, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<HistoryBucket> Buckets { get; set; } = [];

    /// <summary>Length of one.</summary>
    [Parameter, EditorRequired]
    public TimeSpan Slice { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    private string Summary => $"Connections over time: {Numbers.Thin(Buckets.Sum(b => (long)b.HandedOff))} handed off, {Numbers.Thin(Buckets.Sum(b => (long)b.TurnedAway))} turned away, {Numbers.Thin(Buckets.Sum(b => (long)b.HungUp))} hung up";

    /// <summary>The smallest round and even number that holds <paramref name="highest"/>.</summary>
    public static long Scale(long highest)
    {
        if (highest <= 8) return Math.Max(2, (highest + 1) / 2 * 2);
        for (long step = 1; ; step *= 10)
        {
            foreach (var factor in (ReadOnlySpan<long>)[10, 12, 16, 20, 30, 40, 50, 60, 80])
            {
                if (factor * step >= highest) return factor * step;
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_drawn, Buckets)) return;
        _drawn = Buckets;
        _scale = Scale(Buckets.Count == 0 ? 1 : Buckets.Max(b => b.HandedOff + b.TurnedAway + b.HungUp));
        _bars = [.. Buckets.Select(Draw)];
        _ticks = [.. Buckets.Select((b, i) => (b.Start, Place: 100.0 * i / Buckets.Count)).Where(t => Viewer.Local(t.Start) is { Minute: 0 } local && local.Hour % 4 == 0 && t.Place is > 2 and < 97)];
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private Bar Draw(HistoryBucket bucket)
    {
        var would = Math.Min(bucket.WouldHave, bucket.HandedOff);
        var bar = new Bar(
            (ConnectionFilter.None with { From = bucket.Start, To = bucket.Start + Slice }).Href("/connections"),
            $"{TimeText.Text(bucket.Start, TimeTextFormat.Time, Viewer, bucket.Start)[..5]}: {Numbers.Thin(bucket.HandedOff)} handed off ({Numbers.Thin(bucket.WouldHave)} would have been turned away), {Numbers.Thin(bucket.TurnedAway)} turned away, {Numbers.Thin(bucket.HungUp)} hung up",
            []);
        var top = 100.0;
        Add("pass", bucket.HandedOff - would);
        Add("limit", would);
        Add("dnsbl", bucket.TurnedAway);
        Add("quiet", bucket.HungUp);
        return bar;

        void Add(string tone, int count)
        {
            if (count == 0) return;
            var height = 100.0 * count / _scale;
            top -= height;
            bar.Parts.Add((tone, top, height));
        }
    }

    private sealed record Bar(string Href, string Title, List<(string Tone, double Top, double Height)> Parts);
}
