using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>
/// From the order of a change to the first client that is decided by it: the access list is closed (everybody hears 521 at once) and
/// opened again, while clients knock one after the other all the time. The order is the call that the Publish button makes, in a whole panel
/// inside this process, with store, audit and compilation; of postscreen, <c>postfix reload</c>, with main.cf already edited.
/// </summary>
internal static class PublishedChange
{
    private const int EngineChanges = 9, PostscreenChanges = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Milliseconds, the median of some changes.</summary>
    public static async Task<double> EngineAsync(CancellationToken cancellationToken)
    {
        using var data = new TempFolder("bench-publish");
        var (output, errors) = (Console.Out, Console.Error);
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        try
        {
            return await InPanelAsync(data.Path, cancellationToken);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>Milliseconds, the median of some changes; the access list is open again at the end.</summary>
    public static async Task<double> PostscreenAsync(PostscreenPeer postscreen, Profile open, CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var change = 0; change <= PostscreenChanges; change++)
        {
            var closed = change % 2 == 0;
            await postscreen.EditAsync(open with { Closed = closed }, cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var reloading = postscreen.ReloadAsync(cancellationToken);
            await HeardAsync(postscreen.Smtp, closed, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await reloading;
        }

        times.Sort();
        return (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2;
    }

    private static async Task<double> InPanelAsync(string data, CancellationToken cancellationToken)
    {
        var smtp = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeTcp());
        await using var app = PanelHost.Build(
            [$"--DataDirectory={data}", "--Urls=http://127.0.0.1:0", $"--Screening:Listen:0={smtp}", "--Screening:HandOff=none", "--Screening:Resolvers:0=127.0.0.1:9"], forCommand: true);
        await app.StartAsync(cancellationToken);
        var publisher = app.Services.GetRequiredService<SettingsPublisher>();
        var source = app.Services.GetRequiredService<SettingsSource>();
        var open = source.Current.Settings.Access;
        var everybody = new AccessEntry { Id = "everybody", Kind = AccessEntryKind.Everyone, Action = AccessAction.Reject };
        List<double> times = [];
        for (var change = 0; change < EngineChanges; change++)
        {
            var closed = change % 2 == 0;
            var settings = source.Current.Settings with { Access = closed ? open with { Entries = [everybody], DenylistAction = ScreeningAction.Drop } : open };
            var started = Stopwatch.GetTimestamp();
            var publishing = publisher.PublishAsync(settings, source.Current.Version, "benchmark", "", cancellationToken: cancellationToken);
            await HeardAsync(smtp, closed, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await publishing;
        }

        await app.StopAsync(cancellationToken);
        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task HeardAsync(IPEndPoint server, bool closed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < s_patience)
        {
            if ((await Teaser.ReadAsync(server, cancellationToken)).StartsWith(closed ? "521" : "220", StringComparison.Ordinal)) return;
        }

        throw new TimeoutException($"{server} is not {(closed ? "closed" : "open")} within {s_patience.TotalSeconds} s");
    }
}
