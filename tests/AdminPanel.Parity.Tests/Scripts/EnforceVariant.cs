using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Every early test enforces.</summary>
internal static class EnforceVariant
{
    public static ParityVariant Variant { get; } = new(
        "enforce",
        """
        postscreen_greet_wait = 2s
        postscreen_greet_action = enforce
        postscreen_dnsbl_sites = a.test*2 b.test
        postscreen_dnsbl_threshold = 2
        postscreen_dnsbl_action = enforce
        """,
        [
            new("B1: a clean client passes, and is known afterwards", Greeting + Quit + Again + "< 220\n" + Quit),
            new("B4: an early talker sends the whole session at once",
                """
                >> EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n.\r\n
                < 220-
                < 250
                < 250
                < 550
                < 554
                .
                """),
            new("B5: an early talker goes on with a header",
                "> EHLO x\n< 220-\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "550") + Ask("Subject: x y", "521") + ".\n"),
            new("B6: a listed client", Greeting + Ehlo + Ask("MAIL FROM:<\"a b\"@x>", "250") + Ask("RCPT TO:<@h:u@y>", "550") + Quit) { Listing = Listing.A },
            new("a client below the threshold passes", Greeting + Quit + Again + "< 220\n" + Quit) { Listing = Listing.B },
            new("a client of two lists", Greeting + Recipient("550") + Quit) { Listing = Listing.AAndB },
            new("a listed early talker is told of the list", "> EHLO x\n< 220-\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "550") + Quit) { Listing = Listing.A },
            new("an early talker is tested again", "> EHLO x\n< 220-\n< 250\n" + Quit + Again + Greeting + Quit),
            new("a listed client is tested again", Greeting + Quit + Again + Greeting + Quit) { Listing = Listing.A },
            new("early talk of binary bytes", ">> \\x01\\x02\\xFF\\t\\\\\\r\\n\n< 220-\n< 521\n.\n"),
            new("early talk longer than a peek", $">> {new string('a', 1200)}\\r\\n\n< 220-\n< 502\n{Quit}"),
            new("early talk without a line end", ">> EH\n< 220-\nwait 2500\n>> LO y\\r\\n\n< 250\n" + Quit),
            new("talk just behind the teaser", "< 220-\n> EHLO x\n< 250\n" + Quit),
            new("talk in the middle of the wait", "< 220-\nwait 500\n> HELO x\n< 250\n" + Quit),
            new("B18: a client leaves during the greet wait", "< 220-\nwait 300\nhangup\n"),
            new("a client resets during the greet wait", "< 220-\nwait 300\nreset\n"),
            new("a client leaves during the greet wait and comes back", "< 220-\nhangup\n" + Again + Greeting + Quit),
            new("a client stops sending during the greet wait", "< 220-\nwait 200\nshut\n.\n"),
            new("a listed client leaves during the greet wait", "< 220-\nwait 300\nhangup\n") { Listing = Listing.A },
            new("an early talker leaves at once", "> QUIT\n< 220-\n< 221\n.\n"),
            new("an early talker hangs up", "> HELO x\n< 220-\nhangup\n"),
            new("a listed client leaves after EHLO", Greeting + Ehlo + "hangup\n") { Listing = Listing.A },
            new("a listed client leaves before EHLO", Greeting + "hangup\n") { Listing = Listing.A },
            new("a listed client leaves in a command", Greeting + ">> MAIL FR\nwait 200\nhangup\n") { Listing = Listing.A },
            new("a listed client pipelines", Greeting + ">> EHLO x\\r\\nMAIL FROM:<a@b>\\r\\nRCPT TO:<c@d>\\r\\nQUIT\\r\\n\n< 250\n< 250\n< 550\n< 221\n.\n") { Listing = Listing.A },
            new("a listed client sends headers", Greeting + Recipient("550") + Ask("Received: from x", "521") + ".\n") { Listing = Listing.A },
            new("a listed client ends lines with LF", Greeting + ">> EHLO x\\n\n< 250\n>> MAIL FROM:<a@b>\\n\n< 250\n>> RCPT TO:<c@d>\\n\n< 550\n" + Quit) { Listing = Listing.A },
            new("a listed client speaks HTTP", Greeting + Ask("GET / HTTP/1.1", "521") + ".\n") { Listing = Listing.A },
            new("two connections of a new client", "1: < 220-\n2: < 220-\n1: < 220\n1: > QUIT\n1: < 221\n2: < 220\n2: > QUIT\n2: < 221\n1: .\n2: .\n") { AnyOrder = true },
            new("two connections of a listed client", "1: < 220-\n1: wait 300\n2: < 220-\n1: < 220\n1: > QUIT\n1: < 221\n2: < 220\n2: > QUIT\n2: < 221\n1: .\n2: .\n") { AnyOrder = true, Listing = Listing.A },
            new("a whole message through the hand-off", Greeting + "> EHLO x\n< 250\n> MAIL FROM:<a@b>\n< 250\n> RCPT TO:<u@example.test>\n< 250\n> DATA\n< 354\n>> Subject: x\\r\\n\\r\\nx\\r\\n.\\r\\n\nwait 500\nhangup\n"),
        ]);
}
