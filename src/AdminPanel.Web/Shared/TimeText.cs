using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace AdminPanel.Web.Shared;

/// <summary>How much of a moment <see cref="TimeText"/> shows.</summary>
public enum TimeTextFormat
{
    /// <summary><c>2026-03-01 14:05:09</c>.</summary>
    DateTime,

    /// <summary><c>14:05:09</c>.</summary>
    Time,

    /// <summary><c>14:05:09</c> today, else <c>1 Mar 14:05</c>.</summary>
    Compact,

    /// <summary><c>14:05:09.123</c>.</summary>
    Precise,

    /// <summary><c>2026-03-01</c>.</summary>
    Date,
}

/// <summary>A moment in the viewer's time zone, with UTC on hover.</summary>
public sealed class TimeText : ComponentBase
{
    /// <summary>The moment; null shows <see cref="None"/>.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>How much of it to show.</summary>
    [Parameter]
    public TimeTextFormat Format { get; set; } = TimeTextFormat.Compact;

    /// <summary>Shown when there is no moment.</summary>
    [Parameter]
    public string None { get; set; } = "–";

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary><paramref name="moment"/> as <paramref name="format"/> shows it on the viewer's clock.</summary>
    public static string Text(DateTimeOffset moment, TimeTextFormat format, Viewer viewer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var local = viewer.Local(moment);
        return local.ToString(
            format switch
            {
                TimeTextFormat.DateTime => "yyyy-MM-dd HH:mm:ss",
                TimeTextFormat.Time => "HH:mm:ss",
                TimeTextFormat.Precise => "HH:mm:ss.fff",
                TimeTextFormat.Date => "yyyy-MM-dd",
                _ when local.Date == viewer.Local(now).Date => "HH:mm:ss",
                _ => "d MMM HH:mm",
            },
            CultureInfo.InvariantCulture);
    }

    /// <summary>The hover text: UTC, and the viewer's offset.</summary>
    public static string Hover(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + " UTC";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (At is not { } at)
        {
            builder.AddContent(0, None);
            return;
        }

        builder.OpenElement(1, "time");
        builder.AddAttribute(2, "class", "num");
        builder.AddAttribute(3, "datetime", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        builder.AddAttribute(4, "title", Hover(at));
        builder.AddContent(5, Text(at, Format, Viewer, Time.GetUtcNow()));
        builder.CloseElement();
    }
}
