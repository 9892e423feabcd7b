using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Weights, filters, thresholds, reply names, errors.</summary>
internal static class BlocklistVariants
{
    private const string Passes = Greeting + Quit + Again + "< 220\n" + Quit;
    private const string NoTeaser = "< 220\n";

    public static ParityVariant AppendixA { get; } = new(
        "appendix A",
        """
        postscreen_greet_wait = 2s
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_threshold = 2
        postscreen_dnsbl_sites = a.test*2 b.test c.test=127.0.0.[2..4]*1 c.test=127.0.0.10*3 w.test=127.0.[0..255].[1..3]*-2
        """,
        [
            new("a", Greeting + Recipient("550") + Quit) { Listing = Listing.A },
            new("b", Passes) { Listing = Listing.B },
            new("c: both answers match one filter", Passes) { Listing = Listing.CTwoOfOneFilter },
            new("c: two filters match", Greeting + Recipient("550") + Quit) { Listing = Listing.CTwoFilters },
            new("c: no filter matches", Passes) { Listing = Listing.CUnmatched },
            new("a and w", Passes) { Listing = Listing.AAndW },
            new("w", Passes) { Listing = Listing.W },
            new("a and b", Greeting + Recipient("550") + Quit) { Listing = Listing.AAndB },
            new("none", Passes),
        ]);

    public static ParityVariant AllowlistThreshold { get; } = new(
        "allowlist threshold",
        """
        postscreen_greet_wait = 2s
        postscreen_greet_action = enforce
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_threshold = 2
        postscreen_dnsbl_allowlist_threshold = -1
        postscreen_dnsbl_sites = a.test*2 w.test*-2
        postscreen_pipelining_enable = yes
        """,
        [
            new("B8: at or below, everything is passed at once", Passes) { Listing = Listing.W },
            new("Appendix A: a and w cancel out", Greeting + Recipient("450") + Quit) { Listing = Listing.AAndW },
            new("not listed: all tests", Greeting + Recipient("450") + Quit + Again + NoTeaser + Quit),
            new("listed", Greeting + Recipient("550") + Quit) { Listing = Listing.A },
            new("an allowlisted client twice more", "1: < 220-\n1: < 220\n1: > QUIT\n1: < 221\n1: .\n1: wait 300\n2: < 220\n2: wait 300\n3: < 220\n2: > QUIT\n2: < 221\n2: .\n3: > QUIT\n3: < 221\n3: .\n") { Listing = Listing.W },
        ]);

    public static ParityVariant WithoutTeaser { get; } = new(
        "no teaser",
        """
        postscreen_greet_banner =
        postscreen_greet_wait = 3s
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_sites = a.test*2 b.test
        """,
        [
            new("B6: a listed client is greeted when all lists have answered", NoTeaser + Recipient("550") + Quit) { Listing = Listing.A },
            new("a clean client", NoTeaser + Quit + Again + NoTeaser + Quit),
            new("early talk goes unnoticed", "> EHLO x\n< 220\n< 250\n" + Quit),
            new("early talk of a listed client is pipelining", ">> EHLO x\\r\\nMAIL FROM:<a@b>\\r\\nRCPT TO:<c@d>\\r\\n\n< 220\n< 250\n< 250\n< 550\n" + Quit) { Listing = Listing.A },
            new("two lists", NoTeaser + Recipient("550") + Quit) { Listing = Listing.AAndB },
        ]);

    public static ParityVariant ReplyMap { get; } = new(
        "reply map",
        """
        postscreen_greet_wait = 2s
        postscreen_dnsbl_action = drop
        postscreen_dnsbl_sites = key123.s.test a.test*2
        postscreen_dnsbl_reply_map = texthash:{etc}/reply
        """,
        [
            new("B7: a secret zone", "< 220-\n< 521\n.\n") { Listing = Listing.Secret, Deviation = Deviations.SecretZones },
            new("a zone without a reply name", "< 220-\n< 521\n.\n") { Listing = Listing.A },
            new("a clean client", Passes),
        ])
    {
        Files = new Dictionary<string, string> { ["reply"] = "key123.s.test public.name\n" },
    };

    public static ParityVariant Errors { get; } = new(
        "lists in trouble",
        """
        postscreen_greet_wait = 2s
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_sites = e.test a.test
        """,
        [
            new("an error code", Greeting + Recipient("550") + Quit) { Listing = Listing.ErrorCode, Deviation = Deviations.ErrorAnswers },
            new("an answer that is no loopback address", Greeting + Recipient("550") + Quit) { Listing = Listing.NoLoopback, Deviation = Deviations.ErrorAnswers },
            new("listed elsewhere", Greeting + Recipient("550") + Quit) { Listing = Listing.A },
            new("a clean client", Passes),
        ]);

    public static ParityVariant Silent { get; } = new(
        "a list that says nothing",
        """
        postscreen_greet_wait = 4s
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_timeout = 2s
        postscreen_dnsbl_sites = silent.test, a.test, w.test
        """,
        [
            new("B6: a partial score counts, after the whole wait", Greeting + Recipient("550") + Quit) { Listing = Listing.A },
            new("a clean client", Passes) { Listing = Listing.None, LoggedAs = "dnsblog reply timeout" },
        ])
    {
        SilentZone = "silent.test",
    };

    public static ParityVariant Refused { get; } = new(
        "a list that refuses",
        """
        postscreen_greet_wait = 2s
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_sites = nowhere.test a.test
        """,
        [
            new("listed elsewhere", Greeting + Recipient("550") + Quit) { Listing = Listing.A, Deviation = Deviations.ErrorLine },
            new("a clean client", Passes) { Deviation = Deviations.ErrorLine },
        ]);
}
