using AdminPanel.Screening.AccessLists;
using AdminPanel.Screening.Handoff;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using Xunit;

namespace AdminPanel.Screening.Tests.Listening;

/// <summary>Whole connections over real sockets, in the order postscreen's specification tells them.</summary>
public sealed class LifeCycleTests
{
    /// <summary>For tests in which the wait must not end by itself.</summary>
    private static readonly GreetSettings LongWait = EngineLab.Defaults.Greet with { Wait = StressTime.Always(TimeSpan.FromSeconds(60)) };

    private static readonly DnsblSettings TwoLists = new()
    {
        Sites = [new DnsblSite { Zone = "a.test", Weight = 2 }, new DnsblSite { Zone = "b.test" }],
        Threshold = 2,
        Action = ScreeningAction.Enforce,
    };

    [Fact]
    public async Task SilentClient_Waits_IsHandedOffWithItsOwnAddressAndRemembered()
    {
        await using var lab = new EngineLab();
        await using var client = await lab.ClientAsync("127.0.0.77");

        await client.HearsLineAsync("220-mx.example.test ESMTP Postfix");
        await client.HearsLineAsync("220 sink ready");
        var passed = await lab.MailServer.NextAsync(EngineLab.Cancel);
        await client.SaysAsync("QUIT");
        await client.HearsAsync("221");
        var verdict = await lab.NextVerdictAsync();
        await using var again = await lab.ClientAsync("127.0.0.77");
        await again.HearsLineAsync("220 sink ready");
        var second = await lab.NextVerdictAsync();

        Assert.Equal("127.0.0.77", passed["client_address"]);
        Assert.Equal(client.LocalEndPoint.Port.ToString(), passed["client_port"]);
        Assert.Equal("127.0.0.1", passed["server_address"]);
        Assert.Equal(VerdictReason.PassNew, verdict.Reason);
        Assert.Equal(VerdictDisposition.HandedOff, verdict.Disposition);
        Assert.Equal([NoteKind.Connect, NoteKind.PassNew], lab.Kinds(verdict));
        Assert.Equal(VerdictReason.PassOld, second.Reason);
        Assert.Equal([NoteKind.Connect, NoteKind.PassOld], lab.Kinds(second));
    }

