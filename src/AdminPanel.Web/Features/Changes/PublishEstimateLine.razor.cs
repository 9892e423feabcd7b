using AdminPanel.Screening.Settings;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Changes;

/// <summary>Asks <see cref="IPublishEstimate"/> once the draft has come to rest.</summary>
public sealed partial class PublishEstimateLine
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(400);
    private PublishEstimate? _estimate;
    private string? _asked;
    private CancellationTokenSource? _asking;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<PublishEstimateLine> Logger { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        OnDraftChanged();
    }

    /// <inheritdoc/>
    protected override void OnDraftChanged()
    {
        if (!RendererInfo.IsInteractive || Services.GetService<IPublishEstimate>() is not { } estimates) return;
        var (published, draft) = (Session.Published.Settings, Session.Settings);
        var wanted = Session.Changes.IsEmpty ? null : $"{Session.Published.Version} {SettingsJson.Hash(draft)}";
        if (wanted == _asked) return;
        (_asked, _estimate) = (wanted, null);
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
        if (wanted is null) return;
        _asking = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        _ = AskAsync(estimates, published, draft, _asking.Token);
    }

    private async Task AskAsync(IPublishEstimate estimates, ScreeningSettings published, ScreeningSettings draft, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Rest, Time, cancellationToken);
            var found = await Task.Run(() => estimates.EstimateAsync(published, draft, cancellationToken), cancellationToken);
            if (cancellationToken.IsCancellationRequested) return;
            _estimate = found;
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // A newer draft is asked about, or the page was left.
        }
        catch (Exception e)
        {
            LogFailed(Logger, e);
        }
    }

    [LoggerMessage(EventId = 7104, Level = LogLevel.Warning, Message = "What publishing would change could not be estimated")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
