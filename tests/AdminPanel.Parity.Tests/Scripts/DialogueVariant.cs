using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Every command of the dummy SMTP engine, which a client reaches at once: no teaser, no lists, one deep test.</summary>
internal static class DialogueVariant
{
    private const string Hello = "< 220\n";

    public static ParityVariant Variant { get; } = new(
        "dialogue",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        """,
        [
            new("B9: the deep test passes, and the client is known afterwards", Hello + Recipient("450") + Quit + Again + Hello + Quit),
            new("HELO", Hello + Ask("HELO", "501") + Ask("HELO x", "250") + Ask("helo two words", "250") + Quit),
            new("EHLO", Hello + Ask("EHLO", "501") + Ask("ehlo x", "250") + Ask("EHLO  two  words ", "250") + Quit),
            new("MAIL", Hello + Ask("MAIL", "501") + Ask("MAIL FROM", "501") + Ask("MAIL FROM:<a@b> SIZE=12 BODY=8BITMIME", "250") + Ask("MAIL FROM:<a@b>", "503") + Quit),
            new("MAIL without HELO", Hello + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("RCPT", Hello + Ask("RCPT TO:<c@d>", "503") + Sender + Ask("RCPT", "501") + Ask("RCPT TO", "501") + Ask("RCPT TO:<c@d>", "450") + Ask("rcpt to:<e@f>", "450") + Quit),
            new("RCPT in the wrong place passes the test", Hello + Ask("RCPT", "503") + Quit + Again + Hello + Quit),
            new("no RCPT, no pass", Hello + Ehlo + Quit + Again + Hello + Ask("HELO x", "250") + Quit),
            new("RSET", Hello + Sender + Ask("RSET", "250") + Ask("RCPT TO:<c@d>", "503") + Ask("RSET x", "250") + Quit),
            new("EHLO clears the sender", Hello + Sender + Ehlo + Ask("MAIL FROM:<>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("NOOP", Hello + Ask("NOOP", "250") + Ask("NOOP x y", "250") + Quit),
            new("QUIT with an argument", Hello + Ask("QUIT now", "221") + ".\n"),
            new("DATA", Hello + Ask("DATA", "503") + ".\n"),
            new("DATA with an argument", Hello + Ask("DATA x", "501") + ".\n"),
            new("DATA after MAIL", Hello + Sender + Ask("DATA", "554") + ".\n"),
            new("DATA after RCPT", Hello + Recipient("450") + Ask("DATA", "554") + ".\n"),
            new("BDAT", Hello + Ask("BDAT 10 LAST", "554") + ".\n"),
            new("BDAT without a count", Hello + Ask("BDAT", "501") + ".\n"),
            new("BDAT after RCPT", Hello + Recipient("450") + Ask("BDAT 10 LAST", "554") + ".\n"),
            new("VRFY", Hello + Ask("VRFY", "501") + Ask("VRFY u", "450") + Quit),
            new("ETRN", Hello + Ask("ETRN", "500") + Ask("ETRN example.test", "458") + Quit),
            new("AUTH, XCLIENT, XFORWARD", Hello + Ehlo + Ask("AUTH PLAIN", "502") + Ask("XCLIENT NAME=x", "502") + Ask("XFORWARD NAME=x", "502") + Quit),
            new("HELP and other words", Hello + Ask("HELP", "502") + Ask("FOO bar", "502") + Ask("EXPN u", "502") + Quit),
            new("an empty line", Hello + Ask("", "502") + Ask("\\s", "502") + Quit),
            new("a tab is no space", Hello + Ask("HELO\\tx", "502") + Quit),
            new("leading spaces", Hello + Ask("\\s\\sHELO x", "250") + Quit),
            new("STARTTLS is off", Hello + Ask("STARTTLS", "502") + Quit),
            new("a NUL cuts the line", Hello + Ask("NOOP\\0rest", "250") + Ask("HELO x\\0y", "250") + Quit),
            new("addresses of all kinds",
                Hello + Ehlo + Ask("MAIL FROM:a@b", "250") + Ask("RCPT TO: <c@d>", "450") + Ask("RCPT TO:<\"a b\"@c>", "450") + Ask("RCPT TO:<a\\\\b@c>", "450")
                + Ask("RCPT TO:<@x,@y:u@z> NOTIFY=NEVER", "450") + Ask("RCPT TO:<>", "450") + Ask("RCPT TO:<u>", "450") + Ask("RCPT TO:u v", "450") + Quit),
            new("addresses, odd ones",
                Hello + Ehlo + Ask("MAIL FROM:<\"\"@b>", "250") + Ask("RCPT TO:<a@b", "450") + Ask("RCPT TO:<a..b@c>", "450") + Ask("RCPT TO:<a(b)@c>", "450")
                + Ask("RCPT TO:<\"a\\\\\"b\"@c>", "450") + Ask("RCPT TO:<.a@c>", "450") + Ask("RCPT TO:<a@b@c>", "450") + Ask("RCPT TO:<\"a>b\"@c>", "450") + Quit),
            new("addresses with bytes above 127", Hello + Ehlo + Ask("MAIL FROM:<\\xC3\\xA4@b>", "250") + Ask("RCPT TO:<\\xFF@d>", "450") + Quit),
            new("addresses with control characters", Hello + Ask("HELO \\x01\\x7F", "250") + Ask("MAIL FROM:<\\x01@b>", "250") + Ask("RCPT TO:<a\\tb@d>", "450") + Quit),
            new("a long recipient", Hello + Sender + Ask($"RCPT TO:<{new string('u', 600)}@d>", "450") + Quit) { Deviation = Deviations.LongAddress },
            new("a recipient as long as they come", Hello + Sender + Ask($"RCPT TO:<{new string('u', 250)}@d.test>", "450") + Quit),
            new("HELO after EHLO keeps ESMTP", Hello + Ehlo + Helo + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("HELO means SMTP", Hello + Helo + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("a failed EHLO does not mean ESMTP", Hello + Ask("EHLO", "501") + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("B12: the twenty-first command", Hello + string.Concat(Enumerable.Repeat(Ask("NOOP", "250"), 20)) + Ask("RSET", "421") + ".\n"),
            new("QUIT may come after the twentieth", Hello + string.Concat(Enumerable.Repeat(Ask("NOOP", "250"), 20)) + Quit),
            new("leaving without a word", Hello + "hangup\n"),
            new("leaving after a pass", Hello + Recipient("450") + "hangup\n" + Again + Hello + Quit),
            new("stopping to send", Hello + "shut\n.\n"),
            new("a line in three parts", Hello + ">> EH\nwait 100\n>> LO\\s\nwait 100\n>> x\\r\\n\n< 250\n" + Quit),
            new("CR alone is no line end", Hello + ">> NOOP\\rRSET\\r\\n\n< 502\n" + Quit),
            new("LF alone ends a line", Hello + ">> NOOP\\n\n< 250\n" + Quit),
            new("CR CR LF", Hello + ">> NOOP\\r\\r\\n\n< 502\n" + Quit),
        ]);
}
