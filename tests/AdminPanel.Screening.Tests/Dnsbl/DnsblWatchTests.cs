using System.Net;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Tests.Listening;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Dnsbl;

/// <summary>Lists that fall sick and become well again, on a clock that the test turns.</summary>
public sealed class DnsblWatchTests
{
    private const string Zone = "bl.test";
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.7");
    private static readonly DnsblReply World = new() { Outcome = DnsblOutcome.Listed, Addresses = [0x7F000002], CacheTtl = TimeSpan.FromHours(1) };
    private static readonly DnsblReply Quota = new() { Outcome = DnsblOutcome.Error, Trouble = DnsblTrouble.Refused, Error = "answered 127.255.255.254: the list refuses queries through a public resolver" };
    private static readonly DnsblReply Silence = new() { Outcome = DnsblOutcome.Error, Answered = false, Error = "no reply in time" };
    private static readonly DnsblReply Parked = new() { Outcome = DnsblOutcome.Error, Trouble = DnsblTrouble.OutOfRange, Error = "answered 203.0.113.80, which is not in 127.0.0.0/8" };
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeResolver _dns = new();
    private readonly DnsblWatch _watch;
    private readonly GuardedDnsblResolver _guarded;

    public DnsblWatchTests()
    {
        _watch = new DnsblWatch(_dns, _time);
        _guarded = new GuardedDnsblResolver(_dns, _watch, _time);
        _dns.List(Zone, "127.0.0.2");
        Apply(new DnsblWatchPlan());
    }

    public static TheoryData<string, DnsblSickness> Sicknesses => new()
    {
        { nameof(World), DnsblSickness.ListsEverybody },
        { nameof(Quota), DnsblSickness.Refuses },
        { nameof(Silence), DnsblSickness.Silent },
        { nameof(Parked), DnsblSickness.OutOfRange },
    };

