using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class UdpDnsblResolverTests : IDisposable
{
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new();
    private readonly DnsStub _stub = new();
    private readonly UdpDnsblResolver _resolver;

    public UdpDnsblResolverTests() => _resolver = new UdpDnsblResolver([_stub.EndPoint]);

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
        Assert.Equal(DnsblOutcome.Listed, (await Ask(s_client)).Outcome);
        Assert.Equal(2, _stub.Names.Count);
    }

    [Fact]
    public async Task QueryAsync_Silence_NoReplyWithinTheDeadline()
    {
        _stub.DropFirst = int.MaxValue;
        var reply = await Ask(s_client, 300);
        Assert.Equal((DnsblOutcome.Error, false), (reply.Outcome, reply.Answered));
        Assert.DoesNotContain("list.test", reply.Error, StringComparison.Ordinal);
        Assert.True(reply.Latency >= TimeSpan.FromMilliseconds(250), $"{reply.Latency}");
        Assert.Equal(0, _resolver.InFlight);
    }

    [Fact]
    public async Task QueryAsync_FirstResolverSilent_SecondAnswers()
    {
        using var silent = new DnsStub { DropFirst = int.MaxValue };
        using var resolver = new UdpDnsblResolver([silent.EndPoint, _stub.EndPoint]);
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        for (var i = 0; i < 2; i++)
        {
            var reply = await resolver.QueryAsync("list.test", s_client, TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
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

    [Fact]
    public async Task QueryAsync_ResolverRefuses_NextIsAskedAtOnce()
    {
        var closed = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeUdp());
        using var resolver = new UdpDnsblResolver([closed, _stub.EndPoint], _clock);
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));

        // The clock stands still: nothing but the refusal ends the first attempt.
        var reply = await resolver.QueryAsync("list.test", s_client, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(DnsblOutcome.Listed, reply.Outcome);
    }

    [Fact]
    public async Task QueryAsync_EveryResolverRefuses_NoReplyAtTheDeadline()
    {
        var closed = new IPEndPoint(IPAddress.Loopback, LoopbackPorts.FreeUdp());
        using var resolver = new UdpDnsblResolver([closed]);

        var reply = await resolver.QueryAsync("list.test", s_client, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);

        Assert.Equal((DnsblOutcome.Error, false), (reply.Outcome, reply.Answered));
        Assert.Equal(0, resolver.InFlight);
    }

    [Fact]
    public async Task QueryAsync_ForgedReplies_AreNotBelieved()
    {
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        _stub.Send = proper =>
        {
            byte[] listed = [.. proper];
            listed[^1] = 66;
            var wrongId = Changed(listed, 1, static b => (byte)(b ^ 1));
            var notAResponse = Changed(listed, 2, static b => (byte)(b & 0x7F));
            var otherName = Changed(listed, 14, static b => (byte)'9');
            var otherType = Changed(listed, 12 + "1.2.0.192.list.test".Length + 3, static _ => 16);
            return [wrongId, notAResponse, otherName, otherType, proper];
        };

        Assert.Equal([0x7F000002], (await Ask(s_client)).Addresses);
    }

    [Fact]
    public async Task QueryAsync_ResolverChangesTheCase_StillTheSameQuestion()
    {
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        _stub.Send = static proper => [Changed(proper, Array.IndexOf(proper, (byte)'l'), static _ => (byte)'L')];
        Assert.Equal(DnsblOutcome.Listed, (await Ask(s_client)).Outcome);
    }

    [Fact]
    public async Task QueryAsync_MangledReplies_NeverThrowNorHang()
    {
        _stub.Reply = DnsStub.Code(3, soa: (60, 60));
        var random = new Random(20);
        _stub.Send = proper =>
        {
            List<byte[]> hostile = [proper[..random.Next(proper.Length)]];
            for (var i = 0; i < 20; i++)
            {
                byte[] changed = [.. proper];
                for (var flips = random.Next(1, 6); flips > 0; flips--) changed[random.Next(2, changed.Length)] = (byte)random.Next(256);
                hostile.Add(changed);
            }

            return [.. hostile, proper];
        };

        for (var i = 0; i < 200; i++) await Ask(IPAddress.Parse($"192.0.2.{i}"));

        _stub.Send = static proper => [proper];
        Assert.Equal(DnsblOutcome.NotListed, (await Ask(s_client)).Outcome);
        Assert.Equal(0, _resolver.InFlight);
    }

    [Fact]
    public async Task QueryAsync_TruncatedReply_WholeOneOverTcp()
    {
        using var tcp = new TcpListener(_stub.EndPoint);
        tcp.Start();
        var serving = ServeOverTcpAsync(tcp, DnsStub.Addresses((60, "127.0.0.2"), (60, "127.0.0.3")));
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        _stub.Send = static proper => [Changed(proper, 2, static b => (byte)(b | 2))];

        Assert.Equal([0x7F000002, 0x7F000003], (await Ask(s_client)).Addresses);
        await serving;
    }

    [Fact]
    public async Task QueryAsync_TruncatedReplyAndNoTcp_WhatTheDatagramHeld()
    {
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        _stub.Send = static proper => [Changed(proper, 2, static b => (byte)(b | 2))];
        Assert.Equal([0x7F000002], (await Ask(s_client)).Addresses);
    }

    [Fact]
    public async Task QueryAsync_ManyQueries_FromPortsThatKeepChanging()
    {
        for (var i = 0; i < 1_000; i++) await Ask(new IPAddress([192, 0, (byte)(i >> 8), (byte)i]));

        // 1,000 queries at 128 a socket.
        Assert.True(_stub.AskerCount >= 8, $"{_stub.AskerCount} ports");
    }

    [Fact]
    public async Task QueryAsync_SilentZone_LeavesPlacesForOthers()
    {
        _stub.Reply = DnsStub.Addresses((60, "127.0.0.2"));
        _stub.Send = static proper => proper.AsSpan().IndexOf("dead"u8) > 0 ? [] : [proper];
        var dead = Enumerable.Range(0, 1_000).Select(i => _resolver.QueryAsync("dead.test", new IPAddress([192, 0, (byte)(i >> 8), (byte)i]), TimeSpan.FromSeconds(1), CancellationToken.None).AsTask()).ToList();

        var reply = await Ask(s_client);

        Assert.Equal(DnsblOutcome.Listed, reply.Outcome);
        var unanswered = await Task.WhenAll(dead);
        Assert.All(unanswered, static r => Assert.Equal((DnsblOutcome.Error, false), (r.Outcome, r.Answered)));
        Assert.Equal(0, _resolver.InFlight);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("zöne.test")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.test")]
    public async Task QueryAsync_NoDomainName_SaysSo(string zone)
    {
        var reply = await _resolver.QueryAsync(zone, s_client, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal("the zone's name is not a valid domain name", reply.Error);
    }

    [Fact]
    public async Task Dispose_QueriesUnderWay_EndWithoutReply()
    {
        _stub.DropFirst = int.MaxValue;
        var query = Ask(s_client);
        _resolver.Dispose();
        Assert.False((await query).Answered);
    }

    private static byte[] Changed(byte[] message, int at, Func<byte, byte> change)
    {
        byte[] changed = [.. message];
        changed[at] = change(changed[at]);
        return changed;
    }

    private static async Task ServeOverTcpAsync(TcpListener listener, Func<byte[], byte[]> reply)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var length = new byte[2];
        await stream.ReadExactlyAsync(length);
        var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(query);
        byte[] response = [.. query[..2], .. reply(query[12..(12 + "1.2.0.192.list.test".Length + 6)])];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)response.Length);
        await stream.WriteAsync((byte[])[.. length, .. response]);
    }

    private async Task<DnsblReply> Ask(IPAddress client, int milliseconds = 10_000) =>
        await _resolver.QueryAsync("list.test", client, TimeSpan.FromMilliseconds(milliseconds), TestContext.Current.CancellationToken);
}
