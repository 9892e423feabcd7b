using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Demo;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Lookup;

/// <summary>Looks one client up; the client is in the address of the page.</summary>
public sealed partial class LookupPage
{
    private LookupPageModel _model = default!;
    private ElementReference _box;
    private ElementReference _answer;
    private CheckupReport? _focused;
    private DemoVisits? _visits;
    private VerdictEvent? _came;
    private string? _sent;
    private bool _isSending;
    private int _visitsSeen;
    private string _typed = "";
    private string? _asked;
    private string? _outcome;

    /// <summary>The client, from the page's address.</summary>
    [SupplyParameterFromQuery(Name = "address")]
    private string? Address { get; set; }

    [Inject]
    private IDnsblStandings Standings { get; set; } = default!;

    [Inject]
    private IDnsblResolver Resolver { get; set; } = default!;

    [Inject]
    private IHostLookup Hosts { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

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
    protected override void OnInitialized()
    {
        _model = new LookupPageModel(Resolver, Hosts, Allowlist, Settings, Time, Standings);
        _visits = Services.GetService<DemoVisits>();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var address = Address ?? "";
        if (address == _asked || !RendererInfo.IsInteractive) return;
        (_asked, _typed, _outcome, _sent, _came) = (address, address, null, null, null);
        await AskAsync(address);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && string.IsNullOrEmpty(Address) && RendererInfo.IsInteractive) await _box.FocusAsync();

        // From the box to the answer, so that the next Tab reaches what can be done about it; once for each question.
        if (_model.Report is { } report && report.Client != _focused?.Client)
        {
            _focused = report;
            await _answer.FocusAsync();
        }
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

    /// <summary>The reason an entry begins with: what was found, for those who read it later.</summary>
    private static string Why(CheckupReport report) => $"Looked up {report.At.UtcDateTime:yyyy-MM-dd}, would be {report.Conclusion.Outcome} ({report.Conclusion.Reason})";

    private async Task SendAsync()
    {
        var client = _model.Client!;
        (_isSending, _came, _sent) = (true, null, $"{client} is on its way; screening takes a few seconds.");
        try
        {
            _came = await _visits!.SendAsync(client, Closed);
            _sent = _came is null ? $"{client} came, but no decision was seen within 20 s." : $"{client} came again:";
            if (Services.GetService<HistoryWriter>() is { } history) await history.FlushAsync(Closed);
            _visitsSeen++;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }

        _isSending = false;
    }

    private Task RemoveAllAsync() => ChangeAsync(() => Removal.RemoveAllAsync(Closed));

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
