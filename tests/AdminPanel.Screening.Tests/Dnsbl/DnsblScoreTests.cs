using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using CsCheck;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

public sealed class DnsblScoreTests
{
    private static readonly TimeSpan s_min = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_max = TimeSpan.FromHours(1);

    // threshold 2, a*2 b c=127.0.0.[2..4]*1 c=127.0.0.10*3 w=127.0.[0..255].[1..3]*-2
    private const int A = 0, B = 1, C = 2, W = 3;
    private readonly DnsblScore _score = new(Table("a.test*2 b.test c.test=127.0.0.[2..4]*1 c.test=127.0.0.10*3 w.test=127.0.[0..255].[1..3]*-2"));

    [Fact]
    public void Add_HeavyListAlone_ReachesThresholdInclusively()
    {
        All((A, Listed(300, "127.0.0.2")), (B, Empty(100)), (C, Empty(100)), (W, Empty(100)));
        Assert.Equal(2, _score.Tally.Rank);
        Assert.Equal("a.test", _score.Tally.DisplayName);
    }

    [Fact]
    public void Add_LightListAlone_PassTtlIsItsOwnOrTheAllowlistsNegative()
    {
        All((A, Empty(70)), (B, Listed(900, "127.0.0.2")), (C, Empty(80)), (W, Empty(400)));
        Assert.Equal(1, _score.Tally.Rank);
        Assert.Equal(TimeSpan.FromSeconds(400), _score.Tally.Ttl(s_min, s_max));
    }

    [Fact]
    public void Add_TwoAddressesOnePair_CountedOnce()
    {
        _score.Add(C, Listed(100, "127.0.0.2", "127.0.0.3"));
        Assert.Equal(1, _score.Tally.Rank);
        Assert.Equal("c.test", _score.Tally.DisplayName);
    }

    [Fact]
    public void Add_TwoPairsOneZone_BothAdded()
    {
        _score.Add(C, Listed(100, "127.0.0.2", "127.0.0.10"));
        Assert.Equal((4, "c.test"), (_score.Tally.Rank, _score.Tally.DisplayName));
        Assert.Equal(4, _score[C].Weight);
    }

    [Fact]
    public void Add_ListedButFilteredOut_OnlyItsTtlCounts()
    {
        _score.Add(C, Listed(123, "127.0.0.99"));
        Assert.Equal((0, null), (_score.Tally.Rank, _score.Tally.DisplayName));
        Assert.Equal(TimeSpan.FromSeconds(123), _score.Tally.FailTtl);
        Assert.Null(_score.Tally.PassTtl);
        Assert.True(_score[C].FilteredOut);
    }

    [Fact]
    public void Add_ListedAndAllowlisted_ZeroPasses()
    {
        All((A, Listed(500, "127.0.0.2")), (W, Listed(600, "127.0.5.2")), (B, Empty(700)), (C, Empty(800)));
        Assert.Equal(0, _score.Tally.Rank);
        Assert.Equal(TimeSpan.FromSeconds(600), _score.Tally.Ttl(s_min, s_max));
    }

    [Fact]
    public void Add_AllowlistOnly_Negative()
    {
        _score.Add(W, Listed(600, "127.0.5.2"));
        Assert.Equal((-2, "w.test"), (_score.Tally.Rank, _score.Tally.DisplayName));
    }

    [Fact]
    public void Add_OneZoneTimedOut_PartialAndNeverAllIn()
    {
        Assert.False(_score.Add(A, Listed(500, "127.0.0.2")));
        Assert.False(_score.Add(B, new DnsblReply { Outcome = DnsblOutcome.Error, Answered = false, Error = "timed out" }));
        Assert.False(_score.Add(C, Empty(10)));
        Assert.False(_score.Add(W, Empty(10)));
        Assert.Equal((2, "a.test"), (_score.Tally.Rank, _score.Tally.DisplayName));
        Assert.False(_score.AllIn);
    }

    [Fact]
    public void Add_NothingYet_PassesForTheMinimum() => Assert.Equal((0, s_min), (_score.Tally.Rank, _score.Tally.Ttl(s_min, s_max)));

    [Fact]
    public void Add_ErrorAnswer_NeverScoredButAnswered()
    {
        var score = new DnsblScore(Table("a.test"));
        Assert.True(score.Add(0, new DnsblReply { Outcome = DnsblOutcome.Error, Error = "SERVFAIL", Ttl = TimeSpan.FromSeconds(5) }));
        Assert.Equal((0, null), (score.Tally.Rank, score.Tally.PassTtl));
        Assert.True(score.AllIn);
    }

    [Fact]
    public void Add_UnknownTtl_ResetsWhatCameBefore()
    {
        var score = new DnsblScore(Table("a.test b.test c.test"));
        score.Add(0, Empty(100));
        score.Add(1, new DnsblReply { Outcome = DnsblOutcome.NotListed });
        Assert.Equal(s_min, score.Tally.Ttl(s_min, s_max));
        score.Add(2, Empty(700));
        Assert.Equal(TimeSpan.FromSeconds(700), score.Tally.Ttl(s_min, s_max));
    }

