using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace AdminPanel.Web.Layout;

/// <summary>The panel around every page: top bar, navigation, engine problems, the publish bar.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private bool _navOpen;
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Viewer.Changed += Refresh;
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        Viewer.Apply(await Js.InvokeAsync<ViewerChoice>("adminPanel.watch", _self) ?? Viewer.Choice);
    }

    /// <summary>Called by the browser when the system theme changed.</summary>
    [JSInvokable]
    public void ViewerChanged(ViewerChoice choice) => Viewer.Apply(choice);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Viewer.Changed -= Refresh;
        Navigation.LocationChanged -= OnLocationChanged;
        if (_self is null) return;
        _self.Dispose();
        try
        {
            await Js.InvokeVoidAsync("adminPanel.unwatch");
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and its listener with it.
        }
    }

    private void ToggleNav() => _navOpen = !_navOpen;

    private void CloseNav() => _navOpen = false;

    private void Recover() => _boundary?.Recover();

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _boundary?.Recover();
        if (!_navOpen) return;
        _navOpen = false;
        Refresh();
    }
}
