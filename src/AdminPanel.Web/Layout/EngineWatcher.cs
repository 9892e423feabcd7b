using AdminPanel.Screening.Listening;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Layout;

/// <summary>A component that follows the engine's status, once a second, while its page is connected.</summary>
public abstract class EngineWatcher : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The status last seen; null when no engine runs in this process.</summary>
    protected ScreeningStatus? Status { get; private set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Status = Read();
        if (RendererInfo.IsInteractive) _following = FollowAsync();
    }

    /// <summary>Whether the change from <paramref name="before"/> is worth a render.</summary>
    protected virtual bool IsWorthShowing(ScreeningStatus? before, ScreeningStatus? now) => before != now;

    /// <summary>Runs when the page is left.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The engine's status, with the problems of the whole panel.</summary>
    private ScreeningStatus? Read()
    {
        if (Services.GetService<IScreeningServer>() is not { } server) return null;
        var status = server.Status;
        return Services.GetService<PanelProblems>() is { } problems ? status with { Problems = problems.Current } : status;
    }

    private async Task FollowAsync()
    {
        if (Status is null) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var (before, now) = (Status, Read());
                Status = now;
                if (IsWorthShowing(before, now)) await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
