using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>One row as a picture: a bar a side with its median, a dot a run, a line for the goal.</summary>
internal static class Plot
{
    private static readonly OxyColor s_postscreen = OxyColor.FromRgb(0x8A, 0x93, 0xA3);
    private static readonly OxyColor s_engine = OxyColor.FromRgb(0x2F, 0x6F, 0xDE);

    /// <summary>Draws it; false when there is nothing to draw.</summary>
    public static bool Write(string path, Row row, Figures figures)
    {
        string[] peers = [.. new[] { Row.Engine, Row.Postscreen }.Where(peer => figures.All(row.What, peer).Any(double.IsFinite))];
        if (peers.Length == 0) return false;
        var model = new PlotModel { Title = row.Title, TitleFontSize = 13, TitleFontWeight = FontWeights.Normal, PlotAreaBorderThickness = new OxyThickness(0), Background = OxyColors.White };
        var names = new CategoryAxis { Position = AxisPosition.Left, TickStyle = TickStyle.None, AxislineStyle = LineStyle.Solid };
        var most = peers.SelectMany(peer => figures.All(row.What, peer)).Append(GoalAt(row, figures) ?? 0).Where(double.IsFinite).Max();
        var values = new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = Math.Min(0, peers.Min(peer => figures.All(row.What, peer).Min())),
            Maximum = most * 1.08,
            Title = row.Unit,
            MajorGridlineStyle = LineStyle.Dot,
            TickStyle = TickStyle.None,
        };
        model.Axes.Add(names);
        model.Axes.Add(values);
        var bars = new BarSeries { BarWidth = 0.8, LabelPlacement = LabelPlacement.Inside };
        var runs = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 2.5, MarkerFill = OxyColors.Black };
        for (var i = 0; i < peers.Length; i++)
        {
            names.Labels.Add(peers[i]);
            bars.Items.Add(new BarItem { Value = figures.Median(row.What, peers[i]), Color = peers[i] == Row.Engine ? s_engine : s_postscreen });
            foreach (var run in figures.All(row.What, peers[i]).Where(double.IsFinite)) runs.Points.Add(new ScatterPoint(run, i));
        }

        model.Series.Add(bars);
        model.Series.Add(runs);
        if (GoalAt(row, figures) is { } goal)
        {
            model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = goal, Color = OxyColors.ForestGreen, LineStyle = LineStyle.Dash, Text = $"goal {row.GoalText}", TextOrientation = AnnotationTextOrientation.Horizontal, FontSize = 10 });
        }

        using var file = File.Create(path);
        new SvgExporter { Width = 640, Height = 70 + (50 * peers.Length) }.Export(model, file);
        return true;
    }

    /// <summary>The goal in the row's unit; null when postscreen's figure is missing.</summary>
    private static double? GoalAt(Row row, Figures figures)
    {
        var goal = row.Goal is Goal.RatioAtMost or Goal.RatioAtLeast ? row.Limit * figures.Median(row.What, Row.Postscreen) : row.Limit;
        return double.IsNaN(goal) ? null : goal;
    }
}
