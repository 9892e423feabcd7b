using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Connection, command, length and time limits.</summary>
internal static class LimitVariants
{
    private const string Hello = "< 220\n";

    public static ParityVariant Variant { get; } = new(
        "limits",
        """
        postscreen_greet_banner =
        postscreen_pipelining_enable = yes
        postscreen_client_connection_count_limit = 3
        postscreen_command_count_limit = 3
        postscreen_command_time_limit = 2s
        line_length_limit = 600
        """,
        [
            new("B12: the fourth command", Hello + Ask("FOO", "502") + Ask("BAR", "502") + Ask("RSET", "250") + Ask("NOOP", "421") + ".\n"),
            new("the fourth command is RCPT", Hello + Ehlo + Ask("MAIL FROM:<a@b>", "250") + Ask("NOOP", "250") + Ask("RCPT TO:<c@d>", "421") + ".\n"),
            new("the fourth command is QUIT", Hello + Ask("FOO", "502") + Ask("BAR", "502") + Ask("FOO", "502") + Quit),
            new("the limit after a pass", Hello + Ehlo + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Ask("RSET", "421") + ".\n" + Again + Hello + Quit),
            new("the limit and pipelining", Hello + ">> NOOP\\r\\nNOOP\\r\\nNOOP\\r\\nNOOP\\r\\nNOOP\\r\\n\n< 250\n< 250\n< 250\n< 421\n.\n"),
            new("B12: silence", Hello + "< 421\n.\n"),
            new("B12: silence in a line", Hello + ">> EHL\n< 421\n.\n"),
            new("B12: silence after a pass", Hello + Ehlo + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + "< 421\n.\n"),
            new("silence after an unknown command", Hello + Ask("FOO", "502") + "< 421\n.\n"),
            new("a drop a second", Hello + ">> N\nwait 300\n>> O\nwait 300\n>> O\n< 421\n.\n"),
            new("B12: a long line", Hello + $">> {new string('x', 650)}\n< 421\n.\n"),
            new("a long line after a command", Hello + Ehlo + $"> {new string('x', 650)}\n< 421\n.\n"),
            new("the longest line", Hello + $"> {new string('x', 598)}\n< 502\n" + Quit),
            new("a byte more than the longest line", Hello + $"> {new string('x', 599)}\n< 502\n{Quit}") { Deviation = Deviations.LineLimit },
            new("two bytes more than the longest line", Hello + $"> {new string('x', 600)}\n< 421\n.\n"),
            new("a byte more with LF", Hello + $">> {new string('x', 600)}\\n\n< 421\n.\n"),
            new("the longest line with LF", Hello + $">> {new string('x', 599)}\\n\n< 502\n" + Quit),
            new("B16: the fourth connection", "1: < 220\n2: < 220\n3: < 220\n4: < 421\n4: .\n1: > QUIT\n1: < 221\n2: > QUIT\n2: < 221\n3: > QUIT\n3: < 221\n1: .\n2: .\n3: .\n"),
            new("B16: five at once, all pass",
                "1: < 220\n2: < 220\n3: < 220\n4: < 421\n4: .\n5: < 421\n5: .\n"
                + "1: > MAIL FROM:<a@b>\n1: < 250\n1: > RCPT TO:<c@d>\n1: < 450\n1: > QUIT\n1: < 221\n1: .\n"
                + "2: > MAIL FROM:<a@b>\n2: < 250\n2: > RCPT TO:<c@d>\n2: < 450\n2: > QUIT\n2: < 221\n2: .\n"
                + "3: > MAIL FROM:<a@b>\n3: < 250\n3: > RCPT TO:<c@d>\n3: < 450\n3: > QUIT\n3: < 221\n3: .\n"),
            new("a place becomes free", "1: < 220\n2: < 220\n3: < 220\n1: > QUIT\n1: < 221\n1: .\n1: wait 300\n4: < 220\n4: > QUIT\n4: < 221\n4: .\n2: hangup\n3: hangup\n"),
            new("mynetworks are counted, too", "1: < 220\n2: < 220\n1: > QUIT\n1: < 221\n1: .\n2: > QUIT\n2: < 221\n2: .\n") { From = "127.0.0.1" },
        ]);

    public static ParityVariant Teaser { get; } = new(
        "limits with a teaser",
        """
        postscreen_greet_wait = 2s
        postscreen_client_connection_count_limit = 3
        """,
        [
            new("B16: five at once",
                "1: < 220-\n2: < 220-\n3: < 220-\n4: < 421\n4: .\n5: < 421\n5: .\n1: < 220\n2: < 220\n3: < 220\n1: > QUIT\n2: > QUIT\n3: > QUIT\n1: < 221\n2: < 221\n3: < 221\n1: .\n2: .\n3: .\n") { AnyOrder = true },
            new("a second connection of a client under test", "1: < 220-\n1: wait 500\n2: < 220-\n1: < 220\n2: < 220\n1: > QUIT\n1: < 221\n1: .\n2: > QUIT\n2: < 221\n2: .\n"),
            new("a second connection of a known client", Greeting + Quit + "wait 300\n1: < 220\n1: wait 300\n2: < 220\n1: > QUIT\n1: < 221\n1: .\n2: > QUIT\n2: < 221\n2: .\n"),
        ]);

    /// <summary>A mail server that takes one client at a time, of its own for each; five wait for it, the next is one too many.</summary>
    public static ParityVariant ServerPorts { get; } = new(
        "server ports",
        """
        postscreen_post_queue_limit = 5
        postscreen_client_connection_count_limit = 0
        smtpd_service_name = one
        mynetworks = 127.0.0.1/32 127.60.0.0/16
        """,
        [
            new("the seventh connection",
                "1: < 220\n" + string.Concat(Enumerable.Range(2, 5).Select(i => $"{i}: wait 150\n")) + "7: < 421\n7: .\n"
                + "1: > QUIT\n1: < 221\n1: .\n" + string.Concat(Enumerable.Range(2, 5).Select(i => $"{i}: < 220\n{i}: > QUIT\n{i}: < 221\n{i}: .\n"))
                + "8: < 220\n8: > QUIT\n8: < 221\n8: .\n")
            { From = "127.60.10.1" },
        ])
    {
        MasterCf = "one pass - - n - 1 smtpd\ntwo pass - - n - 1 smtpd",
        Service = "two",
    };

    public static ParityVariant Busy { get; } = new(
        "busy",
        """
        postscreen_greet_wait = ${stress?{2}:{4}}s
        postscreen_pre_queue_limit = 10
        """,
        [
            new("the tenth connection",
                string.Concat(Enumerable.Range(1, 9).Select(i => $"{i}: < 220-\n")) + "10: < 421\n10: .\n11: < 421\n11: .\n9: < 220\n"
                + string.Concat(Enumerable.Range(1, 8).Select(i => $"{i}: < 220\n")) + string.Concat(Enumerable.Range(1, 9).Select(i => $"{i}: > QUIT\n{i}: < 221\n{i}: .\n")))
            { LoggedAs = "entering STRESS" },
        ]);
}
