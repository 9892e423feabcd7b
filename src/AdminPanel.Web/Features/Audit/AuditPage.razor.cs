using AdminPanel.Screening.Settings;
using AdminPanel.Store.Audit;
using AdminPanel.Web.Account;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Audit;

/// <summary>The audit log, searchable; the search is the address.</summary>
public sealed partial class AuditPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private AuditPageModel _model = default!;
    private AuditFilter? _asked;

    /// <summary>A person.</summary>
    [SupplyParameterFromQuery(Name = "who")]
    private string? Who { get; set; }

    /// <summary>Text to look for.</summary>
    [SupplyParameterFromQuery(Name = "text")]
    private string? Words { get; set; }

    /// <summary>A settings version.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    private long? Version { get; set; }

    /// <summary>What was done.</summary>
    [SupplyParameterFromQuery(Name = "what")]
    private string? What { get; set; }

    /// <summary>The first day.</summary>
    [SupplyParameterFromQuery(Name = "since")]
    private string? Since { get; set; }

    /// <summary>The last day.</summary>
    [SupplyParameterFromQuery(Name = "until")]
    private string? Until { get; set; }

    [Inject]
    private PanelPerson Person { get; set; } = default!;

    [Inject]
    private SecretZones Secrets { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private SettingsSource Settings { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _model = new AuditPageModel(Audit, Settings, Secrets, Time);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var filter = new AuditFilter(Who ?? "", Words ?? "", Version, What ?? "", AuditFilter.Day(Since), AuditFilter.Day(Until));
        if (filter == _asked || !RendererInfo.IsInteractive) return;
        _asked = filter;
        (_model.Zone, _model.WithFailures) = (Viewer.Zone, (await Person.GetAsync()).CanAdminister);
        await RunAsync(_model.SearchAsync(filter, _gone.Token));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private static string Text(ChangeEventArgs e) => ((string?)e.Value ?? "").Trim();

    private static async Task RunAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private Task RefreshAsync() => RunAsync(_model.SearchAsync(_model.Filter, _gone.Token));

    private Task MoreAsync() => RunAsync(_model.MoreAsync(_gone.Token));

    private void Go(AuditFilter filter) => Navigation.NavigateTo(filter.Href, replace: true);
}