    [Fact]
    public void Add_SameWeights_FirstToArriveIsNamed()
    {
        var score = new DnsblScore(Table("a.test*2 b.test*2 c.test*3"));
        score.Add(1, Listed(1, "127.0.0.2"));
        score.Add(0, Listed(1, "127.0.0.2"));
        Assert.Equal("b.test", score.Tally.DisplayName);
        score.Add(2, Listed(1, "127.0.0.2"));
        Assert.Equal("c.test", score.Tally.DisplayName);
    }

    [Fact]
    public void Add_DuplicateEntries_AddTwice()
    {
        var score = new DnsblScore(Table("d.test, d.test"));
        score.Add(0, Listed(1, "127.0.0.2"));
        Assert.Equal(2, score.Tally.Rank);
    }

    [Fact]
    public void Add_SecondReplyOfAZone_Ignored()
    {
        var score = new DnsblScore(Table("d.test e.test"));
        score.Add(0, Listed(1, "127.0.0.2"));
        Assert.False(score.Add(0, Listed(1, "127.0.0.2")));
        Assert.Equal(1, score.Tally.Rank);
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(120, 120)]
    [InlineData(7200, 3600)]
    public void Ttl_Clamped(int ttl, int expected)
    {
        var score = new DnsblScore(Table("a.test"));
        score.Add(0, Empty(ttl));
        Assert.Equal(TimeSpan.FromSeconds(expected), score.Tally.Ttl(s_min, s_max));
    }

    [Fact]
    public void Ttl_LimitsConflict_MaximumWins() => Assert.Equal(TimeSpan.FromSeconds(30), _score.Tally.Ttl(s_min, TimeSpan.FromSeconds(30)));

    [Fact]
    public void Results_Always_ConfiguredOrder()
    {
        _score.Add(W, Listed(1, "127.0.5.2"));
        Assert.Equal([null, null, null, DnsblOutcome.Listed], _score.Results.Select(r => r.Reply?.Outcome));
        Assert.Equal(["a.test", "b.test", "c.test", "w.test"], _score.Results.Select(r => r.Zone.Name));
    }

    [Fact]
    public void Rank_AnyOrderOfArrival_SameSum()
    {
        var reply = Gen.OneOf(
            Gen.Int[1, 12].Array[1, 3].Select(octets => Listed(60, [.. octets.Select(o => $"127.0.0.{o}")])),
            Gen.Int[1, 900].Select(Empty));
        Gen.Select(reply.Array[4], Gen.Shuffle(new[] { 0, 1, 2, 3 })).Sample((replies, order) =>
        {
            var straight = new DnsblScore(Table("a.test*2 b.test c.test=127.0.0.[2..4]*1 c.test=127.0.0.10*3 w.test=127.0.[0..255].[1..3]*-2"));
            var shuffled = new DnsblScore(Table("a.test*2 b.test c.test=127.0.0.[2..4]*1 c.test=127.0.0.10*3 w.test=127.0.[0..255].[1..3]*-2"));
            for (var i = 0; i < 4; i++)
            {
                straight.Add(i, replies[i]);
                shuffled.Add(order[i], replies[order[i]]);
            }

            Assert.Equal(straight.Tally.Rank, shuffled.Tally.Rank);
            Assert.Equal(straight.Tally.FailTtl, shuffled.Tally.FailTtl);
            Assert.Equal(straight.Tally.PassTtl, shuffled.Tally.PassTtl);
            Assert.True(straight.AllIn && shuffled.AllIn);
        });
    }

    internal static DnsblTable Table(string sites)
    {
        Assert.True(DnsblSiteGrammar.TryParseList(sites, out var parsed, out _));
        return DnsblTableCompiler.Compile(new DnsblSettings
        {
            Sites = [.. parsed.Select(s => new DnsblSite { Zone = s.Zone, Filter = s.Filter?.Text, Weight = s.Weight })],
        });
    }

    internal static DnsblReply Listed(int ttl, params string[] addresses) => new()
    {
        Outcome = DnsblOutcome.Listed,
        Addresses = [.. addresses.Select(a => BitConverter.ToUInt32([.. IPAddress.Parse(a).GetAddressBytes().Reverse()]))],
        Ttl = TimeSpan.FromSeconds(ttl),
    };

    internal static DnsblReply Empty(int ttl) => new() { Outcome = DnsblOutcome.NotListed, Ttl = TimeSpan.FromSeconds(ttl) };

    private void All(params (int Zone, DnsblReply Reply)[] replies)
    {
        for (var i = 0; i < replies.Length; i++) Assert.Equal(i == replies.Length - 1, _score.Add(replies[i].Zone, replies[i].Reply));
        Assert.True(_score.AllIn);
    }
}
