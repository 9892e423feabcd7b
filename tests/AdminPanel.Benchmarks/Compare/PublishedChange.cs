using System.Diagnostics;
using System.Net;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Screening.Settings;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Benchmarks.Compare;

/// <summary>
/// From the call that the Publish button makes to the first client that meets the new settings, in a whole panel inside this process: store,
/// audit, compilation and engine included. Of postscreen: from <c>postfix reload</c>. Clients knock one after the other all the time.
/// </summary>
internal static class PublishedChange
{
    private const int Changes = 9;

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

    /// <summary>Milliseconds.</summary>
    public static async Task<double> PostscreenAsync(PostscreenPeer postscreen, Profile profile, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var change = postscreen.ReloadWithAsync(profile, cancellationToken);
        await HeardAsync(postscreen.Smtp, profile.Name, cancellationToken);
        await change;
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<double> InPanelAsync(string data, CancellationToken cancellationToken)
    {
        var smtp = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeTcp());
        await using var app = PanelHost.Build(
            [$"--DataDirectory={data}", "--Urls=http://127.0.0.1:0", $"--Screening:Listen:0={smtp}", "--Screening:HandOff=none", "--Screening:Resolvers:0=127.0.0.1:9"], forCommand: true);
        await app.StartAsync(cancellationToken);
        var publisher = app.Services.GetRequiredService<SettingsPublisher>();
        var source = app.Services.GetRequiredService<SettingsSource>();
        List<double> times = [];
        for (var change = 0; change < Changes; change++)
        {
            var word = $"change-{change}-";
            var settings = source.Current.Settings with { Greet = new GreetSettings { Banner = $"$smtpd_banner {word}" } };
            var started = Stopwatch.GetTimestamp();
            var publishing = publisher.PublishAsync(settings, source.Current.Version, "benchmark", word, cancellationToken: cancellationToken);
            await HeardAsync(smtp, word, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await publishing;
        }

        await app.StopAsync(cancellationToken);
        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task HeardAsync(IPEndPoint server, string word, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 20_000; tries++)
        {
            if ((await Teaser.ReadAsync(server, cancellationToken)).Contains(word, StringComparison.Ordinal)) return;
        }

        throw new TimeoutException($"{server} never says {word}");
    }
}
