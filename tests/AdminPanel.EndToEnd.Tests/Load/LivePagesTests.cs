using System.Collections.Immutable;
using System.Net;
using AdminPanel.EndToEnd.Tests.Browser;
using AdminPanel.EndToEnd.Tests.Lab;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using AdminPanel.Web.Account;
using AdminPanel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Load;

/// <summary>
/// What Live costs the server. Measures for a minute, so it runs only when asked for:
/// <c>dotnet run --project tests/AdminPanel.EndToEnd.Tests -c Release -- -explicit only -class '*LivePagesTests' -showLiveOutput</c>.
/// </summary>
public sealed class LivePagesTests
{
    private const int Rate = 1_000;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task ThreePages_AtAThousandVerdictsASecond_CostOfTheServerIsPrinted()
    {
        LabTests.SkipUnless("chromium");
        using var folder = new TempFolder("live");
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.FreeTcp()}");
        await using var panel = PanelHost.Build([$"--DataDirectory={folder.Path}", $"--Urls={url}", "--Screening:Listen:0=127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        await panel.StartAsync(Token);
        await using (var scope = panel.Services.CreateAsyncScope())
            Assert.Empty(await scope.ServiceProvider.GetRequiredService<PanelAccounts>().CreateAsync("ann", "correct horse battery", PanelRoles.Admin, "test"));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var publishing = Task.Run(() => PublishAsync(panel.Services.GetRequiredService<VerdictStream>(), stop.Token), Token);
        await Task.Delay(TimeSpan.FromSeconds(5), Token);
        var before = await CostAsync();

        await using var browser = await PanelBrowser.StartAsync(url, Token);
        await browser.SignInAsync("ann", "correct horse battery");
        await browser.OpenAsync("live");
        foreach (var path in (string[])["live", "live?verdict=!pass-old"]) await browser.OpenAsync(path, await browser.NewTabAsync());
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        await browser.Page.EvaluateAsync("() => { window.updates = 0; new MutationObserver(() => window.updates++).observe(document.querySelector('.conn tbody'), { subtree: true, childList: true, characterData: true }); }");
        using var phase = new CancellationTokenSource(Phase);
        var frames = browser.SlowestFrameAsync(phase.Token);
        var with = await CostAsync();
        var slowest = await frames;
        var updates = await browser.Page.EvaluateAsync<int>("() => window.updates");
        await browser.DisposeAsync();

        await Task.Delay(TimeSpan.FromSeconds(5), Token);
        var after = await CostAsync();
        await stop.CancelAsync();
        await publishing;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Rate} verdicts/s: {before:0.0} % of a core without pages, {with:0.0} % with three, {after:0.0} % after; the pages' share {with - ((before + after) / 2):0.0} %; {updates / Phase.TotalSeconds:0.0} updates of a page a second, slowest frame {slowest.TotalMilliseconds:0} ms");
        await panel.StopAsync(Token);
    }

    /// <summary>The processor's share, in per cent of one core.</summary>
    private static async Task<double> CostAsync()
    {
        var (used, started) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(Phase, Token);
        return 100 * (Environment.CpuUsage.TotalTime - used) / TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task PublishAsync(VerdictStream stream, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            for (var sent = 0L; await timer.WaitForNextTickAsync(stopping);)
            {
                var due = (long)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * Rate);
                for (; sent < due; sent++) stream.Publish(Verdict(sent));
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static VerdictEvent Verdict(long n)
    {
        var client = new IPAddress([198, 51, (byte)(n >> 8), (byte)n]);
        var listed = n % 3 != 0;
        ImmutableArray<DnsblAnswer> answers = listed
            ? [new() { List = "zen.test", Outcome = "listed", Codes = ["127.0.0.4"], Weight = 3, Latency = TimeSpan.FromMilliseconds(9) }, new() { List = "two.test", Outcome = n % 2 == 0 ? "listed" : "not listed", Codes = ["127.0.0.2"], Weight = 2 }]
            : [];
        return new VerdictEvent
        {
            Id = Guid.CreateVersion7(),
            ConnectedAt = DateTimeOffset.UtcNow.AddSeconds(-6),
            Duration = TimeSpan.FromSeconds(6),
            Client = new IPEndPoint(client, 4_000 + (int)(n % 60_000)),
            Server = new IPEndPoint(IPAddress.Loopback, 25),
            SettingsVersion = 1,
            Reason = listed ? VerdictReason.Dnsbl : VerdictReason.PassOld,
            Disposition = listed ? VerdictDisposition.Rejected : VerdictDisposition.HandedOff,
            Threshold = 3,
            Rank = listed ? 5 : null,
            Dnsbl = answers,
            Helo = listed ? $"host{n}.example" : null,
            Sender = listed ? $"a{n}@example.org" : null,
            Recipients = listed ? ["b@example.net"] : [],
        };
    }
}
