using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>
/// One row as a picture: a bar a side with its median beside it, a dot a run, a line for the goal. Transparent, for a light or a dark page.
/// Haraka's bar is cut off where it would make the others too small to compare.
/// </summary>
internal static class Plot
{
    private const int Width = 720, RoomAround = 92, RoomPerBar = 34, RoomForNames = 84;
    private const double CutOff = 4;

    /// <summary>Draws it; false when there is nothing to draw.</summary>
    public static bool Write(string path, Row row, Figures figures, PlotColors colors)
    {
        string[] peers = [.. new[] { Row.Haraka, Row.Postscreen, Row.Engine }.Where(peer => figures.All(row.What, peer).Any(double.IsFinite))];
        if (!peers.Any(peer => figures.Most(row.What, peer) > 0)) return false;
        var goal = GoalAt(row, figures);
        double[] compared = [.. peers.Where(static peer => peer != Row.Haraka).Select(peer => figures.Most(row.What, peer)), goal ?? 0];
        var most = Math.Min(Math.Max(compared.Max(), figures.All(row.What, Row.Haraka).Append(0).Max()), compared.Max() > 0 ? compared.Max() * CutOff : double.MaxValue);
        var model = new PlotModel
        {
            Title = $"{row.Title}{(row.Unit.Length > 0 ? $" [{row.Unit}]" : "")}",
            TitleFontSize = 13,
            TitleFontWeight = FontWeights.Bold,
            TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinView,
            DefaultFont = "system-ui, Segoe UI, Helvetica, Arial, sans-serif",
            TextColor = colors.Text,
            PlotAreaBorderThickness = new OxyThickness(0),
            PlotMargins = new OxyThickness(RoomForNames, double.NaN, double.NaN, double.NaN),
            Background = OxyColors.Transparent,
        };
        model.Axes.Add(Names(peers, colors));
        model.Axes.Add(Values(Math.Min(0, peers.Min(peer => figures.Least(row.What, peer))), most, colors));
        var bars = new BarSeries { BarWidth = 0.9 };
        var runs = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 3, MarkerFill = colors.Run, MarkerStroke = colors.Text, MarkerStrokeThickness = 0.8 };
        for (var i = 0; i < peers.Length; i++)
        {
            var median = figures.Median(row.What, peers[i]);
            var ends = Math.Min(most, figures.Most(row.What, peers[i]));
            bars.Items.Add(new BarItem { Value = Math.Min(most, median), Color = colors.Of(peers[i]) });
            foreach (var run in figures.All(row.What, peers[i]).Where(run => run <= most)) runs.Points.Add(new ScatterPoint(run, i));
            model.Annotations.Add(Words($"{Row.Number(median)}{(median > most ? " …" : "")}", new DataPoint(ends, i), HorizontalAlignment.Left, colors.Text, FontWeights.Bold));
        }

        model.Series.Add(bars);
        model.Series.Add(runs);
        if (goal is { } at)
        {
            model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = at, Color = colors.Goal, LineStyle = LineStyle.Dash, StrokeThickness = 1.6 });
            var side = at > most * 0.6 ? HorizontalAlignment.Right : HorizontalAlignment.Left;
            model.Annotations.Add(Words($"goal {row.GoalText}", new DataPoint(at, peers.Length - 0.28), side, colors.Goal, FontWeights.Normal));
        }

        using var file = File.Create(path);
        new SvgExporter { Width = Width, Height = RoomAround + (RoomPerBar * peers.Length) }.Export(model, file);
        return true;
    }

    private static CategoryAxis Names(string[] peers, PlotColors colors)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, TickStyle = TickStyle.None, AxislineStyle = LineStyle.Solid, AxislineColor = colors.Faint, FontSize = 12, GapWidth = 0.4 };

        // The goal's words stand above the bars.
        axis.Maximum = peers.Length - 0.05;
        axis.Labels.AddRange(peers);
        return axis;
    }

    private static LinearAxis Values(double least, double most, PlotColors colors) => new()
    {
        Position = AxisPosition.Bottom,
        Minimum = least * 1.08,

        // Beside the longest bar its number needs room.
        Maximum = most * 1.14,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.FromAColor(90, colors.Faint),
        TickStyle = TickStyle.None,
        FontSize = 11,
        LabelFormatter = static value => Row.Number(value),
        IntervalLength = 90,
    };

    private static TextAnnotation Words(string text, DataPoint at, HorizontalAlignment side, OxyColor color, double weight) => new()
    {
        Text = text,
        TextPosition = at,
        TextHorizontalAlignment = side,
        TextVerticalAlignment = VerticalAlignment.Middle,
        Offset = new ScreenVector(side == HorizontalAlignment.Left ? 8 : -8, 0),
        TextColor = color,
        StrokeThickness = 0,
        FontSize = 12,
        FontWeight = weight,
    };

    /// <summary>The goal in the row's unit; null when there is none or postscreen's figure is missing.</summary>
    private static double? GoalAt(Row row, Figures figures)
    {
        var goal = row.Goal switch
        {
            Goal.Shown => double.NaN,
            Goal.RatioAtMost or Goal.RatioAtLeast => row.Limit * figures.Median(row.What, Row.Postscreen),
            _ => row.Limit,
        };
        return double.IsNaN(goal) ? null : goal;
    }
}
