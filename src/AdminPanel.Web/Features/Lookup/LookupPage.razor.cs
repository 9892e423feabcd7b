using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Looks one client up; the client is in the address of the page.</summary>
public sealed partial class LookupPage
{
    private LookupPageModel _model = default!;
    private ElementReference _box;
    private string _typed = "";
    private string? _asked;
    private string? _outcome;

    /// <summary>The client, from the page's address.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    private string? Address { get; set; }

    [Inject]
    private IDnsblResolver Resolver { get; set; } = default!;

    [Inject]
    private TemporaryAllowlist Allowlist { get; set; } = default!;

    [Inject]
    private AllowlistRemoval Removal { get; set; } = default!;

    [Inject]
    private SettingsSource Settings { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _model = new LookupPageModel(Resolver, Allowlist, Settings, Time);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var address = Address ?? "";
        if (address == _asked || !RendererInfo.IsInteractive) return;
        (_asked, _typed, _outcome) = (address, address, null);
        await AskAsync(address);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && string.IsNullOrEmpty(Address) && RendererInfo.IsInteractive) await _box.FocusAsync();
    }

    private async Task Submit()
    {
        var text = _typed.Trim();
        if (text == _asked) await AskAgainAsync();
        else Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("address", text.Length == 0 ? null : text));
    }

    private Task AskAgainAsync()
    {
        _outcome = null;
        return AskAsync(_model.Text);
    }

    private async Task AskAsync(string text)
    {
        try
        {
            var asking = _model.AskAsync(text, Closed);
            StateHasChanged();
            await asking;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private Task RemoveAsync() => ChangeAsync(() => Removal.RemoveAsync(_model.Client!, Closed));

    private Task UndoAsync() => ChangeAsync(() => Removal.UndoAsync(Closed));

    private async Task ChangeAsync(Func<Task<string>> change)
    {
        try
        {
            _outcome = await change();
            await AskAsync(_model.Text);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            _outcome = $"Nothing was changed, because the audit log cannot be written: {e.Message}";
        }
    }
}
