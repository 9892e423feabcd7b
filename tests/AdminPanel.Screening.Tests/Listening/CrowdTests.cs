using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Many clients at once: nobody is lost, nobody gets a mixed decision.</summary>
public sealed class CrowdTests
{
    private static readonly LimitSettings Wide = new() { PreQueue = 100_000, PostQueue = 100_000, ClientConnectionCount = 0 };

    [Fact]
    public async Task FourThousandClientsAtOnce_AreAllGreetedAndJudged()
    {
        const int Count = 4_000;
        var settings = EngineLab.Defaults with
        {
            Limits = Wide,
            Greet = EngineLab.Defaults.Greet with { Wait = StressTime.Always(TimeSpan.FromSeconds(2)) },
            Dnsbl = new DnsblSettings { Sites = [new() { Zone = "a.test" }, new() { Zone = "b.test" }, new() { Zone = "c.test" }], Action = ScreeningAction.Drop },
        };
        await using var lab = new EngineLab(settings);
        for (var i = 0; i < Count; i++) lab.Resolver.List("b.test", Address(i));

        var heard = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => ListenAsync(lab, Address(i))));
        var verdicts = new List<VerdictEvent>();
        while (verdicts.Count < Count) verdicts.Add(await lab.NextVerdictAsync());

        Assert.All(heard, static text => Assert.StartsWith("220-mx.example.test ESMTP Postfix\r\n521 5.7.1 Service unavailable; client [127.30.", text, StringComparison.Ordinal));
        Assert.Equal(Count, verdicts.Select(static v => v.Client.Address).Distinct().Count());
        Assert.All(verdicts, static v => Assert.Equal((VerdictReason.Dnsbl, 1), (v.Reason, v.Rank)));
        await lab.IsEmptyAsync();
    }

    [Fact]
    public async Task PublishingUnderLoad_EveryDecisionIsOfOneVersion()
    {
        var even = Version(1, "even.test", "odd.test");
        var odd = Version(2, "odd.test", "even.test");
        await using var lab = new EngineLab(even);
        for (var i = 0; i < 250; i++) lab.Resolver.List("even.test", Address(i));
        for (var i = 0; i < 250; i++) lab.Resolver.List("odd.test", Address(i), 0x7F000003);
        using var stop = new CancellationTokenSource();
        var publishing = Task.Run(
            async () =>
            {
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
                for (var version = 2L; !stop.IsCancellationRequested; version++)
                {
                    lab.Settings.Publish(ScreeningSnapshot.Compile(version, version % 2 == 0 ? odd : even));
                    await timer.WaitForNextTickAsync(CancellationToken.None);
                }
            },
            EngineLab.Cancel);

        var heard = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (i, _) => heard.Add(await ListenAsync(lab, Address(i % 250))));
        await stop.CancelAsync();
        await publishing;
        var verdicts = new List<VerdictEvent>();
        while (verdicts.Count < 500) verdicts.Add(await lab.NextVerdictAsync());

        Assert.All(heard, static text => Assert.Contains("521 5.7.1", text, StringComparison.Ordinal));
        Assert.All(verdicts, static v =>
        {
            var expected = v.SettingsVersion % 2 == 0 ? "odd.test" : "even.test";
            Assert.Equal(7, v.Rank);
            Assert.EndsWith($"blocked using {expected}", v.Reply, StringComparison.Ordinal);
        });

        static ScreeningSettings Version(int minute, string heavy, string light) => EngineLab.Defaults with
        {
            Limits = Wide,
            Greet = EngineLab.Defaults.Greet with { Banner = "" },
            Dnsbl = new DnsblSettings
            {
                Sites = [new() { Zone = heavy, Weight = 5 }, new() { Zone = light, Weight = 2 }],
                Threshold = 7,
                MaxTtl = TimeSpan.FromMinutes(minute),
                Action = ScreeningAction.Drop,
            },
        };
    }

    private static string Address(int i) => $"127.30.{i / 250}.{(i % 250) + 1}";

    private static async Task<string> ListenAsync(EngineLab lab, string source)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
        await socket.ConnectAsync(lab.Address, EngineLab.Cancel);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(EngineLab.Cancel);
    }
}
