using System.Net;
using AdminPanel.Screening.Dnsbl;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsClientResolverTests : IDisposable
{
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private readonly DnsStub _stub = new();
    private readonly DnsClientResolver _resolver;

    public DnsClientResolverTests() => _resolver = new DnsClientResolver([_stub.EndPoint]);

    public void Dispose()
    {
        _resolver.Dispose();
        _stub.Dispose();
    }

    [Fact]
    public async Task QueryAsync_Listed_AddressesInOrderAndSmallestTtl()
    {
        _stub.Reply = DnsStub.Addresses((900, "127.0.0.4"), (120, "127.0.0.2"));
        var reply = await Ask(s_client);
        Assert.Equal((DnsblOutcome.Listed, TimeSpan.FromSeconds(120)), (reply.Outcome, reply.Ttl));
        Assert.Equal([0x7F000004, 0x7F000002], reply.Addresses);
        Assert.Equal("1.2.0.192.list.test", Assert.Single(_stub.Names));
        Assert.True(reply.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task QueryAsync_IPv6Client_ReversedNibbles()
    {
        _stub.Reply = DnsStub.Code(3);
        await Ask(IPAddress.IPv6Loopback);
        Assert.Equal("1." + string.Concat(Enumerable.Repeat("0.", 31)) + "list.test", Assert.Single(_stub.Names));
    }

    [Fact]
    public async Task QueryAsync_NotListed_SoaTtlForScoringAndMinimumForTheCache()
    {
        _stub.Reply = DnsStub.Code(3, soa: (777, 55));
        var reply = await Ask(s_client);
        Assert.Equal((DnsblOutcome.NotListed, TimeSpan.FromSeconds(777), TimeSpan.FromSeconds(55)), (reply.Outcome, reply.Ttl, reply.CacheTtl));
    }

    [Fact]
    public async Task QueryAsync_NotListedWithoutSoa_TtlUnknown()
    {
        _stub.Reply = DnsStub.Code(3);
        var reply = await Ask(s_client);
        Assert.Equal((DnsblOutcome.NotListed, null, null), (reply.Outcome, reply.Ttl, reply.CacheTtl));
    }

    [Fact]
    public async Task QueryAsync_NoAddressRecords_NotListed()
    {
        _stub.Reply = DnsStub.Code(0, soa: (60, 60));
        Assert.Equal(DnsblOutcome.NotListed, (await Ask(s_client)).Outcome);
    }

    [Theory]
    [InlineData(2, "server failure (SERVFAIL)")]
    [InlineData(5, "query refused (REFUSED)")]
    public async Task QueryAsync_ServerTrouble_AnsweredError(int code, string error)
    {
        _stub.Reply = DnsStub.Code(code);
        var reply = await Ask(s_client);
        Assert.Equal((DnsblOutcome.Error, true, error), (reply.Outcome, reply.Answered, reply.Error));
    }

    [Theory]
    [InlineData("127.255.255.254", "public resolver")]
    [InlineData("127.255.255.255", "too many queries")]
    [InlineData("203.0.113.9", "not in 127.0.0.0/8")]
    public async Task QueryAsync_RefusalCode_ErrorNeverListing(string address, string words)
    {
        _stub.Reply = DnsStub.Addresses((60, address));
        var reply = await Ask(s_client);
        Assert.Equal((DnsblOutcome.Error, true), (reply.Outcome, reply.Answered));
        Assert.Contains(words, reply.Error, StringComparison.Ordinal);
        Assert.Contains(address, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAsync_RefusalBesideAListing_ListingCounts()
    {
        _stub.Reply = DnsStub.Addresses((60, "127.255.255.254"), (60, "127.0.0.2"));
        Assert.Equal([0x7F000002], (await Ask(s_client)).Addresses);
    }

    [Fact]
    public async Task QueryAsync_FirstPacketLost_AsksAgain()
    {
        _stub.DropFirst = 1;
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        Assert.Equal(DnsblOutcome.Listed, (await Ask(s_client, 2_000)).Outcome);
        Assert.Equal(2, _stub.Names.Count);
    }

    [Fact]
    public async Task QueryAsync_Silence_NoReplyWithinTheDeadline()
    {
        _stub.DropFirst = int.MaxValue;
        var reply = await Ask(s_client, 300);
        Assert.Equal((DnsblOutcome.Error, false), (reply.Outcome, reply.Answered));
        Assert.DoesNotContain("list.test", reply.Error, StringComparison.Ordinal);
        Assert.InRange(reply.Latency, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
        Assert.Equal(0, _resolver.InFlight);
    }

    [Fact]
    public async Task QueryAsync_FirstResolverSilent_SecondAnswers()
    {
        using var silent = new DnsStub { DropFirst = int.MaxValue };
        using var resolver = new DnsClientResolver([silent.EndPoint, _stub.EndPoint]);
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        for (var i = 0; i < 2; i++)
        {
            var reply = await resolver.QueryAsync("list.test", s_client, TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            Assert.Equal(DnsblOutcome.Listed, reply.Outcome);
        }

        Assert.Single(silent.Names);
    }

    [Fact]
    public async Task QueryAsync_Cancelled_Throws()
    {
        _stub.DropFirst = int.MaxValue;
        using var cancel = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _resolver.QueryAsync("list.test", s_client, TimeSpan.FromSeconds(20), cancel.Token).AsTask());
    }

    private async Task<DnsblReply> Ask(IPAddress client, int milliseconds = 10_000) =>
        await _resolver.QueryAsync("list.test", client, TimeSpan.FromMilliseconds(milliseconds), TestContext.Current.CancellationToken);
}
