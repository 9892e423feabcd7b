using System.Net;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Tests.Dnsbl;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Smtp;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>The resolver's sockets are watched by the thread that holds the clients.</summary>
public sealed class WatchedSocketTests : IAsyncDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);
    private readonly DnsStub _stub = new() { Reply = DnsStub.Addresses((900, "127.0.0.4")) };
    private readonly UdpDnsblResolver _resolver;
    private readonly VerdictStream _verdicts = new();
    private readonly ScreeningServer _server;

    public WatchedSocketTests()
    {
        _resolver = new UdpDnsblResolver([_stub.EndPoint]);
        var settings = EngineLab.Defaults with
        {
            Dnsbl = new DnsblSettings { Sites = [new DnsblSite { Zone = "list.test" }], Threshold = 1, Action = ScreeningAction.Drop },
        };
        _server = new ScreeningServer(
            new ScreeningOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, new SettingsSource(ScreeningSnapshot.Compile(1, settings)),
            _verdicts, new TemporaryAllowlist(), new SharingDnsblResolver(_resolver), new HandoffTarget.None(), TimeProvider.System, NullLoggerFactory.Instance, transport: _resolver);
        _server.Start();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _resolver.Dispose();
        _stub.Dispose();
    }

    [Fact]
    public async Task AskedFromElsewhere_SlowAsker_ClientsAreJudgedMeanwhile()
    {
        using var release = new ManualResetEventSlim();
        var slow = SlowAsync(release);

        await using var client = await SmtpScript.ConnectAsync(_server.Status.Listening[0], "127.0.0.9", Cancel);
        await client.HearsAsync("521");
        release.Set();

        Assert.Equal(DnsblOutcome.Listed, (await slow.WaitAsync(s_long, Cancel)).Outcome);
    }

    [Fact]
    public async Task AfterTheDrain_SocketsOldAndNew_StillAnswer()
    {
        await AskAsync("192.0.2.1");
        await _server.DrainAsync(TimeSpan.Zero);

        for (var host = 2; host < 20; host++) Assert.Equal(DnsblOutcome.Listed, (await AskAsync($"192.0.2.{host}")).Outcome);
    }

    private Task<DnsblReply> AskAsync(string client) => _resolver.QueryAsync("list.test", IPAddress.Parse(client), s_long, Cancel).AsTask();

    private async Task<DnsblReply> SlowAsync(ManualResetEventSlim release)
    {
        var reply = await _resolver.QueryAsync("list.test", IPAddress.Parse("192.0.2.1"), s_long, Cancel).ConfigureAwait(false);
        release.Wait(s_long, Cancel);
        return reply;
    }
}
