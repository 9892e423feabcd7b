using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Overview;

/// <summary>The state of the engine and of the settings.</summary>
public sealed partial class EngineCard
{
    /// <summary>How many settings the draft changes.</summary>
    [Parameter]
    public int WaitingChanges { get; set; }

    /// <summary>Who last saved the draft.</summary>
    [Parameter]
    public string DraftBy { get; set; } = "";

    [Inject]
    private SettingsSource Settings { get; set; } = default!;
}