    [Theory, MemberData(nameof(Sicknesses))]
    public async Task Sick_NoClientIsScored_SuspendedWithinAMinuteOfEvidence_ReturnsWhenCured(string name, DnsblSickness sickness)
    {
        await PassAsync(TimeSpan.FromSeconds(5));
        _dns.Sick[Zone] = Reply(name);

        var suspendedAfter = TimeSpan.Zero;
        for (; _watch.Find(Zone) is null && suspendedAfter < TimeSpan.FromMinutes(2); suspendedAfter += TimeSpan.FromSeconds(1))
        {
            Assert.Equal(0, Rank(await AskAsync(Client)));
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(suspendedAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(sickness, _watch.Find(Zone)?.Sickness);
        await PassAsync(TimeSpan.FromMinutes(3));
        Assert.NotNull(_watch.Find(Zone));

        _dns.Sick.Clear();
        await PassAsync(TimeSpan.FromMinutes(6));
        Assert.Null(_watch.Find(Zone));
        Assert.Equal([true, false], _watch.Changes.Select(change => change.Suspension is not null));
        _dns.List(Zone, "192.0.2.9");
        Assert.Equal(1, Rank(await AskAsync(IPAddress.Parse("192.0.2.9"))));
    }

    [Fact]
    public async Task Sick_RelapseSoonAfterReturn_NeedsTwiceAsManyGoodTests()
    {
        await SufferAsync();
        Assert.Equal(3, await TestsUntilReturnAsync());

        await SufferAsync();
        Assert.Equal(6, await TestsUntilReturnAsync());
    }

    [Fact]
    public async Task Schedule_Off_HealthyListIsNeverTested()
    {
        Apply(new DnsblWatchPlan { ProbeInterval = TimeSpan.Zero });
        await PassAsync(TimeSpan.FromSeconds(2));
        _dns.Asked.Clear();

        await PassAsync(TimeSpan.FromHours(1));

        Assert.Empty(_dns.Asked);
    }

    [Fact]
    public async Task Schedule_WithoutTraffic_FindsTheListThatListsEverybody()
    {
        await PassAsync(TimeSpan.FromSeconds(2));
        _dns.Sick[Zone] = World;

        await PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(DnsblSickness.ListsEverybody, _watch.Find(Zone)?.Sickness);
    }

    [Fact]
    public async Task SuspendOff_SickListCountsAsInPostscreen_AndConfirmationIsItsOwnSwitch()
    {
        Apply(new DnsblWatchPlan { Suspend = false, Confirm = false });
        _dns.Sick[Zone] = World;

        Assert.Equal(1, Rank(await AskAsync(Client)));
        await PassAsync(TimeSpan.FromMinutes(11));
        Assert.Null(_watch.Find(Zone));
        Assert.NotNull(_watch.Lists[0].Remark);

        Apply(new DnsblWatchPlan { Suspend = false, Confirm = true });
        Assert.Equal(0, Rank(await AskAsync(Client)));
    }

    [Fact]
    public async Task Confirmations_ManyListingsAtOnce_ShareFewQuestions()
    {
        _dns.List(Zone, Client.ToString());
        _dns.Asked.Clear();

        var asking = Enumerable.Range(0, 500).Select(async _ => await AskAsync(Client)).ToList();
        _time.Advance(TimeSpan.FromSeconds(1.5));

        Assert.All(await Task.WhenAll(asking), static reply => Assert.Null(reply.Withheld));
        Assert.InRange(_dns.Asked[Zone], 501, 531);
    }

    [Fact]
    public async Task Confirmations_InARush_LastOneHoldsForASecond_NobodyWaitsForTheNext()
    {
        _dns.List(Zone, Client.ToString());
        for (var i = 0; i < 31; i++) Assert.Null((await AskAsync(Client)).Withheld);

        _dns.Asked.Clear();
        Assert.Null((await AskAsync(Client)).Withheld);
        Assert.Equal(1, _dns.Asked[Zone]);

        _time.Advance(TimeSpan.FromSeconds(1.1));
        _dns.Sick[Zone] = World;
        Assert.NotNull((await AskAsync(Client)).Withheld);
    }

    [Fact]
    public async Task ListsTheAddressThatRfc5782KeepsFree_ButNotEverybody_CountsAndIsRemarkedOn()
    {
        _dns.List(Zone, "127.0.0.1");
        await PassAsync(TimeSpan.FromMinutes(11));

        Assert.Null(_watch.Find(Zone));
        Assert.Contains("127.0.0.1", _watch.Lists[0].Remark);
        Assert.Equal(1, Rank(await AskAsync(IPAddress.Loopback)));
    }

    [Fact]
    public async Task Share_ManyMoreListed_CountsWhileOldClientsAreStillClean_SuspendsWhenTheyAreNot()
    {
        await LearnAsync();
        for (var i = 0; i < 40; i++) _dns.List(Zone, $"198.51.100.{i}");
        for (var i = 0; i < 40; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Null((await AskAsync(IPAddress.Parse($"198.51.100.{i}"))).Withheld);
        }

        Assert.Null(_watch.Find(Zone));

        // Now half the world is on the list, but loopback is not.
        for (var i = 0; i < 256; i++)
        {
            _dns.List(Zone, $"203.0.113.{i}");
            _dns.List(Zone, $"192.0.3.{i}");
        }

        for (var i = 0; i < 40 && _watch.Find(Zone) is null; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await AskAsync(IPAddress.Parse($"192.0.3.{i}"));
        }

        Assert.Equal(DnsblSickness.ListsEverybody, _watch.Find(Zone)?.Sickness);
    }

    [Fact]
    public async Task RefusalCode_OfTheList_IsAnErrorAndNeverScored()
    {
        Assert.True(DnsblFilter.TryParse("127.0.10.[0..255]", out var code, out _));
        _watch.Apply(new DnsblWatchPlan { Zones = [new() { Zone = Zone, DisplayName = Zone, RefusalCodes = [code] }] });
        _dns.Sick[Zone] = World with { Addresses = [0x7F000A03] };

        var reply = await AskAsync(Client);

        Assert.Equal((DnsblOutcome.Error, DnsblTrouble.Refused), (reply.Outcome, reply.Trouble));
    }

    [Fact]
    public async Task Budget_UsedUp_SuspendsBeforeTheLimitIsBroken_UntilMidnight()
    {
        Apply(new DnsblWatchPlan { ProbeInterval = TimeSpan.Zero }, budget: 10);
        _watch.Restore(new DateOnly(2026, 3, 1), new Dictionary<string, long> { [Zone] = 4 });
        _dns.Asked.Clear();

        for (var i = 0; i < 50; i++) await AskAsync(IPAddress.Parse($"192.0.2.{i}"));

        Assert.Equal(6, _dns.Asked[Zone]);
        Assert.Equal(DnsblSickness.OverBudget, _watch.Find(Zone)?.Sickness);
        Assert.Equal(10, _watch.Lists[0].QueriesToday);
        await PassAsync(TimeSpan.FromHours(12));
        Assert.Null(_watch.Find(Zone));
        Assert.Equal(DnsblOutcome.NotListed, (await AskAsync(Client)).Outcome);
    }

    [Fact]
    public async Task Restore_CountsOfAnotherDay_ArePassedOver()
    {
        Apply(new DnsblWatchPlan { ProbeInterval = TimeSpan.Zero }, budget: 10);

        _watch.Restore(new DateOnly(2026, 2, 28), new Dictionary<string, long> { [Zone] = 10 });

        Assert.Equal(DnsblOutcome.NotListed, (await AskAsync(Client)).Outcome);
    }

    [Theory]
    [InlineData("::FFFF:7F00:2", "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.test.")]
    [InlineData("127.0.0.2", "2.0.0.127.bl.test.")]
    public void Question_TestAddress_GivesTheNameOfRfc5782(string address, string name)
    {
        var (zone, client) = new DnsblTestPoint(IPAddress.Parse(address), true).Question(Zone);

        Assert.Equal(name, DnsblQueryName.Of(client, zone));
    }

    private static DnsblReply Reply(string name) => name switch
    {
        nameof(World) => World,
        nameof(Quota) => Quota,
        nameof(Silence) => Silence,
        _ => Parked,
    };

    private void Apply(DnsblWatchPlan plan, long? budget = null) => _watch.Apply(plan with { Zones = [new() { Zone = Zone, DisplayName = Zone, DailyBudget = budget }] });

    private async Task<DnsblReply> AskAsync(IPAddress client) => await _guarded.QueryAsync(Zone, client, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    /// <summary>What a reply is worth, as a session scores it.</summary>
    private int Rank(DnsblReply reply)
    {
        var score = new DnsblScore(new DnsblTable([new DnsblZone(Zone, Zone, [new DnsblRule(null, 1)])]));
        if (reply is { Outcome: DnsblOutcome.Listed, Withheld: null } && _watch.Find(Zone) is { } suspension) reply = reply with { Withheld = suspension.Why };
        score.Add(0, reply);
        return score.Tally.Rank;
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await _watch.TestDueAsync();
        }
    }

    private async Task SufferAsync()
    {
        _dns.Sick[Zone] = World;
        await AskAsync(Client);
        Assert.NotNull(_watch.Find(Zone));
        _dns.Sick.Clear();
    }

    private async Task<int> TestsUntilReturnAsync()
    {
        for (var tests = 1; tests < 100; tests++)
        {
            await PassAsync(WatchedList.Recovery);
            if (_watch.Find(Zone) is null) return tests;
        }

        return 100;
    }

    private async Task LearnAsync()
    {
        for (var i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await AskAsync(IPAddress.Parse($"203.0.113.{i}"));
        }

        _time.Advance(TimeSpan.FromMinutes(15));
    }
}
