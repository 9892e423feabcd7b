using System.Net;
using System.Net.Sockets;
using System.Text;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

public sealed class ProxyHandoffTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PassingClient_IsRelayedBehindAHeaderThatNamesIt(int version)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var lab = new EngineLab(handoff: _ => new HandoffTarget.Proxy("127.0.0.1", port, version));
        await using var client = await lab.ClientAsync("127.0.0.78");
        await client.HearsLineAsync("220-");

        using var server = await listener.AcceptTcpClientAsync(EngineLab.Cancel);
        var stream = server.GetStream();
        var header = new byte[version == 1 ? HeaderV1().Length : 28];
        await stream.ReadExactlyAsync(header, EngineLab.Cancel);
        await stream.WriteAsync("220 behind\r\n"u8.ToArray(), EngineLab.Cancel);
        await client.HearsLineAsync("220 behind");
        await client.SaysAsync("QUIT");
        var heard = new byte[6];
        await stream.ReadExactlyAsync(heard, EngineLab.Cancel);
        server.Close();
        await client.HearsTheEndAsync();
        var verdict = await lab.NextVerdictAsync();

        if (version == 1) Assert.Equal(HeaderV1(), Encoding.ASCII.GetString(header));
        else Assert.Equal([0x21, 0x11, 0, 12, 127, 0, 0, 78, 127, 0, 0, 1], header[12..24]);
        Assert.Equal("QUIT\r\n", Encoding.ASCII.GetString(heard));
        Assert.Equal((VerdictReason.PassNew, VerdictDisposition.HandedOff, "proxy"), (verdict.Reason, verdict.Disposition, verdict.Handoff));

        string HeaderV1() => $"PROXY TCP4 127.0.0.78 127.0.0.1 {client.LocalEndPoint.Port} {lab.Address.Port}\r\n";
    }

    [Fact]
    public async Task MailServerAway_IsToldToTheClientAndShown()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        await using var lab = new EngineLab(handoff: _ => new HandoffTarget.Proxy("127.0.0.1", port, 2));
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 mx");
        await client.SaysAsync("EHLO x");
        await client.HearsLineAsync("421 4.3.2 No system resources");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal("ConnectionRefused", verdict.Handoff);
        Assert.Contains("ConnectionRefused", lab.Server.Status.HandoffTrouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RelayedConnections_CountForTheirClientUntilTheyEnd()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var settings = EngineLab.Defaults with
        {
            Limits = new LimitSettings { ClientConnectionCount = 1 },
            Access = new AccessSettings { MyNetworks = [new NetworkEntry { Pattern = "127.0.0.0/8" }] },
        };
        await using var lab = new EngineLab(settings, _ => new HandoffTarget.Proxy("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, 2));
        await using var first = await lab.ClientAsync();
        using var server = await listener.AcceptTcpClientAsync(EngineLab.Cancel);
        await server.GetStream().WriteAsync("220 behind\r\n"u8.ToArray(), EngineLab.Cancel);
        await first.HearsLineAsync("220 behind");

        await using var second = await lab.ClientAsync();
        await second.HearsLineAsync("421 4.7.0 Error: too many connections");
    }

    [Fact]
    public async Task ClientTimeLimitBeyondAnyTimer_IsServedAllTheSame()
    {
        var settings = EngineLab.Defaults with
        {
            Greet = EngineLab.Defaults.Greet with { Banner = "" },
            Protocol = new ProtocolSettings { Pipelining = new DeepTestSettings { Enable = true }, CommandTimeLimit = StressTime.Always(TimeSpan.FromDays(9_000)) },
        };
        await using var lab = new EngineLab(settings);
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220 mx");
        await client.SaysAsync("NOOP");
        await client.HearsLineAsync("250 2.0.0 Ok");
    }

    [Fact]
    public async Task NoMailServerConfigured_SaysSo()
    {
        await using var lab = new EngineLab(
            EngineLab.Defaults with { Greet = EngineLab.Defaults.Greet with { Banner = "" } }, static _ => new HandoffTarget.None());
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("421 4.3.2 No mail server is configured behind the panel");
        Assert.Contains(lab.Server.Status.Problems, static p => p.Contains("No mail server is configured", StringComparison.Ordinal));
    }
}
