using System.Text;
using AdminPanel.Postfix.Maillog;
using CsCheck;
using Xunit;

namespace AdminPanel.Postfix.Tests.Maillog;

public sealed class MailSignReaderTests
{
    private static readonly string[] s_accepted =
    [
        "postfix/smtpd[9]: connect from mail.example[192.0.2.1]",
        "postfix/smtpd[9]: 4FA1: client=mail.example[192.0.2.1]",
        "postfix/cleanup[3]: 4FA1: message-id=<m1@example>",
        "postfix/smtpd[9]: disconnect from mail.example[192.0.2.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5",
    ];

    public static TheoryData<string, string[]> Logs() => new()
    {
        { "Amavis Good -1.9", [.. s_accepted, "amavis[2]: (2-1) Passed CLEAN {RelayedInbound}, [192.0.2.1]:4711 [192.0.2.1] <a@b> -> <c@d>, Queue-ID: 4FA1, Message-ID: <m1@example>, mail_id: x, Hits: -1.9, size: 9"] },
        { "Amavis Spam 6.31", [.. s_accepted, "amavis[2]: (2-1) Passed SPAMMY {RelayedTaggedInbound}, [127.0.0.1]:9 [127.0.0.1] <a@b> -> <c@d>, Message-ID: <m1@example>, mail_id: x, Hits: 6.31, size: 9"] },
        { "Amavis Spam 21", ["amavis[2]: (2-1) Blocked SPAM {DiscardedInbound,Quarantined}, [192.0.2.1]:4711 [192.0.2.1] <a@b> -> <c@d>, mail_id: x, Hits: 21, size: 9"] },
        { "", [.. s_accepted, "amavis[2]: (2-1) Passed BAD-HEADER-7 {RelayedInbound}, [192.0.2.1] <a@b> -> <c@d>, Queue-ID: 4FA1, Hits: 1, size: 9"] },
        { "Rspamd Spam 21.3", [.. s_accepted, "rspamd[5]: <a1b2c3>; task; rspamd_task_write_log: id: <m1@example>, qid: <4FA1>, ip: 192.0.2.1, from: <a@b>, (default: T (reject): [21.30/15.00] [BAYES_SPAM(5.1){100.00%;}]), len: 3"] },
        { "Rspamd Good -1.2", ["#88(normal) <a1b2c3>; task; rspamd_task_write_log: id: <m9@example>, qid: <none>, ip: 192.0.2.1, from: <a@b>, (default: F (no action): [-1.20/15.00] []), len: 3"] },
        { "", [.. s_accepted, "rspamd[5]: <a1b2c3>; task; rspamd_task_write_log: id: <m1@example>, qid: <4FA1>, ip: 192.0.2.1, (default: F (greylist): [4.30/15.00] []), len: 3"] },
        { "SpamAssassin Spam 12.3", [.. s_accepted, "spamd[6]: spamd: identified spam (12.3/5.0) for filter:115 in 1.2 seconds, 1234 bytes.", "spamd[6]: spamd: result: Y 12 - BAYES_99,URIBL scantime=1.2,size=1234,user=filter,mid=<m1@example>,autolearn=no"] },
        { "SpamAssassin Good -0.4", [.. s_accepted, "spamd[6]: spamd: clean message (-0.4/5.0) for filter:115 in 0.2 seconds, 1234 bytes.", "spamd[6]: spamd: result: . 0 - SPF_PASS scantime=0.2,mid=<m1@example>,autolearn=ham"] },
        { "Milter Spam ", [.. s_accepted[..3], "postfix/cleanup[3]: 4FA1: milter-reject: END-OF-MESSAGE from mail.example[192.0.2.1]: 5.7.1 Spam message rejected; from=<a@b> to=<c@d> proto=ESMTP helo=<x>"] },
        { "", [.. s_accepted[..3], "postfix/cleanup[3]: 4FA1: milter-reject: END-OF-MESSAGE from mail.example[192.0.2.1]: 4.7.1 Try again later; from=<a@b> to=<c@d> proto=ESMTP helo=<x>"] },
        {
            "MailServer Spam ", ["postfix/smtpd[9]: connect from unknown[192.0.2.1]", "postfix/smtpd[9]: NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 550 5.1.1 <x@y>: Recipient address rejected: User unknown; from=<> to=<x@y> proto=SMTP helo=<h>",
            "postfix/smtpd[9]: disconnect from unknown[192.0.2.1] ehlo=1"]
        },
        {
            "Greylisting Good ", ["postfix/smtpd[9]: connect from mail.example[192.0.2.1]", "postfix/smtpd[9]: NOQUEUE: reject: RCPT from mail.example[192.0.2.1]: 450 4.2.0 <x@y>: Recipient address rejected: Greylisted, see http://x; from=<> to=<x@y> proto=SMTP helo=<h>",
            "postfix/smtpd[9]: disconnect from mail.example[192.0.2.1] ehlo=1", .. s_accepted]
        },
        { "", ["postfix/submission/smtpd[9]: connect from laptop[192.0.2.1]", "postfix/submission/smtpd[9]: 4FA1: client=laptop[192.0.2.1], sasl_method=PLAIN, sasl_username=ann", "amavis[2]: (2-1) Passed CLEAN {RelayedOutbound}, ORIGINATING LOCAL [192.0.2.1] <a@b> -> <c@d>, Queue-ID: 4FA1, Hits: -1.9"] },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Add_WordsOfAFilter_BecomeASignAboutTheClient(string expected, string[] lines)
    {
        var signs = Read(lines);

        if (expected.Length == 0)
        {
            Assert.Empty(signs);
            return;
        }

        var sign = signs[^1];
        Assert.Equal(expected, $"{sign.Source} {sign.Label} {sign.Score}");
        Assert.Equal("192.0.2.1", sign.Client.ToString());
    }

    [Fact]
    public void Add_MessageFollowedByItsQueueId_TellsWhenTheClientWasGreeted()
    {
        string[] lines = [.. s_accepted, "amavis[2]: (2-1) Passed CLEAN {RelayedInbound}, [127.0.0.1] <a@b> -> <c@d>, Queue-ID: 4FA1, Hits: 0, size: 9"];

        Assert.Equal(new DateTime(2026, 11, 22, 19, 0, 0, DateTimeKind.Utc), Assert.Single(Read(lines)).At);
    }

    [Fact]
    public void Add_MutatedLines_NeverThrows()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Join('\n', Logs().SelectMany(static row => row.Data.Item2)));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[0, 40].Sample(
            edits =>
            {
                var changed = bytes.ToArray();
                foreach (var (at, value) in edits) changed[at] = value;
                Read(Encoding.Latin1.GetString(changed).Split('\n'));
            },
            iter: 500);
    }

    private static List<MailSign> Read(string[] lines)
    {
        var parser = new MailLineParser(Log.Written, TimeZoneInfo.Utc);
        var reader = new MailSignReader();
        var signs = new List<MailSign>();
        for (var i = 0; i < lines.Length; i++)
        {
            var time = lines[i].StartsWith('#') ? $"2026-11-22 19:00:{i % 60:00} " : $"Nov 22 19:00:{i % 60:00} mx ";
            if (parser.TryParse(Encoding.Latin1.GetBytes(time + lines[i]), out var parsed)) reader.Add(parsed);
        }

        while (reader.TryTake(out var sign)) signs.Add(sign);
        return signs;
    }
}
