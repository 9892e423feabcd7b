using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.History;

/// <summary>One row of Live and History.</summary>
public sealed partial class ConnectionRow
{
    private (ConnectionLine? Line, bool IsOpen, TimeZoneInfo? Zone) _shown;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public ConnectionLine Line { get; set; } = default!;

    /// <summary>Whether the decision is open below it.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>Raised when it is clicked.</summary>
    [Parameter]
    public EventCallback OnToggle { get; set; }

    /// <summary>The decision.</summary>
    [Parameter]
    public RenderFragment? Detail { get; set; }

    /// <summary>How its time is written.</summary>
    [Parameter]
    public TimeTextFormat Format { get; set; } = TimeTextFormat.Compact;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string? Envelope => Line.Sender is null && Line.Recipients is null ? null : $"from {(Line.Sender is { Length: > 0 } sender ? sender : "<>")} to {Line.Recipients}";

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var now = (Line, IsOpen, Viewer.Zone);
        if (!IsOpen && _shown == now) return false;
        _shown = now;
        return true;
    }

    private Task ToggleAsync() => OnToggle.InvokeAsync();
}
