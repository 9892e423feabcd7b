using AdminPanel.Screening.Listening;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Live;

/// <summary>The connections being screened, asked of the engine twice a second.</summary>
public sealed partial class InFlight : IAsyncDisposable
{
    private const int Shown = 8;
    private const int Asked = 500;
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;
    private IScreeningServer? _server;
    private IReadOnlyList<InFlightConnection> _connections = [];
    private IReadOnlyList<(string Stage, int Count)> _stages = [];
    private DateTimeOffset _asOf;
    private int _total;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _server = Services.GetService<IScreeningServer>();
        if (_server is not null && RendererInfo.IsInteractive) _following = FollowAsync(_server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private async Task FollowAsync(IScreeningServer server)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), Time);
        try
        {
            do
            {
                var were = _connections.Count;
                _connections = await server.InFlightAsync(Asked, _stop.Token);
                _asOf = Time.GetUtcNow();
                _total = Math.Max(_connections.Count, server.Status.UnderTest + server.Status.InTransit);
                _stages = [.. _connections.GroupBy(c => c.Stage).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal)];
                if (were + _connections.Count > 0) StateHasChanged();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