    [Fact]
    public async Task ListedClients_EnforcedForAShare_OthersPassAndTheRecordSaysWhy()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Dnsbl = TwoLists with { Action = ScreeningAction.Drop, EnforceShare = 50 } });
        var inside = Enumerable.Range(1, 200).Select(i => $"127.0.7.{i}").First(a => EnforceShare.Includes(System.Net.IPAddress.Parse(a), 50));
        var outside = Enumerable.Range(1, 200).Select(i => $"127.0.7.{i}").First(a => !EnforceShare.Includes(System.Net.IPAddress.Parse(a), 50));
        lab.Resolver.List("a.test", inside);
        lab.Resolver.List("a.test", outside);

        await using var dropped = await lab.ClientAsync(inside);
        await dropped.HearsLineAsync("220-");
        await dropped.HearsLineAsync("521 5.7.1");
        var first = await lab.NextVerdictAsync();
        await using var spared = await lab.ClientAsync(outside);
        await spared.HearsLineAsync("220-");
        await spared.HearsLineAsync("220 sink ready");
        var second = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Dnsbl, VerdictDisposition.Dropped, false), (first.Reason, first.Disposition, first.WouldHave));
        Assert.Equal((VerdictReason.Dnsbl, VerdictDisposition.HandedOff, true), (second.Reason, second.Disposition, second.WouldHave));
        Assert.Equal(("drop", false), (first.Checks[1].Action, first.Checks[1].Spared));
        Assert.Equal(("ignore", true), (second.Checks[1].Action, second.Checks[1].Spared));
    }

    [Fact]
    public async Task EarlyTalker_Enforce_IsAnsweredWithoutAnotherGreetingAndRefused()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Greet = LongWait with { Action = ScreeningAction.Enforce } });
        await using var client = await lab.ClientAsync();

        await client.SendsAsync("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n.\r\n");
        await client.HearsLineAsync("220-");
        await client.HearsAsync("250 ");
        await client.HearsLineAsync("250 2.1.0 Ok");
        await client.HearsLineAsync("550 5.5.1 Protocol error");
        await client.HearsLineAsync("554 5.5.1 Error: no valid recipients");
        await client.HearsTheEndAsync();
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(
            [NoteKind.Connect, NoteKind.Pregreet, NoteKind.CommandPipelining, NoteKind.RcptRejected, NoteKind.DataWithoutRcpt, NoteKind.Disconnect],
            lab.Kinds(verdict));
        Assert.Equal(61, verdict.Notes[1].Count);
        Assert.Equal("EHLO", verdict.Notes[2].Detail);
        Assert.StartsWith(@"MAIL FROM:<a@b>\r\nRCPT", verdict.Notes[2].Text, StringComparison.Ordinal);
        Assert.Equal(VerdictDisposition.Rejected, verdict.Disposition);
        Assert.False(lab.Allowlist.TryGet(client.LocalEndPoint.Address, out _));
    }

    [Fact]
    public async Task EarlyTalker_Ignore_IsHandedOffWithoutPassAndItsWordsReachTheMailServer()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Greet = LongWait });
        await using var client = await lab.ClientAsync();

        await client.SendsAsync("EHLO early\r\n");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        await client.HearsLineAsync("221");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Pregreet, true, VerdictDisposition.HandedOff), (verdict.Reason, verdict.WouldHave, verdict.Disposition));
        Assert.Equal([NoteKind.Connect, NoteKind.Pregreet], lab.Kinds(verdict));
        Assert.Equal(0, lab.Allowlist.Count);
    }

    [Fact]
    public async Task EarlyTalker_Drop_HearsTheReasonBeforeTheEnd()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Greet = LongWait with { Action = ScreeningAction.Drop } });
        await using var client = await lab.ClientAsync();

        await client.SaysAsync("HELO x");
        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("521 5.5.1 Protocol error");
        await client.HearsTheEndAsync();
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Pregreet, VerdictDisposition.Dropped), (verdict.Reason, verdict.Disposition));
        Assert.Equal([NoteKind.Connect, NoteKind.Pregreet, NoteKind.Disconnect], lab.Kinds(verdict));
    }

    [Fact]
    public async Task ListedClient_Enforce_IsRefusedAtRcptByTheHeaviestList()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Dnsbl = TwoLists });
        lab.Resolver.List("a.test", "127.20.0.1");
        lab.Resolver.List("b.test", "127.20.0.1");
        await using var client = await lab.ClientAsync("127.20.0.1");

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 mx.example.test ESMTP Postfix");
        var reply = await client.AsksForRecipientAsync("\"a b\"@x", "@h:u@y");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal("550 5.7.1 Service unavailable; client [127.20.0.1] blocked using a.test", reply);
        Assert.Equal((VerdictReason.Dnsbl, VerdictDisposition.Rejected, 3), (verdict.Reason, verdict.Disposition, verdict.Rank));
        var rejected = verdict.Notes.Single(static n => n.Kind == NoteKind.RcptRejected);
        Assert.Equal(("\"a b\"@x", "u@y", "ESMTP", "client.example"), (rejected.Sender, rejected.Recipient, rejected.Protocol, rejected.Helo));
        Assert.Equal(["listed", "listed"], verdict.Dnsbl.Select(static a => a.Outcome));
    }

    [Fact]
    public async Task ListedClient_WithSecretZone_SeesTheReplyNameOnly()
    {
        var settings = EngineLab.Defaults with
        {
            Dnsbl = TwoLists with { Action = ScreeningAction.Drop, Sites = [new DnsblSite { Zone = "key123.bl.test", Weight = 2, ReplyName = "bl.test" }] },
        };
        await using var lab = new EngineLab(settings);
        lab.Resolver.List("key123.bl.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("521 5.7.1 Service unavailable; client [127.0.0.9] blocked using bl.test");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(VerdictDisposition.Dropped, verdict.Disposition);
        Assert.DoesNotContain("key123", System.Text.Json.JsonSerializer.Serialize(verdict.Notes.Select(static n => new { n.Text, n.Detail })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListedClient_Ignore_IsHandedOffAndRecordedAsWouldHave()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Dnsbl = TwoLists with { Action = ScreeningAction.Ignore } });
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Dnsbl, true, VerdictDisposition.HandedOff), (verdict.Reason, verdict.WouldHave, verdict.Disposition));
        Assert.Contains(NoteKind.DnsblRank, lab.Kinds(verdict));
    }

    [Fact]
    public async Task AllowlistThreshold_Reached_EndsTheWaitAtOnce()
    {
        var settings = EngineLab.Defaults with
        {
            Greet = LongWait,
            Dnsbl = TwoLists with { Sites = [new DnsblSite { Zone = "wl.test", Weight = -2 }], AllowlistThreshold = -1 },
        };
        await using var lab = new EngineLab(settings);
        lab.Resolver.List("wl.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(VerdictReason.PassNew, verdict.Reason);
        Assert.True(lab.Allowlist.TryGet(client.LocalEndPoint.Address, out var stamps));
        Assert.Equal(stamps.Dnsbl, stamps.Pregreet);
        Assert.Equal(stamps.Dnsbl, stamps.BareNewline);
    }

    [Fact]
    public async Task SilentList_KeepsTheFullWaitAndIsNotScored()
    {
        var settings = EngineLab.Defaults with
        {
            Greet = new GreetSettings { Banner = "", Wait = StressTime.Always(TimeSpan.FromSeconds(3)) },
            Dnsbl = TwoLists with { Sites = [.. TwoLists.Sites, new DnsblSite { Zone = "silent.test", Weight = 9 }], Timeout = TimeSpan.FromSeconds(5) },
        };
        await using var lab = new EngineLab(settings);
        await using var client = await lab.ClientAsync();

        await client.SilentAsync(TimeSpan.FromMilliseconds(500));
        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(0, verdict.Rank);
        Assert.Equal("no reply", verdict.Dnsbl[2].Outcome);
    }

    [Fact]
    public async Task NoTeaser_AllListsAnswered_DecidesWithoutWaiting()
    {
        var settings = EngineLab.Defaults with { Greet = LongWait with { Banner = "" }, Dnsbl = TwoLists };
        await using var lab = new EngineLab(settings);
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220 mx.example.test");

        Assert.StartsWith("550 5.7.1", await client.AsksForRecipientAsync("a@b", "c@d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MyNetworks_GoStraightThrough()
    {
        var access = new AccessSettings
        {
            MyNetworks = [new NetworkEntry { Pattern = "127.0.0.0/24" }],
            Entries = [new AccessEntry { Id = "mynetworks", Kind = AccessEntryKind.MyNetworks }, Reject("127.9.0.0/16")],
        };
        await using var lab = new EngineLab(EngineLab.Defaults with { Access = access });
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220 sink ready");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(VerdictReason.Allowlisted, verdict.Reason);
        Assert.Equal("mynetworks", verdict.AccessEntryId);
        Assert.Equal([NoteKind.Connect, NoteKind.Allowlisted], lab.Kinds(verdict));
        Assert.Equal(0, lab.Allowlist.Count);
    }

    [Theory]
    [InlineData(ScreeningAction.Drop, VerdictDisposition.Dropped, false)]
    [InlineData(ScreeningAction.Enforce, VerdictDisposition.Rejected, false)]
    [InlineData(ScreeningAction.Ignore, VerdictDisposition.HandedOff, true)]
    public async Task DenylistedClient_EachAction_DoesWhatItSays(ScreeningAction action, VerdictDisposition disposition, bool wouldHave)
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Access = new AccessSettings { MyNetworks = [], Entries = [Reject("127.0.0.9")], DenylistAction = action } });
        await using var client = await lab.ClientAsync();

        switch (action)
        {
            case ScreeningAction.Drop:
                await client.HearsLineAsync("521 5.3.2 Service currently unavailable");
                break;
            case ScreeningAction.Enforce:
                await client.HearsAsync("220 mx");
                Assert.Equal("550 5.3.2 Service currently unavailable", await client.AsksForRecipientAsync("a@b", "c@d"));
                break;
            default:
                await client.HearsAsync("220 sink");
                break;
        }

        var verdict = await lab.NextVerdictAsync();
        Assert.Equal((disposition, wouldHave), (verdict.Disposition, verdict.WouldHave));
        Assert.Contains(NoteKind.Denylisted, lab.Kinds(verdict));
    }

    [Fact]
    public async Task Hangup_DuringTheWait_IsLogged()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Greet = LongWait });
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        client.HangUp();
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Hangup, VerdictDisposition.HungUp), (verdict.Reason, verdict.Disposition));
        Assert.Equal([NoteKind.Connect, NoteKind.Hangup, NoteKind.Disconnect], lab.Kinds(verdict));
        Assert.Equal("tests before SMTP handshake", verdict.Notes[1].Text);
    }

    [Fact]
    public async Task MailServerAway_AfterTheTeaser_AnswersTheFirstCommandWith421()
    {
        await using var lab = new EngineLab(handoff: static _ => new HandoffTarget.Pass("/nonexistent/private/smtpd"));
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("220-");
        await client.HearsLineAsync("220 mx");
        await client.SaysAsync("EHLO x");
        await client.HearsLineAsync("421 4.3.2 No system resources");
        await client.HearsTheEndAsync();
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.PassNew, VerdictDisposition.Deferred), (verdict.Reason, verdict.Disposition));
        Assert.Equal("No such file or directory", verdict.Handoff);
        Assert.Contains("private/smtpd: No such file or directory", lab.Server.Status.HandoffTrouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailServerAway_KnownClient_IsToldAtOnce()
    {
        var access = new AccessSettings { MyNetworks = [], Entries = [new AccessEntry { Id = "all", Kind = AccessEntryKind.Everyone, Action = AccessAction.Permit }] };
        await using var lab = new EngineLab(EngineLab.Defaults with { Access = access }, static _ => new HandoffTarget.Pass("/nonexistent/private/smtpd"));
        await using var client = await lab.ClientAsync();

        await client.HearsLineAsync("421 4.3.2 All server ports are busy");
        await client.HearsTheEndAsync();
    }

    [Fact]
    public async Task TooManyConnectionsOfOneClient_AreTurnedAway()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Greet = LongWait, Limits = new LimitSettings { ClientConnectionCount = 1 } });
        await using var first = await lab.ClientAsync();
        await first.HearsLineAsync("220-");
        await using var second = await lab.ClientAsync();

        await second.HearsLineAsync("421 4.7.0 Error: too many connections");
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal((VerdictReason.Limit, VerdictDisposition.Deferred), (verdict.Reason, verdict.Disposition));
    }

    [Fact]
    public async Task DeepTest_Pipelining_PassesAtRcptAndHandsOffTheNextTime()
    {
        var settings = EngineLab.Defaults with { Protocol = new ProtocolSettings { Pipelining = new DeepTestSettings { Enable = true, Action = ScreeningAction.Enforce } } };
        await using var lab = new EngineLab(settings);
        await using (var client = await lab.ClientAsync())
        {
            await client.HearsAsync("220 mx");
            Assert.Equal("450 4.3.2 Service currently unavailable", await client.AsksForRecipientAsync("a@b", "c@d"));
        }

        var verdict = await lab.NextVerdictAsync();
        await using var again = await lab.ClientAsync();
        await again.HearsLineAsync("220 sink ready");

        Assert.Equal([NoteKind.Connect, NoteKind.RcptRejected, NoteKind.PassNew, NoteKind.Disconnect], lab.Kinds(verdict));
        Assert.Equal((VerdictReason.PassNew, VerdictDisposition.Deferred), (verdict.Reason, verdict.Disposition));
    }

    [Fact]
    public async Task Client_WhoseWordsAreLeftUnread_StillHearsTheLastReply()
    {
        await using var lab = new EngineLab(EngineLab.Defaults with { Dnsbl = TwoLists });
        lab.Resolver.List("a.test", "127.0.0.9");
        await using var client = await lab.ClientAsync();

        await client.HearsAsync("220 mx");
        await client.SendsAsync("QUIT\r\n" + new string('x', 20_000));
        await client.HearsLineAsync("221 2.0.0 Bye");
        await client.HearsTheEndAsync();
        var verdict = await lab.NextVerdictAsync();

        Assert.Equal(NoteKind.Disconnect, lab.Kinds(verdict)[^1]);
    }

    private static AccessEntry Reject(string pattern) => new() { Id = pattern, Kind = AccessEntryKind.Pattern, Pattern = pattern, Action = AccessAction.Reject };
}
