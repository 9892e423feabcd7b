using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Verdicts;
using Microsoft.AspNetCore.Components;

namespace AdminPanel.Web.Features.Overview;

/// <summary>Is mail flowing, this very second.</summary>
public sealed partial class FlowNow
{
    private readonly Queue<(DateTimeOffset At, long Count)> _counts = new();
    private long _perMinute;

    [Inject]
    private VerdictStream Stream { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private MailFlow Flow { get; set; } = new("quiet", "", "");

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Look();
    }

    /// <inheritdoc/>
    protected override bool IsWorthShowing(ScreeningStatus? before, ScreeningStatus? now)
    {
        var (flow, perMinute) = (Flow, _perMinute);
        Look();
        return flow != Flow || perMinute != _perMinute;
    }

    private void Look()
    {
        var now = Clock.GetUtcNow();
        var newest = Stream.Recent.Newest(1_000);
        Flow = MailFlow.Judge(Status, newest, now);

        // The ring answers for a minute of light traffic; the counter for a page that has been open that long.
        _counts.Enqueue((now, Stream.Count));
        while (_counts.Count > 1 && now - _counts.Peek().At > TimeSpan.FromSeconds(60)) _counts.Dequeue();
        var counted = Stream.Count - _counts.Peek().Count;
        _perMinute = Math.Max(counted, newest.Count(v => now - (v.ConnectedAt + v.Duration) <= TimeSpan.FromSeconds(60)));
    }
}
