using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace AdminPanel.Web.Layout;

/// <summary>Chooses light, dark or the system's theme; the browser remembers it.</summary>
public sealed partial class ThemeMenu
{
    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string Icon => Viewer.Choice.Theme switch
    {
        "light" => Icons.Material.Outlined.LightMode,
        "dark" => Icons.Material.Outlined.DarkMode,
        _ => Icons.Material.Outlined.Contrast,
    };

    private string Mark(string theme) => Viewer.Choice.Theme == theme ? " ✓" : "";

    private async Task ChooseAsync(string theme) => Viewer.Apply(await Js.InvokeAsync<ViewerChoice>("adminPanel.setTheme", theme));
}
