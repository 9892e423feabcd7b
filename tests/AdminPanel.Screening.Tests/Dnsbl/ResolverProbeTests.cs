using System.Net;
using AdminPanel.Screening.Dnsbl;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class ResolverProbeTests
{
    private const int NoSuchName = 3;
    private const int ServerFailure = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_ResolverThatInventsAddresses_IsNamedWithTheAddress()
    {
        using var honest = new DnsStub { Reply = DnsStub.Code(NoSuchName) };
        using var rewriting = new DnsStub { Reply = DnsStub.Addresses((60, "203.0.113.80")) };

        var found = await new ResolverProbe([honest.EndPoint, rewriting.EndPoint]).AskAsync(Cancellation);

        Assert.Equal([ResolverManner.Honest, ResolverManner.Rewrites], found.Select(static finding => finding.Manner));
        Assert.Equal(IPAddress.Parse("203.0.113.80"), found[1].Invented);
        Assert.Contains(honest.Names, static name => name.EndsWith(".invalid", StringComparison.Ordinal));
        Assert.Equal(honest.Names.Count, honest.Names.Distinct().Count());
    }

    [Theory]
    [InlineData("9.9.9.9", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("127.0.0.1", false)]
    public void NameOf_PublicServices_AreKnown(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicResolvers.NameOf(IPAddress.Parse(address)) is not null);

    [Theory]
    [InlineData(NoSuchName, false)]
    [InlineData(0, true)]
    [InlineData(ServerFailure, null)]
    public async Task ExistsAsync_WhatTheNameServersSay_TellsGoneFromFailing(int code, bool? expected)
    {
        using var dns = new DnsStub { Reply = DnsStub.Code(code) };

        Assert.Equal(expected, await new ResolverProbe([dns.EndPoint]).ExistsAsync("bl.test", Cancellation));
    }

    [Theory]
    [InlineData(false, "does not exist (any more)")]
    [InlineData(true, "silent: its domain exists")]
    public async Task TestAsync_ListWithoutAnAnswer_SaysWhetherItsDomainExists(bool exists, string words)
    {
        using var lists = new DnsStub { Reply = DnsStub.Code(ServerFailure) };
        using var resolver = new UdpDnsblResolver([lists.EndPoint]);
        using var dns = new DnsStub { Reply = DnsStub.Code(exists ? 0 : NoSuchName) };
        var watch = new DnsblWatch(resolver, zones: new ResolverProbe([dns.EndPoint]));

        var result = await watch.TestAsync("bl.test", DnsblTestPoint.IPv4);

        Assert.Equal(DnsblSickness.Silent, result?.Sickness);
        Assert.Contains(words, result?.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_ListThatListsNothing_IsToldFromOneWhoseDomainIsGone()
    {
        using var dns = new DnsStub { Reply = DnsStub.Code(NoSuchName) };
        using var resolver = new UdpDnsblResolver([dns.EndPoint]);
        var watch = new DnsblWatch(resolver, zones: new ResolverProbe([dns.EndPoint]));

        var result = await watch.TestAsync("bl.test", DnsblTestPoint.IPv4);

        Assert.Contains("does not exist (any more)", result?.Verdict, StringComparison.Ordinal);
    }
}
