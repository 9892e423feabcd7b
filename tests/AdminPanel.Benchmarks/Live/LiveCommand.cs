using System.CommandLine;
using System.Text.Json;
using AdminPanel.Benchmarks.History;
using AdminPanel.Benchmarks.Peers;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPanel.Benchmarks.Live;

/// <summary><c>live</c>: what three open Live pages cost the server, and whether the browser stays smooth.</summary>
internal static class LiveCommand
{
    private const string User = "bench";
    private const string Password = "a-long-password";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var rate = new Option<int>("--rate") { Description = "Verdicts a second.", DefaultValueFactory = static _ => 1_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds, each without and with the pages.", DefaultValueFactory = static _ => 5 };
        var command = new Command("live", "Three Live pages in a browser: the server's processor time for them, frame times, updates.") { rate, rounds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rate), parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int rate, int rounds, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder("bench-live");
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.FreeTcp()}/");
        await using var panel = PanelHost.Build([$"--DataDirectory={folder.Path}", $"--Urls={url.GetLeftPart(UriPartial.Authority)}", "--Screening:Listen:0=127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        await panel.StartAsync(cancellationToken);
        await using (var scope = panel.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PanelAccounts>().CreateAsync(User, Password, PanelRoles.Admin, "benchmark");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var publishing = Task.Run(() => PublishAsync(panel.Services.GetRequiredService<VerdictStream>(), rate, stop.Token), cancellationToken);
        List<double> shares = [], middles = [], rares = [], slowest = [];
        for (var round = 0; round < rounds; round++)
        {
            var without = await CostAsync(cancellationToken);
            await using var browser = await LiveBrowser.StartAsync(cancellationToken);
            await browser.OpenLiveAsync(url, User, Password, cancellationToken);
            await browser.OpenBesideAsync(new Uri(url, "live"), cancellationToken);
            await browser.OpenBesideAsync(new Uri(url, "live?verdict=!pass-old"), cancellationToken);
            await Task.Delay(Settling, cancellationToken);
            await browser.EvaluateAsync(Smoothness.Script, cancellationToken);
            var with = await CostAsync(cancellationToken);
            var seen = JsonSerializer.Deserialize<Smoothness>(await browser.EvaluateAsync(Smoothness.Result, cancellationToken), JsonSerializerOptions.Web)!;
            shares.Add(with - without);
            middles.Add(seen.Frame(0.5));
            rares.Add(seen.Frame(0.99));
            slowest.Add(seen.Frame(1));
            Console.WriteLine(
                $"{rate} verdicts/s: {without:0.0} % of a core without pages, {with:0.0} % with three; frames of a page: median {middles[^1]:0.0} ms, 99 % {rares[^1]:0} ms, longest {slowest[^1]:0} ms; "
                + $"{seen.LongTasks} tasks over 50 ms, {seen.Busy:0.0} % of its time; {seen.Updates} updates");
        }

        await stop.CancelAsync();
        await publishing;
        await panel.StopAsync(cancellationToken);
        var share = Middle(shares);
        Console.WriteLine($"median of {rounds}: three pages take {share:0.0} % of a core (goal < 30 %: {(share < 30 ? "pass" : "FAIL")}); frames {Middle(middles):0.0} ms, 99 % {Middle(rares):0} ms, longest {Middle(slowest):0} ms");
        return share < 30 ? 0 : 2;
    }

    /// <summary>This process' share of one core, in per cent, over the settling time twice.</summary>
    private static async Task<double> CostAsync(CancellationToken cancellationToken)
    {
        var (used, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(2 * Settling, cancellationToken);
        return 100 * (Environment.CpuUsage.TotalTime - used) / TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task PublishAsync(VerdictStream stream, int rate, CancellationToken stopping)
    {
        // Made before, so that making them is no load; the same ones come again.
        var verdicts = new SyntheticVerdicts(20_000).All().ToArray();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            for (var sent = 0L; await timer.WaitForNextTickAsync(stopping);)
            {
                var due = (long)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate);
                for (; sent < due; sent++)
                {
                    var verdict = verdicts[sent % verdicts.Length];
                    stream.Publish(verdict with { Id = Guid.CreateVersion7(), ConnectedAt = DateTimeOffset.UtcNow - verdict.Duration });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
