using System.Threading.Channels;
using Microsoft.Playwright;

namespace AdminPanel.EndToEnd.Tests.Browser;

/// <summary>A line over which the page's circuit reaches the server late, in both directions and in order.</summary>
internal static class SlowLine
{
    /// <summary>Delays everything that the pages opened from now on send and get.</summary>
    public static Task DelayAsync(IPage page, TimeSpan oneWay, CancellationToken ended) => page.RouteWebSocketAsync("**/_blazor*", route =>
    {
        var server = route.ConnectToServer();
        route.OnMessage(Later(server, oneWay, ended));
        server.OnMessage(Later(route, oneWay, ended));
    });

    private static Action<IWebSocketFrame> Later(IWebSocketRoute to, TimeSpan delay, CancellationToken ended)
    {
        var frames = Channel.CreateUnbounded<(IWebSocketFrame Frame, long At)>();
        _ = PassOnAsync();
        return frame => frames.Writer.TryWrite((frame, TimeProvider.System.GetTimestamp()));

        async Task PassOnAsync()
        {
            try
            {
                await foreach (var (frame, at) in frames.Reader.ReadAllAsync(ended))
                {
                    var left = delay - TimeProvider.System.GetElapsedTime(at);
                    if (left > TimeSpan.Zero) await Task.Delay(left, ended);
                    if (frame.Binary is { } bytes) to.Send(bytes);
                    else to.Send(frame.Text ?? "");
                }
            }
            catch (Exception end) when (end is OperationCanceledException or PlaywrightException)
            {
                // The test is over, or the page has gone.
            }
        }
    }
}
