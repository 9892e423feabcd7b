using System.Collections.Immutable;
using AdminPanel.Web.Account;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.SystemState;

/// <summary>Shows the end of a log, newest first, and follows it.</summary>
public sealed partial class LogsCard : IAsyncDisposable
{
    private const int Max = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _gone = new();
    private ImmutableArray<LogLine> _lines = [];
    private LogLevel _least = LogLevel.Information;
    private ITimer? _timer;
    private string _filter = "";
    private string? _trouble;
    private bool _application;
    private bool _follow = true;

    [Inject] private IServiceProvider Provider { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_timer is not null) await _timer.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        await ReadAsync();
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(FollowAsync), null, Every, Every);
    }

    private Task SetAsync(Action change)
    {
        change();
        return ReadAsync();
    }

    private async Task FollowAsync()
    {
        if (!_follow || _gone.IsCancellationRequested) return;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            // Asked each time: the right may have been taken away while the page is open.
            if (!(await Provider.GetRequiredService<PanelPerson>().GetAsync()).CanAdminister) _lines = [];
            else _lines = await Provider.GetRequiredService<LogTail>().ReadAsync(_application, _filter.Trim(), _least, Max, _gone.Token);
            _trouble = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _trouble = e.Message;
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
