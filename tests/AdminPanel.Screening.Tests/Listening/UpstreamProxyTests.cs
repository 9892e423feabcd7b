using System.Buffers.Binary;
using System.Net;
using System.Text;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Listening;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

public sealed class UpstreamProxyTests
{
    private static readonly IPEndPoint V4Client = new(IPAddress.Parse("203.0.113.5"), 1_234);
    private static readonly IPEndPoint V4Server = new(IPAddress.Parse("198.51.100.7"), 25);
    private static readonly IPEndPoint V6Client = new(IPAddress.Parse("2001:db8::5"), 1_234);
    private static readonly IPEndPoint V6Server = new(IPAddress.Parse("2001:db8::7"), 25);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void TryParse_HeadersWeWrite_AreRead(int version, bool v6)
    {
        var (client, server) = v6 ? (V6Client, V6Server) : (V4Client, V4Server);
        var bytes = ProxyHeader.Encode(version, client, server);

        Assert.True(UpstreamProxyParser.TryParse([.. bytes, .. "EHLO x\r\n"u8], out var header, out _));
        Assert.Equal((bytes.Length, client, server), (header.Length, header.Client, header.Server));
    }

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n", @"bad or missing protocol type: PROXY UNKNOWN\r\n")]
    [InlineData("PROXY TCP4 203", "missing protocol header terminator: PROXY TCP4 203")]
    [InlineData("PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n", @"bad or missing client address: PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n")]
    [InlineData("PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n", @"bad or missing client address: PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n")]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n", @"bad or missing client port: PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n")]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n", @"bad or missing server port: PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n")]
    [InlineData("EHLO", "short protocol header: EHLO")]
    [InlineData("EHLO client.example\r\n", @"unrecognized protocol header: EHLO client.example\r\n")]
    public void TryParse_BrokenHeader_IsNamedAsPostfixDoes(string input, string expected)
    {
        Assert.False(UpstreamProxyParser.TryParse(Encoding.ASCII.GetBytes(input), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void TryParse_MutatedHeaders_NeverThrowAndNeverReadPastTheInput()
    {
        var good = ProxyHeader.Encode(2, V6Client, V6Server);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length], Gen.Bool).Sample((at, value, length, version1) =>
        {
            var bytes = version1 ? ProxyHeader.Encode(1, V4Client, V4Server) : (byte[])good.Clone();
            bytes[at % bytes.Length] = value;
            var input = bytes.AsSpan(0, Math.Min(length, bytes.Length));

            if (UpstreamProxyParser.TryParse(input, out var header, out _)) Assert.InRange(header.Length, 1, input.Length);
        });
    }

    [Fact]
    public async Task Client_BehindALoadBalancer_IsScreenedByItsOwnAddress()
    {
        await using var lab = new EngineLab(Behind());
        await using var client = await lab.ClientAsync();

        await client.SendsAsync("PROXY TCP4 203.0.113.5 198.51.100.7 1234 25\r\n");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        var passed = await lab.MailServer.NextAsync(EngineLab.Cancel);
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(V4Client, verdict.Client);
        Assert.Equal(V4Server, verdict.Server);
        Assert.Equal(("203.0.113.5", "1234", "198.51.100.7", "25"), (passed["client_address"], passed["client_port"], passed["server_address"], passed["server_port"]));
    }

    [Fact]
    public async Task Client_WhoseWordsFollowTheHeader_TalkedEarly()
    {
        await using var lab = new EngineLab(Behind());
        await using var client = await lab.ClientAsync();

        await client.SendsAsync("PROXY TCP4 203.0.113.5 198.51.100.7 1234 25\r\nEHLO x\r\n");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(@"EHLO x\r\n", verdict.Notes.Single(static n => n.Kind == NoteKind.Pregreet).Text);
    }

    [Fact]
    public async Task Client_LocalCommand_KeepsItsRealEndPoints()
    {
        await using var lab = new EngineLab(Behind());
        await using var client = await lab.ClientAsync();
        var header = new byte[16];
        "\r\n\r\n\0\r\nQUIT\n"u8.CopyTo(header);
        header[12] = 0x20;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(14), 0);

        await client.SendsAsync(Encoding.Latin1.GetString(header));
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");

        Assert.Equal(client.LocalEndPoint, (await lab.NextVerdictAsync()).Client);
    }

    [Theory]
    [InlineData("EHLO x and more\r\n", @"unrecognized protocol header: EHLO x and more\r\n")]
    [InlineData(null, "time limit exceeded")]
    public async Task Client_WithoutHeader_IsTurnedAwayAndLogged(string? words, string reason)
    {
        await using var lab = new EngineLab(Behind());
        await using var client = await lab.ClientAsync();

        if (words is not null) await client.SendsAsync(words);
        await client.HearsLineAsync("421 4.3.2 No system resources");
        await client.HearsTheEndAsync();

        Assert.Equal(reason, Assert.Single(lab.Notes).Detail);
    }

    private static ScreeningSettings Behind() => EngineLab.Defaults with { UpstreamProxy = new UpstreamProxySettings { Enable = true, Timeout = TimeSpan.FromSeconds(1) } };
}
