using System.Globalization;
using AdminPanel.Screening.Verdicts;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>One whole decision.</summary>
public sealed partial class DecisionView
{
    /// <summary>The decision.</summary>
    [Parameter, EditorRequired]
    public VerdictEvent Verdict { get; set; } = default!;

    private IReadOnlyList<string> Lines { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet() => Lines = LogLines.Of(Verdict);

    /// <summary>A check's part of the longest time here, in per cent.</summary>
    private string Share(TimeSpan? took)
    {
        var whole = Math.Max(Verdict.Duration.TotalMilliseconds, Verdict.Checks.Max(c => c.Duration?.TotalMilliseconds ?? 0));
        return took is { } span && whole > 0 ? Math.Clamp(100 * span.TotalMilliseconds / whole, 0.8, 100).ToString("0.#", CultureInfo.InvariantCulture) : "0";
    }
}
