using AdminPanel.Screening.Listening;

namespace AdminPanel.Web.Layout;

/// <summary>The engine's state in one word, in the top bar.</summary>
public sealed partial class EnginePulse
{
    private string Tone => Status switch
    {
        null or { StartedAt: null } => "off",
        { Problems.IsEmpty: false } => "trouble",
        { Stress: true } => "stress",
        _ => "ok",
    };

    private string Word => Tone switch
    {
        "off" => "not running",
        "trouble" => "trouble",
        "stress" => "stress mode",
        _ => "screening",
    };

    private string Title => Status is { StartedAt: not null } status
        ? $"Listening on {string.Join(", ", status.Listening)}; hand-off {status.Handoff}"
        : "The screening engine is not running in this process.";

}
