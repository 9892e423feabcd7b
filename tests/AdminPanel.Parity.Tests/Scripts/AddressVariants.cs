using System.Net;
using AdminPanel.Parity.Tests.Table;
using static AdminPanel.Parity.Tests.Scripts.Steps;

namespace AdminPanel.Parity.Tests.Scripts;

/// <summary>IPv6 clients: one on a socket of its own, all others announced by a load balancer, because a test machine has no addresses for them.</summary>
internal static class AddressVariants
{
    public static ParityVariant Loopback { get; } = new(
        "IPv6",
        """
        inet_protocols = all
        postscreen_greet_wait = 2s
        postscreen_dnsbl_sites = v6.test
        """,
        [
            new("a clean client, known afterwards", Greeting + Quit + Again + "< 220\n" + Quit + Again + "< 220\n" + Ehlo + Ask("MAIL FROM:<a@b>", "250") + Ask("RCPT TO:<u@example.test>", "250") + "hangup\n") { From = "::1" },
        ])
    {
        Address = IPAddress.IPv6Loopback,
    };

    public static ParityVariant Announced { get; } = new(
        "IPv6 announced",
        """
        inet_protocols = all
        postscreen_greet_wait = 2s
        postscreen_greet_action = enforce
        postscreen_upstream_proxy_protocol = haproxy
        postscreen_dnsbl_sites = v6.test*2
        postscreen_dnsbl_action = enforce
        postscreen_denylist_action = enforce
        postscreen_pipelining_enable = yes
        postscreen_reject_footer = Ask about $client_address.
        mynetworks = 127.0.0.1/32 [2001:db8:60::]/48
        postscreen_access_list = permit_mynetworks, cidr:{etc}/access
        postscreen_discard_ehlo_keyword_address_maps = cidr:{{[2001:db8:40::8]/128 dsn}}
        """,
        [
            Client("a clean client", "2001:db8:40::1", Greeting + Recipient("450") + Quit),
            Client("known afterwards", "2001:db8:40::2", Greeting + Recipient("450") + Quit + Again + Header("2001:db8:40::2") + "< 220\n" + Quit),
            Client("a listed client", "2001:db8:41::1", Greeting + Recipient("550") + Quit),
            Client("an early talker", "2001:db8:40::3", "> EHLO x\n< 220-\n< 250\n" + Quit),
            Client("leaving", "2001:db8:40::4", "< 220-\nwait 200\nhangup\n"),
            Client("mynetworks", "2001:db8:60::1", "< 220\n" + Quit),
            Client("denylisted", "2001:db8:61::1", Greeting + Recipient("550") + Quit),
            Client("allowlisted", "2001:db8:61::2", "< 220\n" + Quit),
            Client("many zeros", "2001:db8:0:0:1:0:0:1", Greeting + Recipient("450") + Quit, "2001:db8::1:0:0:1"),
            Client("capital letters", "2001:DB8:40::ABCD", Greeting + Recipient("450") + Quit, "2001:db8:40::abcd"),
            Client("an IPv4 address as IPv6", "::ffff:127.40.77.1", Greeting + Recipient("450") + Quit, "127.40.77.1"),
            Client("an embedded IPv4 address", "64:ff9b::192.0.2.1", Greeting + Recipient("450") + Quit, "64:ff9b::c000:201"),
            Client("link-local", "fe80::1", Greeting + Recipient("450") + Quit),
            Client("the unspecified address", "::", Greeting + Recipient("450") + Quit, "[::]:"),
            Client("fewer keywords", "2001:db8:40::8", Greeting + Ehlo + Quit),
        ])
    {
        Files = new Dictionary<string, string> { ["access"] = "[2001:db8:61::2]/128 permit\n2001:db8:61::/48 reject\n" },
    };

    private static string Header(string address) => $">> PROXY TCP6 {address} 2001:db8::25 1234 25\\r\\n\n";

    private static ParityScript Client(string name, string address, string steps, string? shown = null) => new(name, Header(address) + steps) { LoggedAs = shown ?? address };
}
