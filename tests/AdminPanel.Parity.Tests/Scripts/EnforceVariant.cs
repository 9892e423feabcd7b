using AdminPanel.Parity.Tests.Table;

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
        postscreen_denylist_action = enforce
        """,
        [
            new("a clean client passes, and is known afterwards",
                """
                < 220-
                < 220
                > QUIT
                < 221
                .
                connect
                < 220
                > QUIT
                < 221
                .
                """),
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
                """
                > EHLO x
                < 220-
                < 250
                > MAIL FROM:<a@b>
                < 250
                > RCPT TO:<c@d>
                < 550
                > Subject: x y
                < 521
                .
                """),
            new("B6: a listed client",
                """
                < 220-
                < 220
                > EHLO x
                < 250
                > MAIL FROM:<"a b"@x>
                < 250
                > RCPT TO:<@h:u@y>
                < 550
                > QUIT
                < 221
                .
                """) { Listing = Listing.A },
            new("B18: a client leaves during the greet wait",
                """
                < 220-
                wait 300
                hangup
                """),
        ]);
}
