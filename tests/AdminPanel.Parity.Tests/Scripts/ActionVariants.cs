using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Early tests that ignore or drop.</summary>
internal static class ActionVariants
{
    public static ParityVariant Ignore { get; } = new(
        "ignore",
        """
        postscreen_greet_wait = 2s
        postscreen_dnsbl_sites = a.test*2 b.test
        postscreen_dnsbl_threshold = 2
        postscreen_access_list = permit_mynetworks, cidr:{{127.40.2.5/32 reject}}
        """,
        [
            new("a clean client", Greeting + Quit + Again + "< 220\n" + Quit),
            new("a listed client is handed over", Greeting + Recipient("554") + Quit) { Listing = Listing.A },
            new("a listed client is looked up again, without a teaser", Greeting + Quit + Again + "< 220\n" + Quit) { Listing = Listing.A },
            new("an early talker has to wait for the lists only", "> EHLO early\n< 220-\n< 220\n< 250\n" + Quit),
            new("a denylisted client is tested", Greeting + Quit) { From = "127.40.2.5" },
            new("an early talker is tested again", "> EHLO x\n< 220-\n< 220\n< 250\n" + Quit + Again + Greeting + Quit),
            new("a listed early talker", "> EHLO x\n< 220-\n< 220\n< 250\n" + Quit) { Listing = Listing.A },
            new("a silent client leaves", "< 220-\nwait 200\nhangup\n"),
            new("an early talker leaves", "> x\n< 220-\nhangup\n"),
            new("the mail server hears early talk whole", "> EHLO early talk\n< 220-\n< 220\n< 250\n" + Quit),
        ]);

    public static ParityVariant IgnoreNoLists { get; } = new(
        "ignore, no lists",
        """
        postscreen_greet_wait = 3s
        postscreen_greet_banner = $myhostname waits
        """,
        [
            new("a clean client", Greeting + Quit + Again + "< 220\n" + Quit),
            new("B2: an early talker gets through at once", ">> EHLO early\\x01\\\\\\\\x\\r\\n\n< 220-\n< 220\n< 250\n" + Quit),
            new("B2: and is tested again", "> EHLO x\n< 220-\n< 220\n< 250\n" + Quit + Again + "> EHLO x\n< 220-\n< 220\n< 250\n" + Quit),
            new("early talk in two parts", ">> EH\n< 220-\n< 220\n>> LO x\\r\\n\n< 250\n" + Quit),
        ]);

    public static ParityVariant Drop { get; } = new(
        "drop",
        """
        postscreen_greet_wait = 2s
        postscreen_greet_action = drop
        postscreen_dnsbl_sites = a.test*2 b.test
        postscreen_dnsbl_threshold = 2
        postscreen_dnsbl_action = drop
        postscreen_denylist_action = drop
        postscreen_access_list = permit_mynetworks, cidr:{{127.40.4.7/32 reject}}
        """,
        [
            new("a clean client", Greeting + Quit),
            new("B3: an early talker", "> HELO x\n< 220-\n< 521\n.\n") { Deviation = Deviations.Drains },
            new("an early talker with more to say", ">> EHLO x\\r\\nMAIL FROM:<a@b>\\r\\nRCPT TO:<c@d>\\r\\nDATA\\r\\n\n< 220-\n< 521\n.\n") { Deviation = Deviations.Drains },
            new("B7: a listed client", "< 220-\n< 521\n.\n") { Listing = Listing.A },
            new("a listed client comes back", "< 220-\n< 521\n.\n" + Again + "< 220-\n< 521\n.\n") { Listing = Listing.A },
            new("a listed early talker", "> EHLO x\n< 220-\n< 521\n.\n") { Listing = Listing.A, Deviation = Deviations.Drains },
            new("a denylisted client", "< 521\n.\n") { From = "127.40.4.7" },
            new("a client below the threshold", Greeting + Quit) { Listing = Listing.B },
            new("a listed client leaves early", "< 220-\nwait 200\nhangup\n") { Listing = Listing.A },
        ]);
}
