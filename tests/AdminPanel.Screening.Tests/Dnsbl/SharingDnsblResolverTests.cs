using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Testing.Lab;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class SharingDnsblResolverTests
{
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly ManualResolver _inner = new();
    private readonly DnsblHealth _health;
    private readonly SharingDnsblResolver _resolver;

    public SharingDnsblResolverTests()
    {
        _health = new DnsblHealth(_time);
        _resolver = new SharingDnsblResolver(_inner, _health, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QueryAsync_SameQuestionInFlight_AskedOnce()
    {
        var first = _resolver.QueryAsync("a.test", s_client, s_timeout, Token).AsTask();
        var second = _resolver.QueryAsync("a.test", IPAddress.Parse("::ffff:192.0.2.1"), s_timeout, Token).AsTask();
        _inner.Answer("a.test", DnsblScoreTests.Listed(60, "127.0.0.2"));
        Assert.False((await first).Shared);
        Assert.True((await second).Shared);
        Assert.Equal(1, _inner.Queries);
        Assert.Equal(0, _resolver.InFlightCount);
    }

    [Fact]
    public async Task QueryAsync_WithinTtl_CachedWithWhatIsLeft()
    {
        _inner.Immediate = DnsblScoreTests.Listed(60, "127.0.0.2") with { CacheTtl = TimeSpan.FromSeconds(60), Latency = TimeSpan.FromMilliseconds(7) };
        await Ask();
        _time.Advance(TimeSpan.FromSeconds(20.5));
        var cached = await Ask();
        Assert.Equal((TimeSpan.FromSeconds(39), TimeSpan.Zero, true), (cached.Ttl, cached.Latency, cached.Shared));
        Assert.Equal(1, _inner.Queries);

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.False((await Ask()).Shared);
        Assert.Equal(2, _inner.Queries);
    }

    [Fact]
    public async Task QueryAsync_NotListed_KeptForTheNegativeTtlScoringNeverSees()
    {
        _inner.Immediate = new DnsblReply { Outcome = DnsblOutcome.NotListed, Ttl = TimeSpan.FromSeconds(777), CacheTtl = TimeSpan.FromSeconds(55) };
        Assert.Equal(TimeSpan.FromSeconds(777), (await Ask()).Ttl);
        _time.Advance(TimeSpan.FromSeconds(54));
        Assert.Equal(TimeSpan.FromSeconds(723), (await Ask()).Ttl);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Ask();
        Assert.Equal(2, _inner.Queries);
    }

    [Fact]
    public async Task QueryAsync_Error_KeptForFiveSeconds()
    {
        _inner.Immediate = new DnsblReply { Outcome = DnsblOutcome.Error, Error = "server failure (SERVFAIL)", CacheTtl = TimeSpan.FromHours(1) };
        await Ask();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True((await Ask()).Shared);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Ask();
        Assert.Equal(2, _inner.Queries);
        Assert.Equal((2L, "server failure (SERVFAIL)"), (_health.Find("a.test")!.Errors, _health.Find("a.test")!.LastError));
    }

    [Fact]
    public async Task QueryAsync_ZeroTtl_NeverKept()
    {
        _inner.Immediate = DnsblScoreTests.Listed(0, "127.0.0.2") with { CacheTtl = TimeSpan.Zero };
        await Ask();
        await Ask();
        Assert.Equal(2, _inner.Queries);
    }

    [Fact]
    public async Task QueryAsync_OneCallerCancels_TheOtherIsAnswered()
    {
        using var cancel = new CancellationTokenSource();
        var first = _resolver.QueryAsync("a.test", s_client, s_timeout, cancel.Token).AsTask();
        var second = _resolver.QueryAsync("a.test", s_client, s_timeout, Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _inner.Answer("a.test", DnsblScoreTests.Empty(60));
        Assert.Equal(DnsblOutcome.NotListed, (await second).Outcome);
    }

    [Fact]
    public async Task QueryAsync_ShorterDeadlineThanTheSharedQuery_EndsInTime()
    {
        var first = _resolver.QueryAsync("a.test", s_client, s_timeout, Token).AsTask();
        var second = _resolver.QueryAsync("a.test", s_client, TimeSpan.FromSeconds(2), Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));
        var reply = await second;
        Assert.Equal((DnsblOutcome.Error, false), (reply.Outcome, reply.Answered));
        Assert.False(first.IsCompleted);
        _inner.Answer("a.test", DnsblScoreTests.Empty(60));
        Assert.True((await first).Answered);
    }

    [Fact]
    public async Task QueryAsync_InnerThrows_NoReplyAndNoSecret()
    {
        var query = _resolver.QueryAsync("secret.a.test", s_client, s_timeout, Token).AsTask();
        _inner.Fail("secret.a.test", new InvalidOperationException("secret.a.test broke"));
        var reply = await query;
        Assert.False(reply.Answered);
        Assert.DoesNotContain("secret", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAsync_ManyQuestions_CacheStaysBounded()
    {
        var resolver = new SharingDnsblResolver(_inner, null, _time, cacheLimit: 100);
        _inner.Immediate = DnsblScoreTests.Listed(3600, "127.0.0.2") with { CacheTtl = TimeSpan.FromHours(1) };
        var often = IPAddress.Parse("192.0.2.77");
        for (var i = 0; i < 1_000; i++)
        {
            await resolver.QueryAsync("a.test", new IPAddress(0x0A000000 + i), s_timeout, Token);
            await resolver.QueryAsync("a.test", often, s_timeout, Token);
            Assert.InRange(resolver.CachedCount, 1, 100);
        }

        Assert.Equal(1_001, _inner.Queries);
    }

    [Fact]
    public async Task QueryAsync_RepliesExpired_LeaveTheCacheWhileNewOnesCome()
    {
        for (var i = 0; i < 500; i++)
        {
            _inner.Immediate = DnsblScoreTests.Listed(20, "127.0.0.2") with { CacheTtl = TimeSpan.FromSeconds(i < 10 ? 3_600 : 20) };
            await _resolver.QueryAsync("a.test", new IPAddress(0x0A000000 + i), s_timeout, Token);
        }

        Assert.Equal(500, _resolver.CachedCount);
        _time.Advance(TimeSpan.FromSeconds(31));
        await _resolver.QueryAsync("a.test", s_client, s_timeout, Token);

        await Eventually.HoldsAsync("expired replies have left", Patience.Limit, () => _resolver.CachedCount <= 11, Token);
        Assert.Equal(11, _resolver.CachedCount);
    }

    [Fact]
    public void Health_Replies_AreCounted()
    {
        _health.Record("a.test", DnsblScoreTests.Listed(1, "127.0.0.2") with { Latency = TimeSpan.FromMilliseconds(10) });
        _health.Record("a.test", DnsblScoreTests.Empty(1) with { Latency = TimeSpan.FromMilliseconds(20) });
        _health.Record("a.test", new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply in time" });
        var health = Assert.Single(_health.Zones);
        Assert.Equal((2L, 1L, 0L, 1L, 1), (health.Answers, health.Listings, health.Errors, health.NoReplies, health.FailuresInARow));
        Assert.Equal(TimeSpan.FromMilliseconds(11), health.Latency);
        Assert.Equal(_time.GetUtcNow(), health.LastErrorAt);
    }

    private async Task<DnsblReply> Ask() => await _resolver.QueryAsync("a.test", s_client, s_timeout, Token);
}
