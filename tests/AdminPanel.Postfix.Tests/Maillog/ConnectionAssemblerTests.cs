using AdminPanel.Postfix.Maillog;
using AdminPanel.Screening.Dnsbl;
using AdminPanel.Screening.Settings;
using AdminPanel.Screening.Verdicts;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Maillog;

public sealed class ConnectionAssemblerTests
{
    private const string A = "[192.0.2.1]:4000";
    private const string Connect = $"CONNECT from {A} to [198.51.100.1]:25";
    private const string Greets = "smtpd|connect from unknown[192.0.2.1]";
    private static readonly ScreeningSnapshot s_two = Log.Settings(new DnsblSite { Zone = "zen.test", Weight = 3 }, new DnsblSite { Zone = "b.test", Filter = "127.0.0.2", Weight = 2 });

    private static string Reject(string reply) => $"NOQUEUE: reject: RCPT from {A}: {reply}; from=<s@x>, to=<r@y>, proto=ESMTP, helo=<h>";

    public static TheoryData<string, string[]> Sessions() => new()
    {
        { "PassNew HandedOff", [Connect, "", $"PASS NEW {A}"] },
        { "PassOld HandedOff", [Connect, $"PASS OLD {A}"] },
        { "Allowlisted HandedOff", [Connect, $"WHITELISTED {A}"] },
        { "Denylisted Dropped", [Connect, $"DENYLISTED {A}", $"DISCONNECT {A}"] },
        { "Denylisted Rejected", [Connect, $"DENYLISTED {A}", "", Reject("550 5.3.2 Service currently unavailable"), $"DISCONNECT {A}"] },
        { "would have Denylisted HandedOff", [Connect, $"DENYLISTED {A}", "", $"PASS NEW {A}"] },
        { "Pregreet Dropped", [Connect, $"PREGREET 8 after 0 from {A}: HELO x\\r\\n", $"DISCONNECT {A}"] },
        { "would have Pregreet HandedOff", [Connect, $"PREGREET 8 after 0 from {A}: HELO x\\r\\n", Greets] },
        { "would have Dnsbl HandedOff", [Connect, "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.0.0.4", $"DNSBL rank 3 for {A}"] },
        { "Dnsbl Rejected", [Connect, $"DNSBL rank 3 for {A}", "", Reject("550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.test"), $"DISCONNECT {A}"] },
        { "Dnsbl Rejected", [Connect, $"DNSBL rank 3 for {A}", "", "", $"HANGUP after 1.2 from {A} in tests after SMTP handshake", $"DISCONNECT {A}"] },
        { "Dnsbl Dropped", [Connect, $"DNSBL rank 3 for {A}", $"DISCONNECT {A}"] },
        { "PassNew Deferred", [Connect, "", Reject("450 4.3.2 Service currently unavailable"), $"PASS NEW {A}", $"DISCONNECT {A}"] },
        { "Pipelining Rejected", [Connect, $"COMMAND PIPELINING from {A} after EHLO: MAIL\\r\\n", Reject("550 5.5.1 Protocol error"), $"DISCONNECT {A}"] },
        { "would have Pipelining Deferred", [Connect, $"COMMAND PIPELINING from {A} after EHLO: MAIL\\r\\n", Reject("450 4.3.2 Service currently unavailable"), $"PASS NEW {A}", $"DISCONNECT {A}"] },
        { "NonSmtpCommand Dropped", [Connect, $"NON-SMTP COMMAND from {A} after CONNECT: GET / HTTP/1.0", $"DISCONNECT {A}"] },
        { "Hangup HungUp", [Connect, $"HANGUP after 0.31 from {A} in tests before SMTP handshake", $"DISCONNECT {A}"] },
        { "Limit Deferred", [Connect, $"NOQUEUE: reject: CONNECT from {A}: too many connections", $"DISCONNECT {A}"] },
        { "Limit Deferred", [Connect, $"COMMAND TIME LIMIT from {A} after CONNECT", $"DISCONNECT {A}"] },
        { "AllowlistVeto Deferred", [Connect, $"ALLOWLIST VETO {A}", Reject("450 4.3.2 Service currently unavailable"), $"DISCONNECT {A}"] },
        { "Undecided Deferred", [Connect, "", $"DISCONNECT {A}"] },
        { "PassNew Deferred", [Connect, "", $"PASS NEW {A}", "warning: cannot connect to service private/smtpd: Connection refused"] },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Add_WholeSession_IsOneVerdict(string expected, string[] lines)
    {
        var (verdicts, counts) = Log.Of(s_two, null, lines);

        var verdict = Assert.Single(verdicts);
        Assert.Equal(expected, $"{(verdict.WouldHave ? "would have " : "")}{verdict.Reason} {verdict.Disposition}");
        Assert.Equal("192.0.2.1:4000", verdict.Client.ToString());
        Assert.Equal(lines.Count(line => line == ""), counts.Unknown);
        Assert.Equal(0, counts.Unfinished);
    }

    [Fact]
    public void Add_RefusedClient_LeavesEvidenceForReplays()
    {
        var (verdicts, _) = Log.Of(
            s_two, ["zen.test"], Connect, "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.0.0.4", "", $"DNSBL rank 3 for {A}",
            Reject("550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.test"), $"DISCONNECT {A}");

        var evidence = verdicts[0].Evidence!;
        Assert.True(evidence.FromLog);
        Assert.Equal(
            [SessionMomentKind.WaitOver, SessionMomentKind.Dialogue, SessionMomentKind.Recipient, SessionMomentKind.Closed], evidence.Moments.Select(static moment => moment.Kind));
        Assert.Equal((ZoneDigest.Of("zen.test"), ZoneReplyState.InTime, ZoneAnswer.Listed), Assert.Single(evidence.Replies) is var reply ? (reply.Zone, reply.State, reply.Answer) : default);
    }

    [Fact]
    public void Add_KnownClient_NoListWasAsked()
    {
        var evidence = Log.Of(s_two, null, Connect, $"PASS OLD {A}").Verdicts[0].Evidence!;

        Assert.Equal((KnownPasses.AllValid, 0, 0), (evidence.Passes, evidence.Todo, evidence.Replies.Length));
    }

    [Fact]
    public void Add_Listings_AreScoredAsTheEngineDoes()
    {
        var (verdicts, _) = Log.Of(
            s_two, null, Connect, "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.0.0.4", "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.0.0.10",
            "dnsblog|addr 192.0.2.1 listed by domain b.test as 127.0.0.9", "dnsblog|addr 192.0.2.1 listed by domain own.test as 127.0.0.3", $"DNSBL rank 3 for {A}");

        var verdict = Assert.Single(verdicts);
        Assert.Equal(3, verdict.Rank);
        Assert.Equal(
            ["zen.test listed 127.0.0.4 127.0.0.10 *3", "b.test listed 127.0.0.9 *0 filtered", "own.test listed 127.0.0.3 *0"],
            verdict.Dnsbl.Select(a => $"{a.List} {a.Outcome} {string.Join(' ', a.Codes)} *{a.Weight}{(a.FilteredOut ? " filtered" : "")}"));
    }

    [Fact]
    public void Add_ListNeverLogged_IsNotKnownToBeAsked()
    {
        string[] lines = [Connect, "dnsblog|addr 192.0.2.1 listed by domain b.test as 127.0.0.2", "", $"PASS NEW {A}"];

        var unsure = Log.Of(s_two, ["b.test"], lines).Verdicts[0];
        var told = Log.Of(s_two, null, lines).Verdicts[0];

        Assert.Equal(["b.test listed"], unsure.Dnsbl.Select(a => $"{a.List} {a.Outcome}"));
        Assert.Equal(["zen.test not listed", "b.test listed"], told.Dnsbl.Select(a => $"{a.List} {a.Outcome}"));
        Assert.Equal((2, 2), (unsure.Rank, told.Rank));
    }

    [Fact]
    public void Add_AnswersOfARefusingList_AreErrors()
    {
        var (verdicts, _) = Log.Of(
            s_two, null, Connect, "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.255.255.254",
            "dnsblog|warning: dnsblog_query: lookup error for DNS query 1.2.0.192.b.test: Host or domain name not found. Name service error for name=1.2.0.192.b.test type=A: Host not found, try again", "", $"PASS NEW {A}");

        Assert.All(Assert.Single(verdicts).Dnsbl, answer => Assert.Equal("error", answer.Outcome));
        Assert.Equal(0, verdicts[0].Rank);
    }

    [Fact]
    public void Add_SecretZone_IsNeverShown()
    {
        var settings = Log.Settings(new DnsblSite { Zone = "key123.zen.test", ReplyName = "zen", Weight = 3 });

        var (verdicts, _) = Log.Of(
            settings, null, Connect, "dnsblog|addr 192.0.2.1 listed by domain key123.zen.test as 127.0.0.4", "dnsblog|addr 192.0.2.1 listed by domain key123.zen.dq.spamhaus.net as 127.0.0.4",
            "dnsblog|warning: dnsblog_query: lookup error for DNS query 1.2.0.192.key123.zen.test: no reply from key123.zen.test", $"DNSBL rank 3 for {A}");

        Assert.DoesNotContain("key123", Store(verdicts[0]), StringComparison.Ordinal);
        Assert.Equal(["zen", "zen.dq.spamhaus.net"], verdicts[0].Dnsbl.Select(answer => answer.List));
    }

    [Fact]
    public void Add_ParallelConnectionsOfOneAddress_ShareTheListings()
    {
        var (verdicts, _) = Log.Of(
            s_two, null, Connect, Connect.Replace("4000", "4001", StringComparison.Ordinal), "dnsblog|addr 192.0.2.1 listed by domain zen.test as 127.0.0.4",
            $"DNSBL rank 3 for {A}", "DNSBL rank 3 for [192.0.2.1]:4001");

        Assert.Equal([4000, 4001], verdicts.Select(verdict => verdict.Client.Port));
        Assert.All(verdicts, verdict => Assert.Equal("zen.test", Assert.Single(verdict.Dnsbl, answer => answer.Outcome == "listed").List));
    }

    [Fact]
    public void Finish_ConnectionsThatGoOnInTheNextFile_AreLeftOutAndCounted()
    {
        var (verdicts, counts) = Log.Of(s_two, null, "PASS NEW [192.0.2.9]:1", Connect);

        Assert.Empty(verdicts);
        Assert.Equal((1, 1), (counts.WithoutConnect, counts.Unfinished));
    }

    [Fact]
    public void Read_TheSameLogTwice_GivesTheSameIdentities()
    {
        string[] lines = [Connect, $"PASS OLD {A}", Connect.Replace("4000", "4001", StringComparison.Ordinal), "PASS OLD [192.0.2.1]:4001"];

        var once = Log.Of(s_two, null, lines).Verdicts.Select(verdict => verdict.Id).ToList();

        Assert.Equal(once, Log.Of(s_two, null, lines).Verdicts.Select(verdict => verdict.Id));
        Assert.Equal(2, once.Distinct().Count());
    }

    /// <summary>Whatever is done to the bytes of a log: every CONNECT that is understood is a verdict or is counted, nothing throws.</summary>
    [Fact]
    public void Read_MutatedLog_LosesNoConnection()
    {
        var whole = string.Concat(Sessions().SelectMany((row, s) => row.Data.Item2.Select((line, i) => Line(line.Replace("4000", $"{4000 + s}", StringComparison.Ordinal), s, i))));
        var bytes = System.Text.Encoding.ASCII.GetBytes(whole);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[0, 60].Sample(
            edits =>
            {
                var changed = bytes.ToList();
                foreach (var (at, value, how) in edits)
                {
                    var index = at % changed.Count;
                    if (how == 0) changed.RemoveAt(index);
                    else if (how == 1) changed.Insert(index, value);
                    else if (how == 2) changed[index] = value;
                    else changed.InsertRange(index, changed.GetRange(at / 2 % changed.Count, Math.Min(200, changed.Count - (at / 2 % changed.Count))));
                }

                var (verdicts, counts) = Log.Read([.. changed], s_two, null);

                Assert.Equal(counts.Of(NoteKind.Connect), verdicts.Count + counts.Unfinished);
                Assert.Equal(verdicts.Count, counts.Connections);
                foreach (var verdict in verdicts) Assert.DoesNotContain('\n', Store(verdict));
            },
            iter: 300,
            time: int.TryParse(Environment.GetEnvironmentVariable("ADMINPANEL_FUZZ_SECONDS"), out var seconds) ? seconds : -1);
    }

    private static string Line(string text, int session, int line)
    {
        var (program, body) = text.Split('|') is [("dnsblog" or "smtpd") and var other, var rest] ? (other, rest) : ("postscreen", text);
        return $"Nov 22 {session:00}:00:{line:00} mx postfix/{program}[7]: {body}\n";
    }

    private static string Store(VerdictEvent verdict) => $"{verdict} {string.Join(' ', verdict.Notes)} {string.Join(' ', verdict.Dnsbl.Select(a => $"{a} {string.Join(' ', a.Codes)}"))} {string.Join(' ', verdict.Recipients)}";
}
