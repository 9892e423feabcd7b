using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>Values of access lists, and the veto of a server address.</summary>
internal static class AccessVariants
{
    public static ParityVariant Enforce { get; } = new(
        "access",
        """
        postscreen_greet_wait = 2s
        postscreen_greet_action = enforce
        postscreen_denylist_action = enforce
        postscreen_dnsbl_sites = a.test*2
        postscreen_dnsbl_action = enforce
        mynetworks = 127.0.0.1/32 127.60.1.0/24 !127.60.2.1 127.60.2.0/24
        postscreen_access_list = permit_mynetworks, cidr:{etc}/access.cidr, cidr:{etc}/second.cidr
        """,
        [
            new("B14: permit", "< 220\n" + Quit + Again + "< 220\n" + Quit) { From = "127.60.3.1" },
            new("B14: reject", Greeting + Recipient("550") + Quit) { From = "127.60.3.2" },
            new("B14: reject with a text", Greeting + Recipient("550") + Quit) { From = "127.60.3.3" },
            new("B14: dunno", Greeting + Quit) { From = "127.60.3.4" },
            new("dunno goes on with the next table", Greeting + Recipient("550") + Quit) { From = "127.60.3.5" },
            new("a decision of the first table stands", "< 220\n" + Quit) { From = "127.60.3.6" },
            new("B14: permit_mynetworks, reject", Greeting + Recipient("550") + Quit) { From = "127.60.3.7" },
            new("B14: OK", Greeting + Quit) { From = "127.60.3.8" },
            new("OK in the log", "< 220\n" + Quit) { From = "127.60.1.10", LoggedAs = "unknown command: OK" },
            new("B14: a table", Greeting + Recipient("550") + Quit) { From = "127.60.3.9" },
            new("a table in the log", "< 220\n" + Quit) { From = "127.60.1.11", LoggedAs = "\"cidr:/etc/x\" is not allowed" },
            new("permit_mynetworks before OK", Greeting + Quit) { From = "127.60.3.10" },
            new("a rule that is passed over", Greeting + Quit) { From = "127.63.0.1" },
            new("no entry", Greeting + Quit),
            new("mynetworks", "< 220\n" + Quit) { From = "127.60.1.9" },
            new("an address excluded from mynetworks", Greeting + Quit) { From = "127.60.2.1" },
            new("its neighbour", "< 220\n" + Quit) { From = "127.60.2.2" },
            new("a network with an exception", Greeting + Recipient("550") + Quit) { From = "127.61.0.9" },
            new("the exception", "< 220\n" + Quit) { From = "127.61.0.8" },
            new("inside if", Greeting + Recipient("550") + Quit) { From = "127.62.1.1" },
            new("inside if, excluded", Greeting + Quit) { From = "127.62.2.1" },
            new("a denylisted early talker is told of the talk", "> EHLO x\n< 220-\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "550") + Quit) { From = "127.61.0.10" },
            new("a denylisted client hangs up", "< 220-\nwait 200\nhangup\n") { From = "127.61.0.11" },
            new("a denylisted client breaks the rules", Greeting + Ehlo + Ask("To: x", "521") + ".\n") { From = "127.61.0.12" },
            new("a denylisted client comes back", Greeting + Quit + Again + Greeting + Quit) { From = "127.61.0.13" },
            new("a denylisted client pipelines", Greeting + ">> HELO x\\r\\nNOOP\\r\\n\n< 250\n< 250\n" + Quit) { From = "127.61.0.14" },
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["access.cidr"] =
                """
                # values
                127.60.3.1      permit
                127.60.3.2      reject
                127.60.3.3      reject some text
                127.60.3.4      dunno
                127.60.3.5      dunno
                127.60.3.6      permit
                127.60.3.7      permit_mynetworks, reject
                127.60.3.8      OK
                127.60.3.9      cidr:/etc/x
                127.60.3.10     permit_mynetworks, 554 no
                127.63.0.1/16   reject
                127.61.0.8/32   permit
                127.61.0.0/16   reject
                if 127.62.0.0/16
                !127.62.2.0/24  reject
                endif

                """,
            ["second.cidr"] = "127.60.3.5 reject\n127.60.3.6 reject\n127.60.3.8 reject\n127.60.3.9 reject\n127.60.3.10 reject\n",
        },
    };

    public static ParityVariant RejectAtEnd { get; } = new(
        "access, reject at the end",
        """
        postscreen_greet_wait = 2s
        postscreen_denylist_action = enforce
        postscreen_access_list = permit_mynetworks, cidr:{etc}/access.cidr, reject
        """,
        [
            new("capital letters", Greeting + Recipient("550") + Quit) { From = "127.60.4.4" },
            new("dunno", Greeting + Recipient("550") + Quit) { From = "127.60.4.5" },
            new("no entry", Greeting + Recipient("550") + Quit),
        ])
    {
        Files = new Dictionary<string, string>
        {
            ["access.cidr"] = "127.60.4.4 REJECT\n127.60.4.5 dunno\n",
        },
    };

    public static ParityVariant Veto { get; } = new(
        "veto",
        """
        postscreen_greet_wait = 2s
        postscreen_allowlist_interfaces = !127.0.0.1 static:all
        postscreen_access_list = permit_mynetworks, cidr:{{127.40.12.9/32 permit}, {127.40.12.10/32 reject}}
        """,
        [
            new("B15: a new client", Greeting + Recipient("450") + Quit + Again + Greeting + Recipient("450") + Quit),
            new("an early talker", "> EHLO x\n< 220-\n< 220\n< 250\n" + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<c@d>", "450") + Quit),
            new("a client that leaves", "< 220-\nhangup\n"),
            new("an allowlisted client", "< 220\n" + Quit) { From = "127.40.12.9" },
            new("a denylisted client", Greeting + Recipient("450") + Quit) { From = "127.40.12.10" },
            new("a header", Greeting + Ask("From: x", "521") + ".\n"),
        ]);
}
