using System.Text.RegularExpressions;
using AdminPanel.EndToEnd.Tests.Panel;
using AdminPanel.Screening.Verdicts;
using AdminPanel.Testing.Lab;
using AdminPanel.Testing.Smtp;
using Xunit;

namespace AdminPanel.EndToEnd.Tests.Mail;

/// <summary>Real clients through the front door into a real Postfix.</summary>
public abstract class MailFlowTests(FrontDoor door)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CleanClient_SendsMail_PostfixAcceptsItFromTheClientsOwnAddress()
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.10.0.1", Token);

        await client.HearsLineAsync("220-mx.example.test ESMTP");
        await client.HearsAsync("220 mx.example.test ESMTP");
        await client.SendsMailAsync("a@client.example", "user@example.test", "Subject: hello\r\n\r\n" + string.Concat(Enumerable.Repeat("A line of the letter.\r\n", 20_000)));

        await door.Postfix.WaitForLogAsync(@"client=unknown\[127\.10\.0\.1\]", Token);
        await door.Postfix.WaitForLogAsync(@"from=<a@client.example>, size=46\d{4}", Token);
        await door.Panel.WaitForMailLogAsync($@"PASS NEW \[127\.10\.0\.1\]:{client.LocalEndPoint.Port}$", Token);
        var row = await door.Panel.WaitForConnectionAsync("127.10.0.1", row => row.Reason == VerdictReason.PassNew, Token);
        Assert.Equal(VerdictDisposition.HandedOff, row.Disposition);
        Assert.Equal(0, row.Rank);
    }

    [Fact]
    public async Task ListedClient_AsksForARecipient_IsRefusedAndLogged()
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, FrontDoor.Listed, Token);

        await client.HearsAsync("220 mx.example.test ESMTP");
        var reply = await client.AsksForRecipientAsync("spam@client.example", "user@example.test");

        Assert.Equal($"550 5.7.1 Service unavailable; client [{FrontDoor.Listed}] blocked using bl1.test", reply);
        await door.Panel.WaitForMailLogAsync($@"DNSBL rank 2 for \[127\.20\.0\.1\]:{client.LocalEndPoint.Port}$", Token);
        await door.Panel.WaitForMailLogAsync(
            $@"NOQUEUE: reject: RCPT from \[127\.20\.0\.1\]:{client.LocalEndPoint.Port}: 550 5\.7\.1 Service unavailable; client \[127\.20\.0\.1\] blocked using bl1\.test; "
            + "from=<spam@client.example>, to=<user@example.test>, proto=ESMTP, helo=<client.example>$",
            Token);
        var row = await door.Panel.WaitForConnectionAsync(FrontDoor.Listed, row => row.ClientPort == client.LocalEndPoint.Port, Token);
        Assert.Equal((VerdictReason.Dnsbl, VerdictDisposition.Rejected, (int?)2), (row.Reason, row.Disposition, row.Rank));
        Assert.Equal("user@example.test", row.Recipient);
    }

    [Fact]
    public async Task NearMiss_BelowTheThreshold_Passes()
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, FrontDoor.NearMiss, Token);

        await client.HearsAsync("220 ");
        await client.SaysAsync("QUIT");
        await client.HearsAsync("221 ");

        var row = await door.Panel.WaitForConnectionAsync(FrontDoor.NearMiss, row => row.ClientPort == client.LocalEndPoint.Port, Token);
        Assert.Equal((VerdictReason.PassNew, (int?)1), (row.Reason, row.Rank));
    }

    [Fact]
    public async Task EarlyTalker_SpeaksBeforeTheGreeting_IsCaught()
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.30.0.1", Token);

        await client.SaysAsync("EHLO too.early");
        await client.HearsLineAsync("220-");
        await client.HearsAsync("250 ");
        await client.SaysAsync("MAIL FROM:<a@client.example>");
        await client.HearsAsync("250 2.1.0 Ok");
        await client.SaysAsync("RCPT TO:<user@example.test>");
        await client.HearsAsync("550 5.5.1 Protocol error");
        await client.SaysAsync("QUIT");
        await client.HearsAsync("221 ");

        await door.Panel.WaitForMailLogAsync($@"PREGREET 16 after [0-9.]+ from \[127\.30\.0\.1\]:{client.LocalEndPoint.Port}: EHLO too\.early\\r\\n$", Token);
        var row = await door.Panel.WaitForConnectionAsync("127.30.0.1", row => row.ClientPort == client.LocalEndPoint.Port, Token);
        Assert.Equal(VerdictReason.Pregreet, row.Reason);
    }

    [Fact]
    public async Task MyNetworksClients_ManyAtOnce_GoStraightThrough()
    {
        await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.0.0.1", Token);
        Assert.StartsWith("220 mx.example.test ESMTP Postfix", await client.HearsAsync("220 "), StringComparison.Ordinal);
        await client.SaysAsync("QUIT");
        await client.HearsAsync("221 ");

        await SmtpSource.SendAsync(door.Panel.Smtp, messages: 100, sessions: 10, Token);

        await door.Panel.WaitForMailLogAsync($@"ALLOWLISTED \[127\.0\.0\.1\]:{client.LocalEndPoint.Port}$", Token);
        await Eventually.HoldsAsync("a hundred connections were allowlisted", Patience.Limit, () => Regex.Count(door.Panel.MailLog, @"ALLOWLISTED \[127\.0\.0\.1\]") >= 101, Token);
    }

    [Fact]
    public async Task SecondVisit_OfAClientThatPassed_IsPassOldWithoutWaiting()
    {
        for (var visit = 1; visit <= 2; visit++)
        {
            await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.10.0.2", Token);
            var greeting = await client.HearsAsync("220 ");
            // Whoever waits hears the teaser first.
            Assert.Equal(visit == 1, greeting.Contains('\n', StringComparison.Ordinal));
            await client.SendsMailAsync("a@client.example", "user@example.test", "Subject: again");
            await door.Panel.WaitForMailLogAsync($@"PASS {(visit == 1 ? "NEW" : "OLD")} \[127\.10\.0\.2\]:{client.LocalEndPoint.Port}$", Token);
        }
    }

    [Fact]
    public async Task Hangup_InTheGreetWait_IsRecorded()
    {
        var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.40.0.1", Token);
        client.HangUp();

        await door.Panel.WaitForMailLogAsync(@"HANGUP after [0-9.]+ from \[127\.40\.0\.1\]:\d+ in tests before SMTP handshake$", Token);
        await door.Panel.WaitForConnectionAsync("127.40.0.1", row => row.Reason == VerdictReason.Hangup, Token);
    }

    [Fact]
    public async Task Swaks_FromCleanAndListedAddresses_DeliversAndIsRefused()
    {
        var results = await Task.WhenAll(Swaks.SendAsync(door.Panel.Smtp, "127.10.0.3", Token), Swaks.SendAsync(door.Panel.Smtp, FrontDoor.Listed, Token));
        var (clean, listed) = (results[0], results[1]);

        Assert.True(clean.ExitCode == 0, clean.Transcript);
        Assert.True(listed.ExitCode == 24, listed.Transcript);
        Assert.Contains("550 5.7.1 Service unavailable; client [127.20.0.1] blocked using bl1.test", listed.Transcript, StringComparison.Ordinal);
        await door.Postfix.WaitForLogAsync(@"client=unknown\[127\.10\.0\.3\]", Token);
    }

    [Fact]
    public async Task MailServerAway_ClientIsTold_AndServedAgainAfterwards()
    {
        await door.Postfix.StopServiceAsync(Token);
        try
        {
            await using var client = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.0.0.1", Token);
            await client.HearsAsync("421 4.3.2 ");
            await client.HearsTheEndAsync();
        }
        finally
        {
            await door.Postfix.StartServiceAsync(Token);
        }

        await using var next = await SmtpScript.ConnectAsync(door.Panel.Smtp, "127.0.0.1", Token);
        await next.HearsAsync("220 ");
    }
}

/// <summary>With the descriptor passed to Postfix.</summary>
public sealed class PassMailFlowTests(PassFrontDoor door) : MailFlowTests(door), IClassFixture<PassFrontDoor>;

/// <summary>With the descriptor passed by an ordinary user.</summary>
public sealed class PublicMailFlowTests(PublicFrontDoor door) : MailFlowTests(door), IClassFixture<PublicFrontDoor>;

/// <summary>Through the relay with PROXY v2.</summary>
public sealed class ProxyMailFlowTests(ProxyFrontDoor door) : MailFlowTests(door), IClassFixture<ProxyFrontDoor>;

/// <summary>Through the relay with PROXY v1.</summary>
public sealed class Proxy1MailFlowTests(Proxy1FrontDoor door) : MailFlowTests(door), IClassFixture<Proxy1FrontDoor>;
