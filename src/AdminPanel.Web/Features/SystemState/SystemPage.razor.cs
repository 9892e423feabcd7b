using System.Data.Common;
using System.Reflection;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Maillog;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Store.History;
using AdminPanel.Web.Hosting;
using AdminPanel.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>The state of this installation, and the few things that can be done about it without publishing.</summary>
public sealed partial class SystemPage
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _gone = new();
    private SystemPageModel _model = default!;
    private ITimer? _timer;
    private string? _outcome;

    [Inject] private IServiceProvider Provider { get; set; } = default!;

    [Inject] private PanelProblems Problems { get; set; } = default!;

    [Inject] private SettingsSource Settings { get; set; } = default!;

    [Inject] private HistoryWriter Writer { get; set; } = default!;

    [Inject] private IOptions<HistoryOptions> HistoryOptions { get; set; } = default!;

    [Inject] private MaillogWriter Maillog { get; set; } = default!;

    [Inject] private TemporaryAllowlist Allowlist { get; set; } = default!;

    [Inject] private AllowlistKeeper Keeper { get; set; } = default!;

    [Inject] private LogLevels Levels { get; set; } = default!;

    [Inject] private UnobservedErrors Unobserved { get; set; } = default!;

    [Inject] private AdminPanelOptions Options { get; set; } = default!;

    [Inject] private ResolverWatch Resolvers { get; set; } = default!;

    [Inject] private UdpDnsblResolver Client { get; set; } = default!;

    [Inject] private IDnsblResolver Resolver { get; set; } = default!;

    [Inject] private VerdictStream Stream { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private static string Version => typeof(SystemPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private HistoryOptions History => HistoryOptions.Value;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _model = Provider.GetRequiredService<SystemPageModel>();
        if (!RendererInfo.IsInteractive) return;
        await RefreshAsync();
        if (!_gone.IsCancellationRequested) _timer = Clock.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, RefreshEvery, RefreshEvery);
    }

    /// <inheritdoc/>
    protected override async ValueTask LeaveAsync()
    {
        await _gone.CancelAsync();
        if (_timer is not null) await _timer.DisposeAsync();
    }

    private static string Size(long bytes) => ByteSize.Text(bytes);

    private async Task RefreshAsync()
    {
        try
        {
            await _model.RefreshAsync(_gone.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private Task ReopenAsync() => DoAsync(actions => actions.ReopenMaillogAsync(CancellationToken.None));

    private Task SetLevelAsync(ChangeEventArgs e) =>
        Enum.TryParse<LogLevel>((string?)e.Value, out var level) ? DoAsync(actions => actions.SetLevelAsync(level, CancellationToken.None)) : Task.CompletedTask;

    private async Task DoAsync(Func<SystemActions, Task<string>> action)
    {
        try
        {
            _outcome = await action(Provider.GetRequiredService<SystemActions>());
        }
        catch (Exception e) when (e is DbException or DbUpdateException or IOException)
        {
            _outcome = $"Nothing was changed, because the audit log cannot be written: {e.Message}";
        }
    }
}
