using AdminPanel.Web.Account;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web;

/// <summary>The router, and the place where the viewer's choices enter an interactive session.</summary>
public sealed partial class Routes
{
    /// <summary>Theme and time zone as the browser's cookies told them.</summary>
    [Parameter]
    public ViewerChoice? Choice { get; set; }

    /// <summary>The address that asked for the page.</summary>
    [Parameter]
    public string? From { get; set; }

    [Inject]
    private ClientOrigin Origin { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Viewer.Apply(Choice ?? new ViewerChoice());
        Origin.Current = From;
    }
}
