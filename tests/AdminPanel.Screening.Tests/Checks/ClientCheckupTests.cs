using System.Net;
using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Allowlist;
using AdminPanel.Screening.Checks;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Tests.Listening;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AdminPanel.Screening.Tests.Checks;

public sealed class ClientCheckupTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.7");
    private readonly FakeResolver _lists = new();
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task Examine_MyNetworks_IsHandedOffByThatRule()
    {
        var report = await ExamineAsync(Settings(), IPAddress.Loopback);

        Assert.Equal("permit", report.Access.Action);
        Assert.Equal(("handed off", "ALLOWLISTED"), (report.Conclusion.Outcome, report.Conclusion.Reason));
    }

    [Theory]
    [InlineData(ScreeningAction.Drop, "dropped", "521 5.3.2 Service currently unavailable")]
    [InlineData(ScreeningAction.Enforce, "rejected", "550 5.3.2 Service currently unavailable")]
    [InlineData(ScreeningAction.Ignore, "tested", null)]
    public async Task Examine_DeniedClient_FollowsTheDenylistAction(ScreeningAction action, string outcome, string? reply)
    {
        var settings = Settings() with
        {
            Access = new AccessSettings { DenylistAction = action, Entries = [new() { Id = "d", Pattern = "192.0.2.0/24", Action = AccessAction.Reject }] },
        };

        var report = await ExamineAsync(settings);

        Assert.Equal(("reject", outcome, reply), (report.Access.Action, report.Conclusion.Outcome, report.Conclusion.Reply));
        Assert.Contains("access list rejects", report.Conclusion.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScreeningAction.Drop, "dropped", "521 5.7.1 Service unavailable; client [192.0.2.7] blocked using two.test")]
    [InlineData(ScreeningAction.Enforce, "rejected", "550 5.7.1 Service unavailable; client [192.0.2.7] blocked using two.test")]
    [InlineData(ScreeningAction.Ignore, "tested", null)]
    public async Task Examine_ListedClient_FollowsTheDnsblAction(ScreeningAction action, string outcome, string? reply)
    {
        _lists.List("one.test", "192.0.2.7");
        _lists.List("two.test", "192.0.2.7", 0x7F000004);

        var report = await ExamineAsync(Settings(action));

        Assert.Equal(3, report.Rank);
        Assert.Equal(["listed", "listed", "no reply"], report.Lists.Select(l => l.Outcome));
        Assert.Equal(["127.0.0.4"], report.Lists[1].Codes);
        Assert.Equal([1, 2, 0], report.Lists.Select(l => l.Weight));
        Assert.Equal((outcome, reply), (report.Conclusion.Outcome, report.Conclusion.Reply));
    }

    [Fact]
    public async Task Examine_ListedBelowThreshold_StillHasItsBehaviourTested()
    {
        _lists.List("one.test", "192.0.2.7");

        var report = await ExamineAsync(Settings(ScreeningAction.Enforce));

        Assert.Equal(("tested", "PASS NEW"), (report.Conclusion.Outcome, report.Conclusion.Reason));
        Assert.Equal(["pregreet"], report.Conclusion.Tests.AsEnumerable());
    }

    [Fact]
    public async Task Examine_AllPassesValid_IsPassOldThoughListedNow()
    {
        _lists.List("two.test", "192.0.2.7");
        var later = Now.AddHours(1).ToUnixTimeSeconds();

        var report = await ExamineAsync(Settings(ScreeningAction.Enforce), stamps: new ExpiryStamps(later, later, 0, 0, 0));

        Assert.Equal("valid", report.Allowlist.State);
        Assert.Equal(("handed off", "PASS OLD"), (report.Conclusion.Outcome, report.Conclusion.Reason));
        Assert.Equal("listed", report.Lists[1].Outcome);
    }

    [Fact]
    public async Task Examine_OnePassExpired_IsTestedForThatOneOnly()
    {
        var (past, later) = (Now.AddHours(-1).ToUnixTimeSeconds(), Now.AddHours(1).ToUnixTimeSeconds());

        var report = await ExamineAsync(Settings(ScreeningAction.Enforce), stamps: new ExpiryStamps(past, later, 0, 0, 0));

        Assert.Equal("expired", report.Allowlist.State);
        Assert.Equal(("tested", "PASS OLD"), (report.Conclusion.Outcome, report.Conclusion.Reason));
        Assert.Equal(["pregreet"], report.Conclusion.Tests.AsEnumerable());
    }

    [Fact]
    public async Task Examine_RankAtAllowlistThreshold_SkipsTheOtherTests()
    {
        _lists.List("good.test", "192.0.2.7");
        var settings = Settings() with { Dnsbl = new DnsblSettings { Sites = [new() { Zone = "good.test", Weight = -2 }], AllowlistThreshold = -1 } };

        var report = await ExamineAsync(settings);

        Assert.Equal(("handed off", "PASS NEW", -2), (report.Conclusion.Outcome, report.Conclusion.Reason, report.Rank));
    }

    [Fact]
    public async Task Examine_SecretZone_AppearsNowhere()
    {
        _lists.List("secretkey.dq.test", "192.0.2.7");
        var settings = Settings() with
        {
            Dnsbl = new DnsblSettings { Action = ScreeningAction.Enforce, Sites = [new() { Zone = "secretkey.dq.test", ReplyName = "zen" }] },
        };

        var report = await ExamineAsync(settings);

        Assert.DoesNotContain("secretkey", System.Text.Json.JsonSerializer.Serialize(report), StringComparison.Ordinal);
        Assert.Equal("550 5.7.1 Service unavailable; client [192.0.2.7] blocked using zen", report.Conclusion.Reply);
    }

    private static ScreeningSettings Settings(ScreeningAction action = ScreeningAction.Ignore) => new()
    {
        Dnsbl = new DnsblSettings
        {
            Action = action,
            Threshold = 2,
            Timeout = TimeSpan.FromSeconds(1),
            Sites = [new() { Zone = "one.test" }, new() { Zone = "two.test", Weight = 2 }, new() { Zone = "silent.test" }],
        },
    };

    private Task<CheckupReport> ExamineAsync(ScreeningSettings settings, IPAddress? client = null, ExpiryStamps? stamps = null) =>
        new ClientCheckup(_lists, _time).ExamineAsync(ScreeningSnapshot.Compile(7, settings), client ?? Client, stamps, TestContext.Current.CancellationToken);
}
