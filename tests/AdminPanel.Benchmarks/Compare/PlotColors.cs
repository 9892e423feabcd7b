using OxyPlot;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>Colours of a picture; each stands out by lightness too, for those who tell colours badly.</summary>
internal sealed record PlotColors(OxyColor Text, OxyColor Faint, OxyColor Run, OxyColor Goal, OxyColor Engine, OxyColor Postscreen, OxyColor Haraka)
{
    /// <summary>For a white page.</summary>
    public static PlotColors Light { get; } = new(
        OxyColor.Parse("#1F2933"), OxyColor.Parse("#B8C0CA"), OxyColor.Parse("#FFFFFF"), OxyColor.Parse("#177245"), OxyColor.Parse("#2F6FDE"), OxyColor.Parse("#8A93A3"), OxyColor.Parse("#CFC4B0"));

    /// <summary>For a black page.</summary>
    public static PlotColors Dark { get; } = new(
        OxyColor.Parse("#E4E8EE"), OxyColor.Parse("#4A535F"), OxyColor.Parse("#14181D"), OxyColor.Parse("#5CCB8F"), OxyColor.Parse("#5B93F5"), OxyColor.Parse("#77818F"), OxyColor.Parse("#6B6252"));

    /// <summary>The colour of a side.</summary>
    public OxyColor Of(string peer) => peer switch { Row.Engine => Engine, Row.Postscreen => Postscreen, _ => Haraka };
}
